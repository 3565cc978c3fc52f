package vsphere

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/property"
	views "github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/types"
)

// Disaster destroys every VM of the data centre at once, as a lost storage array or a wrong click does: through the API, and
// without a word to whoever made them. Templates stay. It prints how many it destroyed.
func Disaster(ctx context.Context, arguments []string) error {
	config, _, err := configFlag("disaster", arguments)
	if err != nil {
		return err
	}
	client, logOut, err := logIn(ctx, config)
	if err != nil {
		return err
	}
	defer logOut()
	references, err := findMachines(ctx, client, nil)
	if err != nil {
		return err
	}
	machines := make([]*object.VirtualMachine, len(references))
	for i, reference := range references {
		machines[i] = object.NewVirtualMachine(client.Client, reference)
	}
	return destroyAll(ctx, machines)
}

// logIn opens a session of the configured account; the second result ends it.
func logIn(ctx context.Context, config Config) (*govmomi.Client, func(), error) {
	address := url.URL{Scheme: "https", Host: config.Listen, Path: "/sdk", User: url.UserPassword(config.User, config.Password)}
	client, err := govmomi.NewClient(ctx, &address, true)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot log in to %s: %w", config.Listen, err)
	}
	return client, func() { _ = client.Logout(ctx) }, nil
}

// findMachines gives the VMs with these properties, templates among them; nil: all.
func findMachines(ctx context.Context, client *govmomi.Client, properties property.Match) ([]types.ManagedObjectReference, error) {
	all, err := views.NewManager(client.Client).CreateContainerView(ctx, client.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	if err != nil {
		return nil, err
	}
	return all.Find(ctx, []string{"VirtualMachine"}, properties)
}

func destroyAll(ctx context.Context, machines []*object.VirtualMachine) error {
	problems := make([]error, len(machines))
	var destroyed int
	var lock sync.Mutex
	var done sync.WaitGroup
	for i, vm := range machines {
		done.Add(1)
		go func() {
			defer done.Done()
			gone, err := destroy(ctx, vm)
			problems[i] = err
			if gone {
				lock.Lock()
				destroyed++
				lock.Unlock()
			}
		}()
	}
	done.Wait()
	fmt.Println(destroyed)
	return errors.Join(problems...)
}

func destroy(ctx context.Context, vm *object.VirtualMachine) (bool, error) {
	if template, err := vm.IsTemplate(ctx); err != nil || template {
		return false, err
	}
	if task, err := vm.PowerOff(ctx); err == nil {
		_ = task.Wait(ctx) // It may be off already.
	}
	task, err := vm.Destroy(ctx)
	if err != nil {
		return false, err
	}
	return true, task.Wait(ctx)
}
