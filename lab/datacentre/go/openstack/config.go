// Package openstack is the hypervisor of the lab's OpenStack: nova's virt driver asks it, over HTTP on loopback, for the
// machines of its instances.
package openstack

import (
	"maps"

	"dsaas/lab/datacentre/machine"
	"dsaas/lab/datacentre/settings"
)

// Config is the content of the file given by --config.
type Config struct {
	// Listen is HOST:PORT of the API; loopback's, for it knows no log-in.
	Listen string `json:"listen"`
	machine.Host
}

func readConfig(file string) (config Config, err error) {
	if err := settings.Read(file, &config); err != nil {
		return config, err
	}
	return config, config.check(file)
}

// check names every value that is missing, all at once.
func (c Config) check(file string) error {
	needed := map[string]string{"listen": c.Listen}
	maps.Copy(needed, c.Values())
	return settings.Empty(file, needed)
}

// latest reads the file again.
func latest(file string) func() (machine.Host, error) {
	return func() (machine.Host, error) {
		config, err := readConfig(file)
		return config.Host, err
	}
}
