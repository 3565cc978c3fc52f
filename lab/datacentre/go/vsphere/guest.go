package vsphere

import (
	"net/netip"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"

	"dsaas/lab/datacentre/machine"
)

// view is what matters of a VM at one moment.
type view struct {
	spec      machine.Spec
	guestInfo map[string]string
	on        bool
	booted    time.Time
	template  bool
}

func (p *power) look(vm *simulator.VirtualMachine) view {
	var result view
	p.ctx.Map.WithLock(p.ctx, vm.Self, func() {
		repairVM(vm)
		result.template = vm.Config.Template
		result.on = vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn
		if vm.Summary.Runtime.BootTime != nil {
			result.booted = *vm.Summary.Runtime.BootTime
		}
		result.guestInfo = guestInfo(vm.Config.ExtraConfig)
		result.spec = machine.Spec{
			Name:      vm.Name,
			UUID:      vm.Config.Uuid,
			MAC:       firstCard(vm).MacAddress,
			CPUs:      int(vm.Config.Hardware.NumCPU),
			MemoryMiB: int64(vm.Config.Hardware.MemoryMB),
			Seed:      machine.GuestInfo(result.guestInfo),
		}
	})
	return result
}

func guestInfo(options []types.BaseOptionValue) map[string]string {
	values := map[string]string{}
	for _, option := range options {
		if option == nil {
			continue
		}
		value := option.GetOptionValue()
		if text, ok := value.Value.(string); ok && strings.HasPrefix(value.Key, "guestinfo.") {
			values[value.Key] = text
		}
	}
	return values
}

// firstCard is the VM's first network card, with key 0 and no address where there is none.
func firstCard(vm *simulator.VirtualMachine) types.VirtualEthernetCard {
	for _, device := range vm.Config.Hardware.Device {
		if card, ok := device.(types.BaseVirtualEthernetCard); ok {
			return *card.GetVirtualEthernetCard()
		}
	}
	return types.VirtualEthernetCard{}
}

// setGuestInfo puts values that the machine wrote into the VM's extra configuration.
func (p *power) setGuestInfo(vm *simulator.VirtualMachine, values map[string]string) {
	p.ctx.Map.WithLock(p.ctx, vm.Self, func() {
		options := append([]types.BaseOptionValue{}, vm.Config.ExtraConfig...)
		for key, value := range values {
			changed := &types.OptionValue{Key: key, Value: value}
			found := false
			for i, option := range options {
				if option != nil && option.GetOptionValue().Key == key {
					options[i], found = changed, true
				}
			}
			if !found {
				options = append(options, changed)
			}
		}
		p.ctx.Map.Update(p.ctx, vm, []types.PropertyChange{{Name: "config.extraConfig", Val: options}})
	})
}

func (p *power) report(vm *simulator.VirtualMachine, changes []types.PropertyChange) {
	p.ctx.Map.AtomicUpdate(p.ctx, vm, changes)
}

func poweredOff() []types.PropertyChange {
	return []types.PropertyChange{
		{Name: "runtime.powerState", Val: types.VirtualMachinePowerStatePoweredOff},
		{Name: "summary.runtime.powerState", Val: types.VirtualMachinePowerStatePoweredOff},
	}
}

func toolsStopped() []types.PropertyChange {
	status, running := types.VirtualMachineToolsStatusToolsNotRunning, string(types.VirtualMachineToolsRunningStatusGuestToolsNotRunning)
	return []types.PropertyChange{
		{Name: "guest.toolsStatus", Val: status},
		{Name: "guest.toolsRunningStatus", Val: running},
		{Name: "guest.guestState", Val: string(types.VirtualMachineGuestStateNotRunning)},
		{Name: "guest.ipAddress", Val: ""},
		{Name: "guest.net", Val: []types.GuestNicInfo{}},
		{Name: "guest.ipStack", Val: []types.GuestStackInfo{}},
		{Name: "summary.guest.ipAddress", Val: ""},
		{Name: "summary.guest.toolsStatus", Val: status},
		{Name: "summary.guest.toolsRunningStatus", Val: running},
	}
}

// toolsStarted is what VMware Tools report of a guest that has come up: its name, addresses and default route.
func toolsStarted(vm *simulator.VirtualMachine, name string, network machine.Network) []types.PropertyChange {
	card := firstCard(vm)
	status, running := types.VirtualMachineToolsStatusToolsOk, string(types.VirtualMachineToolsRunningStatusGuestToolsRunning)
	nic := types.GuestNicInfo{
		MacAddress: card.MacAddress, Connected: true, DeviceConfigId: card.Key, IpConfig: &types.NetIpConfigInfo{},
	}
	for _, text := range network.Addresses {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			continue
		}
		nic.IpAddress = append(nic.IpAddress, prefix.Addr().String())
		nic.IpConfig.IpAddress = append(nic.IpConfig.IpAddress, types.NetIpConfigInfoIpAddress{
			IpAddress: prefix.Addr().String(), PrefixLength: int32(prefix.Bits()),
			State: string(types.NetIpConfigInfoIpAddressStatusPreferred),
		})
	}
	address := ""
	if len(nic.IpAddress) > 0 {
		address = nic.IpAddress[0]
	}
	stack := types.GuestStackInfo{
		DnsConfig: &types.NetDnsConfigInfo{HostName: name, IpAddress: network.DNS, SearchDomain: network.Search},
	}
	if network.Gateway != "" {
		stack.IpRouteConfig = &types.NetIpRouteConfigInfo{IpRoute: []types.NetIpRouteConfigInfoIpRoute{{
			Network: "0.0.0.0", Gateway: types.NetIpRouteConfigInfoGateway{IpAddress: network.Gateway, Device: "0"},
		}}}
	}
	return []types.PropertyChange{
		{Name: "guest.toolsStatus", Val: status},
		{Name: "guest.toolsRunningStatus", Val: running},
		{Name: "guest.guestState", Val: string(types.VirtualMachineGuestStateRunning)},
		{Name: "guest.hostName", Val: name},
		{Name: "guest.ipAddress", Val: address},
		{Name: "guest.net", Val: []types.GuestNicInfo{nic}},
		{Name: "guest.ipStack", Val: []types.GuestStackInfo{stack}},
		{Name: "summary.guest.hostName", Val: name},
		{Name: "summary.guest.ipAddress", Val: address},
		{Name: "summary.guest.toolsStatus", Val: status},
		{Name: "summary.guest.toolsRunningStatus", Val: running},
	}
}
