package vsphere

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// repairAnswers brings the simulator's answers to what vCenter answers where the Terraform provider depends on it:
//   - what repairVM does, before any client sees a VM;
//   - what repairRules does, before any client sees a rule;
//   - configuration options carry a hardware version, which the provider reads before each update of a VM.
func repairAnswers(model *simulator.Model) {
	model.Map().Handler = func(ctx *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		if strings.HasPrefix(method.Name, "RetrieveProperties") {
			repairRules(ctx)
			for _, entity := range ctx.Map.All("VirtualMachine") {
				if vm, ok := entity.(*simulator.VirtualMachine); ok {
					ctx.Map.WithLock(ctx, vm.Self, func() { repairVM(vm) })
				}
			}
		}
		return nil, nil
	}
	for _, reference := range model.Map().AllReference("EnvironmentBrowser") {
		if browser, ok := reference.(*simulator.EnvironmentBrowser); ok {
			browser.QueryConfigOptionResponse.Returnval = &types.VirtualMachineConfigOption{
				Version:         esx.HardwareVersion,
				HardwareOptions: types.VirtualHardwareOption{HwVersion: 13},
				DefaultDevice:   esx.VirtualDevice,
			}
		}
	}
}

// repairVM sets what vCenter sets and the simulator does not; the VM's lock is held:
//   - swap placement is "inherit"; with nothing there, every preview shows a change;
//   - each network card has a MAC address of its own; the simulator gives a clone its template's.
func repairVM(vm *simulator.VirtualMachine) {
	if vm.Config == nil {
		return
	}
	if vm.Config.SwapPlacement == "" {
		vm.Config.SwapPlacement = "inherit"
	}
	if vm.Config.Template || vm.Config.Uuid == "" {
		return
	}
	for i, device := range vm.Config.Hardware.Device {
		if card, ok := device.(types.BaseVirtualEthernetCard); ok {
			if nic := card.GetVirtualEthernetCard(); nic.AddressType != string(types.VirtualEthernetCardMacTypeManual) {
				nic.MacAddress = assignedMAC(vm.Config.Uuid, i)
			}
		}
	}
}

// repairRules takes VMs that are gone out of the cluster's rules, and rules that have none left with them, as vCenter does;
// the Terraform provider cannot read a rule that names a VM which is not there.
func repairRules(ctx *simulator.Context) {
	for _, entity := range ctx.Map.All("ClusterComputeResource") {
		cluster, ok := entity.(*simulator.ClusterComputeResource)
		if !ok {
			continue
		}
		ctx.Map.WithLock(ctx, cluster.Self, func() {
			config, ok := cluster.ConfigurationEx.(*types.ClusterConfigInfoEx)
			if !ok {
				return
			}
			config.Rule = slices.DeleteFunc(config.Rule, func(rule types.BaseClusterRuleInfo) bool {
				apart, ok := rule.(*types.ClusterAntiAffinityRuleSpec)
				if !ok {
					return false
				}
				apart.Vm = slices.DeleteFunc(apart.Vm, func(vm types.ManagedObjectReference) bool { return ctx.Map.Get(vm) == nil })
				return len(apart.Vm) == 0
			})
		})
	}
}

// assignedMAC is a MAC address from the range that vCenter assigns, 00:50:56:80-bf:…, the same for the same card.
func assignedMAC(uuid string, card int) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s %d", uuid, card)))
	return fmt.Sprintf("00:50:56:%02x:%02x:%02x", 0x80|sum[0]&0x3f, sum[1], sum[2])
}

// repairTags takes the prefix off the associable types of tag categories that the Terraform provider sends; vCenter
// stores and answers them without it.
func repairTags(server *simulator.Server) {
	next := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/tagging/category") && r.Body != nil {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			body = bytes.ReplaceAll(body, []byte("urn:vim25:"), nil)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		next.ServeHTTP(w, r)
	})
}
