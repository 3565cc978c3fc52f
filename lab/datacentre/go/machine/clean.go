package machine

import (
	"errors"
	"fmt"
	"os"

	"dsaas/lab/datacentre/settings"
)

// CleanMain removes the machines that a data centre which died has left. arguments are --config FILE: that of the vSphere
// API or of the OpenStack hypervisor, which both hold a Host.
func CleanMain(arguments []string) error {
	file, err := settings.Flag("clean", arguments)
	if err != nil {
		return err
	}
	var host Host
	if err := settings.Read(file, &host); err != nil {
		return err
	}
	if host.Machines == "" {
		return fmt.Errorf("%s: machines is empty; give the folder of the machines", file)
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
