package vsphere

import (
	"context"
	"errors"
	"log"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"

	"dsaas/lab/datacentre/machine"
)

// interval is how often VMs and machines are compared.
const interval = 100 * time.Millisecond

// power makes machines follow their VMs and VMs follow their machines.
type power struct {
	// host gives what new machines are made from; it may change while machines run.
	host  func() machine.Host
	ctx   *simulator.Context
	slots map[types.ManagedObjectReference]*slot

	lock sync.Mutex
	// names holds the slot of each machine whose folder, network namespace and cgroups exist or may exist.
	names map[string]*slot
}

// slot is one VM with its machine. A slot works on one change at a time, slots work side by side.
type slot struct {
	vm      *simulator.VirtualMachine
	name    string
	machine *machine.Machine
	// booted is the VM's boot time that the machine was switched on for; nil when it is off.
	booted *time.Time
	// shared is the guestinfo that VM and machine agreed on last.
	shared map[string]string
	tools  bool
	// twin is set where another VM had the name first.
	twin bool
	// going is set when the VM is gone and the machine is being removed.
	going bool
	busy  sync.Mutex
}

func newPower(model *simulator.Model, host func() machine.Host) *power {
	// Locks of the simulator belong to a context, so this needs one that no request uses.
	ctx := *model.Service.Context
	return &power{host: host, ctx: &ctx, slots: map[types.ManagedObjectReference]*slot{}, names: map[string]*slot{}}
}

// keep runs until ctx ends and then removes every machine.
func (p *power) keep(ctx context.Context) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.compare()
		case <-ctx.Done():
			return p.removeAll()
		}
	}
}

func (p *power) compare() {
	present := map[types.ManagedObjectReference]bool{}
	for _, entity := range p.ctx.Map.All("VirtualMachine") {
		vm, ok := entity.(*simulator.VirtualMachine)
		if !ok {
			continue
		}
		view := p.look(vm)
		if view.template {
			continue
		}
		present[vm.Self] = true
		if one := p.slot(vm, view.spec.Name); one != nil && one.busy.TryLock() {
			go func() { defer one.busy.Unlock(); p.follow(one, view) }()
		}
	}
	for reference, one := range p.slots {
		if !present[reference] {
			delete(p.slots, reference)
			p.lock.Lock()
			one.going = true
			p.lock.Unlock()
			go p.remove(one)
		}
	}
}

// slot gives a VM's slot; nil while a destroyed VM of the same name is still being removed.
func (p *power) slot(vm *simulator.VirtualMachine, name string) *slot {
	if one := p.slots[vm.Self]; one != nil {
		return one
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	holder := p.names[name]
	if holder != nil && holder.going {
		return nil
	}
	one := &slot{vm: vm, name: name, twin: holder != nil}
	if !one.twin {
		p.names[name] = one
	}
	p.slots[vm.Self] = one
	return one
}

// follow brings the machine to the VM's state, or the VM to the machine's where the machine went off by itself.
func (p *power) follow(one *slot, view view) {
	if one.machine == nil {
		if one.twin {
			p.fail(one, errors.New("another VM has the same name; a machine's name is unique in the data centre"))
			return
		}
		created, err := machine.Create(p.host(), view.spec)
		if err != nil {
			p.fail(one, err)
			return
		}
		one.machine = created
	}
	switch {
	case view.on && one.booted == nil:
		p.boot(one, view)
	case !view.on && one.booted != nil:
		p.cut(one)
	case view.on && !one.booted.Equal(view.booted): // switched off and on again between two looks
		p.cut(one)
		p.boot(one, view)
	case view.on:
		p.attend(one, view)
	}
}

func (p *power) boot(one *slot, view view) {
	started := time.Now()
	one.shared, one.tools = view.guestInfo, false
	if err := one.machine.PowerOn(view.spec); err != nil {
		p.fail(one, errors.Join(err, one.machine.PowerOff()))
		return
	}
	booted := view.booted
	one.booted = &booted
	log.Printf("%s: on, %d ms", one.name, time.Since(started).Milliseconds())
}

func (p *power) cut(one *slot) {
	if err := one.machine.PowerOff(); err != nil {
		log.Printf("%s: %v", one.name, err)
	}
	one.booted, one.tools = nil, false
	p.report(one.vm, toolsStopped())
	log.Printf("%s: off", one.name)
}

// attend looks after a machine that is on: its end, its guest tools and its guestinfo.
func (p *power) attend(one *slot, view view) {
	select {
	case <-one.machine.Exited():
		again := one.machine.Rebooting()
		p.cut(one)
		if again {
			p.boot(one, view)
			return
		}
		p.report(one.vm, poweredOff())
		return
	default:
	}
	p.shareGuestInfo(one, view.guestInfo)
}

// shareGuestInfo carries changes of guestinfo from the machine to the VM and the other way; where both changed a value,
// the machine's holds, for cloud-init's redaction must win.
func (p *power) shareGuestInfo(one *slot, configured map[string]string) {
	if inside, tools, changed := one.machine.GuestInfo(); changed {
		values := map[string]string{}
		for key, value := range inside {
			if one.shared[key] != value {
				values[key] = value
			}
		}
		if len(values) > 0 {
			p.setGuestInfo(one.vm, values)
			merged := copyOf(one.shared)
			for key, value := range values {
				merged[key] = value
			}
			one.shared = merged
			return // the VM's own values are looked at again once they hold these
		}
		if tools && !one.tools {
			one.tools = true
			p.report(one.vm, toolsStarted(one.vm, one.name, one.machine.Network()))
			log.Printf("%s: guest tools run", one.name)
		}
	}
	for key, value := range configured {
		if one.shared[key] == value {
			continue
		}
		if err := one.machine.SetGuestInfo(key, value); err != nil {
			log.Printf("%s: %v", one.name, err)
			continue
		}
		one.shared = copyOf(one.shared)
		one.shared[key] = value
	}
}

// remove may be called twice for a slot whose VM goes while the data centre stops; the second call waits for the first.
func (p *power) remove(one *slot) {
	one.busy.Lock()
	defer one.busy.Unlock()
	if one.machine != nil {
		if err := one.machine.Remove(); err != nil {
			log.Printf("%s: %v", one.name, err)
		}
		one.machine = nil
		log.Printf("%s: removed", one.name)
	}
	if !one.twin {
		p.lock.Lock()
		delete(p.names, one.name)
		p.lock.Unlock()
	}
}

// removeAll removes the machines of all VMs, and waits for those that are being removed already.
func (p *power) removeAll() error {
	p.lock.Lock()
	all := make([]*slot, 0, len(p.names))
	for _, one := range p.names {
		all = append(all, one)
	}
	p.lock.Unlock()
	var done sync.WaitGroup
	for _, one := range all {
		done.Add(1)
		go func() {
			defer done.Done()
			p.remove(one)
		}()
	}
	done.Wait()
	return machine.Clean(p.host())
}

// fail leaves the VM powered off, as a hypervisor does with a VM that it cannot start.
func (p *power) fail(one *slot, err error) {
	if p.look(one.vm).on {
		log.Printf("%s: cannot boot: %v", one.name, err)
		p.report(one.vm, poweredOff())
	}
}

func copyOf(values map[string]string) map[string]string {
	result := make(map[string]string, len(values)+1)
	for key, value := range values {
		result[key] = value
	}
	return result
}
