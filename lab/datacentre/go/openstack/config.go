// Package openstack is the hypervisor of the lab's OpenStack: nova's virt driver asks it, over HTTP on loopback, for the
// machines of its instances.
package openstack

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"

	"dsaas/lab/datacentre/machine"
)

// Config is the content of the file given by --config.
type Config struct {
	// Listen is HOST:PORT of the API; loopback's, for it knows no log-in.
	Listen string `json:"listen"`
	machine.Host

	file string
}

func readConfig(file string) (Config, error) {
	var config Config
	content, err := os.ReadFile(file)
	if err != nil {
		return config, err
	}
	if err := json.Unmarshal(content, &config); err != nil {
		return config, fmt.Errorf("%s: %w", file, err)
	}
	config.file = file
	return config, config.check(file)
}

// latestHost reads the file again: a new machine is made from the image that it names now. Everything else in it takes
// effect at the next start.
func (c Config) latestHost() machine.Host {
	latest, err := readConfig(c.file)
	if err != nil {
		log.Printf("%v; going on with the last image", err)
		return c.Host
	}
	return latest.Host
}

// check names every value that is missing, all at once.
func (c Config) check(file string) error {
	var problems []error
	for key, value := range map[string]string{
		"listen": c.Listen, "machines": c.Machines, "rootfs": c.RootFS, "storage": c.Storage, "bridge": c.Bridge,
	} {
		if value == "" {
			problems = append(problems, fmt.Errorf("%s: %s is empty; give it a value", file, key))
		}
	}
	return errors.Join(problems...)
}
