// Package machine runs machines: systemd containers with an address, a disk and a power switch of their own.
package machine

import (
	"fmt"
	"log"
	"path/filepath"
	"regexp"
)

// Host is what all machines of a data centre share.
type Host struct {
	// Machines is the folder that holds one folder for each machine.
	Machines string `json:"machines"`
	// RootFS is the node image's root file system; machines only read it.
	RootFS string `json:"rootfs"`
	// Containerd is the node image's /var/lib/containerd with its preloaded container images; may be empty.
	Containerd string `json:"containerd"`
	// Storage is the folder that every machine sees as /srv/dsaas, as it would see an exported volume.
	Storage string `json:"storage"`
	// Bridge is the local network that machines are plugged into, in the network namespace of this process.
	Bridge string `json:"bridge"`
}

// Spec is one machine as its VM, or its instance, describes it.
type Spec struct {
	// Name of the VM: host name, network namespace and folder of the machine.
	Name string
	// UUID of the VM, 36 characters; the machine's id comes from it.
	UUID string
	// MAC address of the first network card.
	MAC  string
	CPUs int
	// MemoryMiB is the VM's memory.
	MemoryMiB int64
	// Seed is what the machine starts from.
	Seed Seed
}

var validName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// Check refuses names that cannot be a host name.
func (s Spec) Check() error {
	if !validName.MatchString(s.Name) {
		return fmt.Errorf("VM %q cannot boot: a machine's name is a host name, that is 1 to 63 of a-z, 0-9 and -; rename the VM", s.Name)
	}
	return nil
}

// Values are the host's settings that must not be empty, by their keys.
func (h Host) Values() map[string]string {
	return map[string]string{"machines": h.Machines, "rootfs": h.RootFS, "storage": h.Storage, "bridge": h.Bridge}
}

// Latest is what a new machine is made from: the image that the file names now, as it can be replaced while machines run.
// Everything else in it takes effect at the next start.
func (h Host) Latest(read func() (Host, error)) Host {
	latest, err := read()
	if err != nil {
		log.Printf("%v; going on with the last image", err)
		return h
	}
	return latest
}

func (h Host) folder(name string) string { return filepath.Join(h.Machines, name) }
