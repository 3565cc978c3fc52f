package openstack

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"dsaas/lab/datacentre/machine"
)

// Order is what nova asks for: an instance as it describes it.
type Order struct {
	UUID string `json:"uuid"`
	// Host is the nova-compute that the instance belongs to; several may share this hypervisor.
	Host      string `json:"host"`
	CPUs      int    `json:"cpus"`
	MemoryMiB int64  `json:"memoryMiB"`
	// MAC address of the first port; empty where the instance has none.
	MAC string `json:"mac"`
	// ConfigDrive holds the files of the config drive.
	ConfigDrive machine.ConfigDrive `json:"configDrive"`
}

func (o Order) spec(name string) machine.Spec {
	return machine.Spec{Name: name, UUID: o.UUID, MAC: o.MAC, CPUs: o.CPUs, MemoryMiB: o.MemoryMiB, Seed: o.ConfigDrive}
}

// record is what outlives this process, in the machine's folder: as a hypervisor that is booted again, the next one finds
// the machines that nova knows, switched off.
type record struct {
	Order Order
	// Host is what the machine's disk was made from.
	Host machine.Host
}

// instance is one of nova's instances with its machine. It works on one change at a time.
type instance struct {
	name string

	lock    sync.Mutex
	record  record
	machine *machine.Machine
	on      bool
	// gone is set once the machine is removed, for whoever still waits for the lock.
	gone bool
}

var validUUID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

var errGone = errors.New("the machine is removed")

func recordFile(host machine.Host, name string) string {
	return filepath.Join(host.Machines, name, "instance.json")
}

// check refuses what would not be a machine.
func (o Order) check(name string) error {
	if err := o.spec(name).Check(); err != nil {
		return err
	}
	if _, err := net.ParseMAC(o.MAC); o.MAC != "" && err != nil {
		return fmt.Errorf("machine %s: mac: %w", name, err)
	}
	if !validUUID.MatchString(o.UUID) {
		return fmt.Errorf("machine %s: uuid %q is no UUID", name, o.UUID)
	}
	return nil
}

// The functions below need the lock.

// make gives the instance its disk, or takes the one that is there.
func (i *instance) make(record record) error {
	made, err := machine.Create(record.Host, record.Order.spec(i.name))
	if err != nil {
		return err
	}
	i.machine = made
	return i.keep(record)
}

// keep writes down what the machine is; it takes effect at the next power-on.
func (i *instance) keep(record record) error {
	i.record = record
	content, err := json.Marshal(record)
	if err != nil {
		return err
	}
	file := recordFile(record.Host, i.name)
	if err := os.WriteFile(file+".new", content, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

func (i *instance) powerOn() error {
	if i.on {
		return nil
	}
	started := time.Now()
	if err := i.machine.PowerOn(i.record.Order.spec(i.name)); err != nil {
		return errors.Join(err, i.machine.PowerOff())
	}
	i.on = true
	go i.watch(i.machine.Exited())
	log.Printf("%s: on, %d ms", i.name, time.Since(started).Milliseconds())
	return nil
}

func (i *instance) powerOff() error {
	if !i.on {
		return nil
	}
	i.on = false
	log.Printf("%s: off", i.name)
	return i.machine.PowerOff()
}

func (i *instance) remove() error {
	i.on = false
	if err := i.machine.Remove(); err != nil {
		return err
	}
	i.gone = true
	log.Printf("%s: removed", i.name)
	return nil
}

// watch waits for the end of a machine that was switched on: one that asked for a reboot is booted again, any other is off.
func (i *instance) watch(exited <-chan struct{}) {
	<-exited
	i.lock.Lock()
	defer i.lock.Unlock()
	if i.gone || !i.on || i.machine.Exited() != exited {
		return // cut, removed or booted again meanwhile
	}
	again := i.machine.Rebooting()
	if err := i.powerOff(); err != nil {
		log.Printf("%s: %v", i.name, err)
	}
	if again {
		if err := i.powerOn(); err != nil {
			log.Printf("%s: cannot boot again: %v", i.name, err)
		}
	}
}

// act does one thing to the instance's power.
func (i *instance) act(action string) error {
	i.lock.Lock()
	defer i.lock.Unlock()
	if i.gone || i.machine == nil {
		return errGone
	}
	switch action {
	case "on":
		return i.powerOn()
	case "off":
		return i.powerOff()
	case "reboot":
		return errors.Join(i.powerOff(), i.powerOn())
	default:
		return fmt.Errorf("%q is nothing to do to a machine; there are on, off and reboot", action)
	}
}
