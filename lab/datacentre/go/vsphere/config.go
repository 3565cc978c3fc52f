// Package vsphere serves govmomi's vCenter simulator and keeps a running machine behind each of its powered-on VMs.
package vsphere

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"

	"dsaas/lab/datacentre/machine"
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

	file string
}

// Template is the VM that all others are cloned from.
type Template struct {
	Name    string `json:"name"`
	DiskGiB int    `json:"diskGiB"`
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

// latestHost reads the file again: a new machine is made from the image that it names now, as a template can be replaced
// while its clones run. Everything else in it takes effect at the next start.
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
	needed := map[string]string{
		"listen": c.Listen, "user": c.User, "password": c.Password, "datacenter": c.Datacenter, "cluster": c.Cluster,
		"datastore": c.Datastore, "network": c.Network, "template.name": c.Template.Name,
	}
	if !c.InventoryOnly {
		maps.Copy(needed, map[string]string{
			"machines": c.Machines, "rootfs": c.RootFS, "storage": c.Storage, "bridge": c.Bridge,
		})
	}
	for key, value := range needed {
		if value == "" {
			problems = append(problems, fmt.Errorf("%s: %s is empty; give it a value", file, key))
		}
	}
	if c.Hosts < 1 {
		problems = append(problems, fmt.Errorf("%s: hosts is %d; a cluster needs one at least", file, c.Hosts))
	}
	if c.Template.DiskGiB < 1 {
		problems = append(problems, fmt.Errorf("%s: template.diskGiB is %d; a template needs a disk", file, c.Template.DiskGiB))
	}
	return errors.Join(problems...)
}
