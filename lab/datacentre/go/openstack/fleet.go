package openstack

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"dsaas/lab/datacentre/machine"
)

// fleet is all instances of this hypervisor, by the names of their machines.
type fleet struct {
	// host gives what new machines are made from; it may change while machines run.
	host func() machine.Host

	lock      sync.Mutex
	instances map[string]*instance
}

// taken is the error for a name that another instance's machine has.
type taken struct{ name, uuid string }

func (t taken) Error() string {
	return fmt.Sprintf("a machine named %s exists already, that of instance %s; delete that instance or choose another name", t.name, t.uuid)
}

// open finds the machines that an earlier run left, and cuts those that still run: this process could not watch them.
func open(host func() machine.Host) (*fleet, error) {
	f := &fleet{host: host, instances: map[string]*instance{}}
	folder := host().Machines
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if err := f.find(host(), entry.Name()); err != nil {
			return nil, fmt.Errorf("cannot take over machine %s of an earlier run: %w", entry.Name(), err)
		}
	}
	return f, nil
}

func (f *fleet) find(host machine.Host, name string) error {
	if err := machine.Cut(host, name); err != nil {
		return err
	}
	var left record
	content, err := os.ReadFile(recordFile(host, name))
	if err != nil || json.Unmarshal(content, &left) != nil {
		log.Printf("%s: left half made, removed", name)
		return os.RemoveAll(filepath.Join(host.Machines, name))
	}
	one := &instance{name: name}
	f.instances[name] = one
	log.Printf("%s: found, off", name)
	return one.make(left)
}

func (f *fleet) get(name string) *instance {
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.instances[name]
}

// put makes the machine of an instance, switched off; one that is there gets the order's values at its next power-on.
func (f *fleet) put(name string, order Order) error {
	if err := order.check(name); err != nil {
		return err
	}
	for {
		err := f.order(f.getOrAdd(name), order)
		if !errors.Is(err, errGone) { // else it was removed between the two looks
			return err
		}
	}
}

func (f *fleet) getOrAdd(name string) *instance {
	f.lock.Lock()
	defer f.lock.Unlock()
	one := f.instances[name]
	if one == nil {
		one = &instance{name: name}
		f.instances[name] = one
	}
	return one
}

func (f *fleet) order(one *instance, order Order) error {
	one.lock.Lock()
	defer one.lock.Unlock()
	if one.gone {
		return errGone
	}
	if one.machine == nil {
		host := f.host()
		if err := one.make(record{order, host}); err != nil {
			one.gone = true
			f.forget(one)
			return errors.Join(err, os.RemoveAll(filepath.Join(host.Machines, one.name)))
		}
		log.Printf("%s: made", one.name)
		return nil
	}
	if owner := one.record.Order.UUID; !strings.EqualFold(owner, order.UUID) {
		return taken{one.name, owner}
	}
	return one.keep(record{order, one.record.Host})
}

// delete removes a machine for good; one that is not there, or is another instance's by now, is gone already.
//
// uuid is the instance's; where it is empty the name alone counts.
func (f *fleet) delete(name, uuid string) error {
	one := f.get(name)
	if one == nil {
		return nil
	}
	one.lock.Lock()
	defer one.lock.Unlock()
	if one.gone || uuid != "" && !strings.EqualFold(uuid, one.record.Order.UUID) {
		return nil
	}
	if one.machine == nil { // its order is still waiting for the lock, and starts again
		one.gone = true
	} else if err := one.remove(); err != nil {
		return err
	}
	f.forget(one)
	return nil
}

// forget may be called with the instance's lock held: nobody waits for an instance while holding the fleet's.
func (f *fleet) forget(one *instance) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.instances[one.name] == one {
		delete(f.instances, one.name)
	}
}

func (f *fleet) all() []*instance {
	f.lock.Lock()
	defer f.lock.Unlock()
	var all []*instance
	for _, one := range f.instances {
		all = append(all, one)
	}
	return all
}

// powerOff cuts the power of every machine, side by side. Their disks stay.
func (f *fleet) powerOff() error {
	var group sync.WaitGroup
	all := f.all()
	problems := make([]error, len(all))
	for i, one := range all {
		group.Go(func() {
			if err := one.act("off"); err != nil && !errors.Is(err, errGone) {
				problems[i] = fmt.Errorf("%s: %w", one.name, err)
			}
		})
	}
	group.Wait()
	return errors.Join(problems...)
}
