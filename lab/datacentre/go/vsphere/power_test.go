package vsphere

import (
	"testing"
	"time"

	"github.com/vmware/govmomi/vim25/types"

	"dsaas/lab/datacentre/machine"
)

// A data centre that stops while a destroyed VM's machine is being removed must not wait for it for ever.
func TestRemovingTwiceEnds(t *testing.T) {
	one := &slot{name: "gone"}
	p := &power{
		host:  func() machine.Host { return machine.Host{Machines: t.TempDir()} },
		slots: map[types.ManagedObjectReference]*slot{},
		names: map[string]*slot{one.name: one},
	}
	one.busy.Lock()
	go p.remove(one)
	stopped := make(chan struct{})
	go func() { _ = p.removeAll(); close(stopped) }()
	time.Sleep(10 * time.Millisecond)
	one.busy.Unlock()
	select {
	case <-stopped:
	case <-time.After(5 * time.Second):
		t.Fatal("the data centre still waits for a machine that was removed")
	}
}
