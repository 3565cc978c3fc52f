package vsphere

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// repairAnswers brings the simulator's answers to what vCenter answers where the Terraform provider depends on it:
//   - a VM's swap placement is "inherit", where the simulator reports nothing and every preview shows a change;
//   - configuration options carry a hardware version, which the provider reads before each update of a VM.
func repairAnswers(model *simulator.Model) {
	model.Map().Handler = func(ctx *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		if strings.HasPrefix(method.Name, "RetrieveProperties") {
			for _, entity := range ctx.Map.All("VirtualMachine") {
				vm, ok := entity.(*simulator.VirtualMachine)
				if !ok {
					continue
				}
				ctx.Map.WithLock(ctx, vm.Self, func() {
					if vm.Config != nil && vm.Config.SwapPlacement == "" {
						vm.Config.SwapPlacement = "inherit"
					}
				})
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
