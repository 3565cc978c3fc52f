package vsphere

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

func trial(t *testing.T) (*simulator.Model, *simulator.Server) {
	t.Helper()
	config := Config{Listen: "127.0.0.1:0", User: "administrator@lab.test", Password: "right", Datacenter: "lab", Cluster: "compute",
		Hosts: 2, Datastore: "machines", Network: "lan", Template: Template{"node", 20}}
	model := simulator.VPX()
	model.Datacenter, model.Machine, model.Datastore = 0, 0, 0
	if err := model.Create(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(model.Remove)
	if err := populate(context.Background(), model, config); err != nil {
		t.Fatal(err)
	}
	server, err := serve(model, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return model, server
}

func logInAs(server *simulator.Server, user, password string) (*govmomi.Client, error) {
	address := *server.URL
	address.User = url.UserPassword(user, password)
	return govmomi.NewClient(context.Background(), &address, true)
}

func TestOnlyTheConfiguredAccountLogsIn(t *testing.T) {
	_, server := trial(t)
	if _, err := logInAs(server, "administrator@lab.test", "right"); err != nil {
		t.Errorf("the right password is refused: %v", err)
	}
	for _, wrong := range [][2]string{{"administrator@lab.test", "wrong"}, {"root", "right"}, {"user", "pass"}} {
		if _, err := logInAs(server, wrong[0], wrong[1]); err == nil || !strings.Contains(err.Error(), "Login failure") {
			t.Errorf("%v: got %v", wrong, err)
		}
	}
}

func TestClonesHaveCardsOfTheirOwn(t *testing.T) {
	ctx := context.Background()
	_, server := trial(t)
	client, err := logInAs(server, "administrator@lab.test", "right")
	if err != nil {
		t.Fatal(err)
	}
	finder := find.NewFinder(client.Client)
	datacenter, err := finder.Datacenter(ctx, "lab")
	if err != nil {
		t.Fatal(err)
	}
	finder.SetDatacenter(datacenter)
	template, err := finder.VirtualMachine(ctx, "node")
	if err != nil {
		t.Fatal(err)
	}
	if is, err := template.IsTemplate(ctx); err != nil || !is {
		t.Errorf("the template is none: %v", err)
	}
	pool, err := finder.ResourcePool(ctx, "compute/Resources")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := datacenter.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range []string{"one", "two"} {
		reference := pool.Reference()
		task, err := template.Clone(ctx, folders.VmFolder, name, types.VirtualMachineCloneSpec{Location: types.VirtualMachineRelocateSpec{Pool: &reference}})
		if err != nil {
			t.Fatal(err)
		}
		info, err := task.WaitForResult(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		vm := object.NewVirtualMachine(client.Client, info.Result.(types.ManagedObjectReference))
		var properties mo.VirtualMachine
		if err := vm.Properties(ctx, vm.Reference(), []string{"config"}, &properties); err != nil {
			t.Fatal(err)
		}
		for _, device := range properties.Config.Hardware.Device {
			if card, ok := device.(types.BaseVirtualEthernetCard); ok {
				mac := card.GetVirtualEthernetCard().MacAddress
				if seen[mac] || !strings.HasPrefix(mac, "00:50:56:") {
					t.Errorf("%s: MAC address %s", name, mac)
				}
				seen[mac] = true
			}
		}
		if properties.Config.SwapPlacement != "inherit" {
			t.Errorf("%s: swap placement %q", name, properties.Config.SwapPlacement)
		}
	}
	if len(seen) != 2 {
		t.Errorf("cards: %v", seen)
	}
}

func TestAllThatIsMissingIsNamed(t *testing.T) {
	err := Config{}.check("vsphere.json")
	for _, key := range []string{"listen", "user", "password", "template.name", "rootfs", "hosts is 0"} {
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s is not named: %v", key, err)
		}
	}
}

func TestAnInventoryNeedsNoMachines(t *testing.T) {
	config := Config{Listen: "127.0.0.1:0", User: "u", Password: "p", Datacenter: "dc", Cluster: "c", Hosts: 1, Datastore: "d",
		Network: "n", Template: Template{"node", 20}}
	if err := config.check("vsphere.json"); err == nil || !strings.Contains(err.Error(), "rootfs") {
		t.Errorf("machines without a root file system: %v", err)
	}
	config.InventoryOnly = true
	if err := config.check("vsphere.json"); err != nil {
		t.Errorf("an inventory alone is refused: %v", err)
	}
}
