package machine

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
)

// CleanMain removes the machines that a data centre which died has left. arguments are --config FILE: that of the vSphere
// API or of the OpenStack hypervisor, which both hold a Host.
func CleanMain(arguments []string) error {
	flags := flag.NewFlagSet("clean", flag.ContinueOnError)
	file := flags.String("config", "", "JSON file with the key machines, see Host")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *file == "" {
		return errors.New("clean needs --config FILE")
	}
	content, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	var host Host
	if err := json.Unmarshal(content, &host); err != nil {
		return fmt.Errorf("%s: %w", *file, err)
	}
	if host.Machines == "" {
		return fmt.Errorf("%s: machines is empty; give the folder of the machines", *file)
	}
	return Clean(host)
}

// Clean removes every machine that an earlier run left under host.Machines, running or not.
func Clean(host Host) error {
	entries, err := os.ReadDir(host.Machines)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		return err
	}
	var problems []error
	for _, entry := range entries {
		problems = append(problems, Cut(host, entry.Name()), os.RemoveAll(host.folder(entry.Name())))
	}
	return errors.Join(problems...)
}
