// Package vsphere serves govmomi's vCenter simulator and keeps a running machine behind each of its powered-on VMs.
package vsphere

import (
	"errors"
	"fmt"
	"maps"

	"dsaas/lab/datacentre/machine"
	"dsaas/lab/datacentre/settings"
)

// Config is the content of the file given by --config.
type Config struct {
	// Listen is HOST:PORT of the API, https.
	Listen   string `json:"listen"`
	User     string `json:"user"`
	Password string `json:"password"`

	// Names of the inventory, as a stack's configuration refers to them.
	Datacenter string `json:"datacenter"`
	Cluster    string `json:"cluster"`
	// Hosts is the number of hypervisors in the cluster.
	Hosts     int    `json:"hosts"`
	Datastore string `json:"datastore"`
	// Network is the port group that VMs are plugged into.
	Network  string   `json:"network"`
	Template Template `json:"template"`

	// InventoryOnly leaves machines out: VMs are powered on in the API alone, and what describes machines is not needed.
	// So it needs neither root nor a network of its own, and stands beside a data centre that runs.
	InventoryOnly bool `json:"inventoryOnly"`
	machine.Host
}

// Template is the VM that all others are cloned from.
type Template struct {
	Name    string `json:"name"`
	DiskGiB int    `json:"diskGiB"`
}

func readConfig(file string) (config Config, err error) {
	if err := settings.Read(file, &config); err != nil {
		return config, err
	}
	return config, config.check(file)
}

// latest reads the file again.
func latest(file string) func() (machine.Host, error) {
	return func() (machine.Host, error) {
		config, err := readConfig(file)
		return config.Host, err
	}
}

// check names every value that is missing, all at once.
func (c Config) check(file string) error {
	needed := map[string]string{
		"listen": c.Listen, "user": c.User, "password": c.Password, "datacenter": c.Datacenter, "cluster": c.Cluster,
		"datastore": c.Datastore, "network": c.Network, "template.name": c.Template.Name,
	}
	if !c.InventoryOnly {
		maps.Copy(needed, c.Values())
	}
	problems := []error{settings.Empty(file, needed)}
	if c.Hosts < 1 {
		problems = append(problems, fmt.Errorf("%s: hosts is %d; a cluster needs one at least", file, c.Hosts))
	}
	if c.Template.DiskGiB < 1 {
		problems = append(problems, fmt.Errorf("%s: template.diskGiB is %d; a template needs a disk", file, c.Template.DiskGiB))
	}
	return errors.Join(problems...)
}
