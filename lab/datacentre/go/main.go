// Command datacentre is the lab's data centre: a vSphere API whose powered-on VMs are running machines, the hypervisor of
// an OpenStack whose instances are, and the door through which the host's browser reaches into the data centre's network.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"dsaas/lab/datacentre/forward"
	"dsaas/lab/datacentre/machine"
	"dsaas/lab/datacentre/openstack"
	"dsaas/lab/datacentre/vsphere"
)

const usage = `usage:
  datacentre vsphere --config FILE   serve the vSphere API and run the machines of its powered-on VMs
  datacentre openstack --config FILE serve nova's virt driver and run the machines of its instances
  datacentre clean --config FILE     remove what a data centre that died has left behind
  datacentre disaster --config FILE  destroy every VM through the API, all at once
  datacentre vm off|on|destroy --config FILE NAME
                                     cut one VM's power, switch it on, or destroy it, through the API
  datacentre forward --listen HOST:PORT --namespace NAME --to HOST:PORT
                                     let the host reach one address inside the data centre's network
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var err error
	switch command, arguments := os.Args[1], os.Args[2:]; command {
	case "vsphere":
		err = vsphere.Main(ctx, arguments)
	case "openstack":
		err = openstack.Main(ctx, arguments)
	case "clean":
		err = machine.CleanMain(arguments)
	case "disaster":
		err = vsphere.Disaster(ctx, arguments)
	case "vm":
		err = vsphere.Switch(ctx, arguments)
	case "forward":
		err = forward.Main(ctx, arguments)
	case machine.BootCommand:
		err = machine.Boot(arguments)
	default:
		fmt.Fprintf(os.Stderr, "datacentre: no command %q\n%s", command, usage)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "datacentre:", err)
		os.Exit(1)
	}
}
