// Package settings reads the files that the data centre's commands are given.
package settings

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
)

// Flag is the file that --config names among a command's arguments.
func Flag(command string, arguments []string) (string, error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	file := flags.String("config", "", "JSON file")
	if err := flags.Parse(arguments); err != nil {
		return "", err
	}
	if *file == "" {
		return "", errors.New(command + " needs --config FILE")
	}
	return *file, nil
}

// Read reads a JSON file into config.
func Read(file string, config any) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, config); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Empty names every value of the file that is missing, all at once.
func Empty(file string, values map[string]string) error {
	var problems []error
	for key, value := range values {
		if value == "" {
			problems = append(problems, fmt.Errorf("%s: %s is empty; give it a value", file, key))
		}
	}
	return errors.Join(problems...)
}
