package vsphere

import (
	"context"
	"errors"
	"fmt"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/property"
)

// Switch does to one VM what people do in the vSphere client: cuts its power, switches it on, or destroys it for good.
// arguments are `off`, `on` or `destroy`, then --config FILE, then the VM's name. A VM that is as wished already is left
// alone.
func Switch(ctx context.Context, arguments []string) error {
	if len(arguments) != 4 {
		return errors.New("vm needs off, on or destroy, then --config FILE, then the VM's name")
	}
	config, _, err := configFlag("vm", arguments[1:3])
	if err != nil {
		return err
	}
	client, logOut, err := logIn(ctx, config)
	if err != nil {
		return err
	}
	defer logOut()
	name := arguments[3]
	found, err := findMachines(ctx, client, property.Match{"name": name})
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return fmt.Errorf("there are %d VMs named %q", len(found), name)
	}
	return press(ctx, object.NewVirtualMachine(client.Client, found[0]), arguments[0])
}

func press(ctx context.Context, vm *object.VirtualMachine, action string) error {
	state, err := vm.PowerState(ctx)
	if err != nil {
		return err
	}
	switch action {
	case "off", "on":
		if string(state) == "powered"+map[string]string{"off": "Off", "on": "On"}[action] {
			return nil
		}
		change := map[string]func(context.Context) (*object.Task, error){"off": vm.PowerOff, "on": vm.PowerOn}[action]
		task, err := change(ctx)
		if err != nil {
			return err
		}
		return task.Wait(ctx)
	case "destroy":
		_, err := destroy(ctx, vm)
		return err
	default:
		return fmt.Errorf("%q is nothing to do to a VM; there are off, on and destroy", action)
	}
}
