package vsphere

import (
	"context"
	"fmt"
	"os"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/types"
)

// populate fills an empty vCenter: one data centre with one cluster, a datastore on all its hosts, a port group and the
// template.
func populate(ctx context.Context, model *simulator.Model, config Config) error {
	client, err := vim25.NewClient(ctx, model.Service)
	if err != nil {
		return err
	}
	datacenter, err := object.NewRootFolder(client).CreateDatacenter(ctx, config.Datacenter)
	if err != nil {
		return err
	}
	folders, err := datacenter.Folders(ctx)
	if err != nil {
		return err
	}
	network, err := createNetwork(ctx, client, folders, config.Network)
	if err != nil {
		return err
	}
	cluster, err := folders.HostFolder.CreateCluster(ctx, config.Cluster, types.ClusterConfigSpecEx{})
	if err != nil {
		return err
	}
	// The simulator keeps a datastore's files in a folder; nothing of the machines is there.
	files, err := os.MkdirTemp(model.Map().OptionManager().Setting[len(model.Map().OptionManager().Setting)-1].GetOptionValue().Value.(string), "datastore-")
	if err != nil {
		return err
	}
	var first *object.HostSystem
	for i := 1; i <= config.Hosts; i++ {
		host, err := addHost(ctx, client, cluster, network.uplink, fmt.Sprintf("host-%d.%s", i, config.Datacenter))
		if err != nil {
			return err
		}
		datastores, err := host.ConfigManager().DatastoreSystem(ctx)
		if err != nil {
			return err
		}
		if _, err := datastores.CreateLocalDatastore(ctx, config.Datastore, files); err != nil {
			return err
		}
		if first == nil {
			first = host
		}
	}
	pool, err := cluster.ResourcePool(ctx)
	if err != nil {
		return err
	}
	return createTemplate(ctx, client, config, folders, pool, first, network.card)
}

type network struct {
	uplink *object.DistributedVirtualSwitch
	// card is what a VM's network card is connected to.
	card types.BaseVirtualDeviceBackingInfo
}

func createNetwork(ctx context.Context, client *vim25.Client, folders *object.DatacenterFolders, name string) (network, error) {
	spec := types.DVSCreateSpec{ConfigSpec: &types.VMwareDVSConfigSpec{}}
	spec.ConfigSpec.GetDVSConfigSpec().Name = name + "-switch"
	task, err := folders.NetworkFolder.CreateDVS(ctx, spec)
	if err != nil {
		return network{}, err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return network{}, err
	}
	uplink := object.NewDistributedVirtualSwitch(client, info.Result.(types.ManagedObjectReference))
	task, err = uplink.AddPortgroup(ctx, []types.DVPortgroupConfigSpec{{
		Name: name, NumPorts: 128, Type: string(types.DistributedVirtualPortgroupPortgroupTypeEarlyBinding),
	}})
	if err != nil {
		return network{}, err
	}
	if err := task.Wait(ctx); err != nil {
		return network{}, err
	}
	children, err := folders.NetworkFolder.Children(ctx)
	if err != nil {
		return network{}, err
	}
	for _, child := range children {
		if group, ok := child.(*object.DistributedVirtualPortgroup); ok {
			if found, err := group.ObjectName(ctx); err == nil && found == name {
				card, err := group.EthernetCardBackingInfo(ctx)
				return network{uplink, card}, err
			}
		}
	}
	return network{}, fmt.Errorf("port group %q is missing right after its creation", name)
}

func addHost(
	ctx context.Context, client *vim25.Client, cluster *object.ClusterComputeResource,
	uplink *object.DistributedVirtualSwitch, name string,
) (*object.HostSystem, error) {
	task, err := cluster.AddHost(ctx, types.HostConnectSpec{HostName: name}, true, nil, nil)
	if err != nil {
		return nil, err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return nil, err
	}
	host := object.NewHostSystem(client, info.Result.(types.ManagedObjectReference))
	task, err = uplink.Reconfigure(ctx, &types.DVSConfigSpec{
		Host: []types.DistributedVirtualSwitchHostMemberConfigSpec{{
			Operation: string(types.ConfigSpecOperationAdd), Host: host.Reference(),
		}},
	})
	if err != nil {
		return nil, err
	}
	return host, task.Wait(ctx)
}

// createTemplate makes the VM that stands for the node image: EFI-less Linux, one paravirtual SCSI disk, one vmxnet3 card.
func createTemplate(
	ctx context.Context, client *vim25.Client, config Config, folders *object.DatacenterFolders,
	pool *object.ResourcePool, host *object.HostSystem, card types.BaseVirtualDeviceBackingInfo,
) error {
	var devices object.VirtualDeviceList
	scsi, err := devices.CreateSCSIController("pvscsi")
	if err != nil {
		return err
	}
	folder := fmt.Sprintf("[%s]", config.Datastore)
	disk := devices.CreateDisk(scsi.(types.BaseVirtualController), types.ManagedObjectReference{},
		fmt.Sprintf("%s %s/disk.vmdk", folder, config.Template.Name))
	disk.CapacityInKB = int64(config.Template.DiskGiB) << 20
	disk.StorageIOAllocation = &types.StorageIOAllocationInfo{Limit: types.NewInt64(-1)}
	nic, err := devices.CreateEthernetCard("vmxnet3", card)
	if err != nil {
		return err
	}
	changes, err := object.VirtualDeviceList{scsi, disk, nic}.ConfigSpec(types.VirtualDeviceConfigSpecOperationAdd)
	if err != nil {
		return err
	}
	task, err := folders.VmFolder.CreateVM(ctx, types.VirtualMachineConfigSpec{
		Name:         config.Template.Name,
		GuestId:      string(types.VirtualMachineGuestOsIdentifierDebian12_64Guest),
		NumCPUs:      1,
		MemoryMB:     1024,
		Files:        &types.VirtualMachineFileInfo{VmPathName: folder},
		DeviceChange: changes,
	}, pool, host)
	if err != nil {
		return err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return err
	}
	return object.NewVirtualMachine(client, info.Result.(types.ManagedObjectReference)).MarkAsTemplate(ctx)
}
