package openstack

import (
	"slices"
	"strings"
)

// Status is what nova is told of a machine.
type Status struct {
	Name string `json:"name"`
	UUID string `json:"uuid"`
	Host string `json:"host"`
	// State is "on" or "off".
	State     string `json:"state"`
	CPUs      int    `json:"cpus"`
	MemoryMiB int64  `json:"memoryMiB"`
}

func (f *fleet) status(one *instance) (Status, bool) {
	one.lock.Lock()
	defer one.lock.Unlock()
	order := one.record.Order
	state := "off"
	if one.on {
		state = "on"
	}
	return Status{one.name, order.UUID, order.Host, state, order.CPUs, order.MemoryMiB}, !one.gone && one.machine != nil
}

// list gives all machines, by name.
func (f *fleet) list() []Status {
	all := []Status{}
	for _, one := range f.all() {
		if status, there := f.status(one); there {
			all = append(all, status)
		}
	}
	slices.SortFunc(all, func(a, b Status) int { return strings.Compare(a.Name, b.Name) })
	return all
}
