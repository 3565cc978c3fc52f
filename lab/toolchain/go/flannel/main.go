// Command flanneld gives pods on different machines one network, with flannel's own packages.
//
// Upstream's main cannot be had whole from every module registry, since it links the back end of one cloud. This one
// links the back ends that need nothing but Linux, vxlan and host-gw, and knows the flags of upstream's DaemonSet
// under their names. Subnets come from the Kubernetes API.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/flannel-io/flannel/pkg/backend"
	_ "github.com/flannel-io/flannel/pkg/backend/hostgw"
	_ "github.com/flannel-io/flannel/pkg/backend/vxlan"
	"github.com/flannel-io/flannel/pkg/ipmatch"
	"github.com/flannel-io/flannel/pkg/subnet"
	"github.com/flannel-io/flannel/pkg/subnet/kube"
	"github.com/flannel-io/flannel/pkg/trafficmngr"
	"github.com/flannel-io/flannel/pkg/trafficmngr/iptables"
	"github.com/flannel-io/flannel/pkg/trafficmngr/nftables"
	"github.com/flannel-io/flannel/pkg/version"
	"k8s.io/klog/v2"
)

// settings are the flags, under upstream's names and with upstream's defaults.
type settings struct {
	kubeSubnetMgr  bool
	kubeAPI        string
	kubeconfig     string
	annotations    string
	networkConfig  string
	interfaceName  string
	subnetFile     string
	masquerade     bool
	forwardRules   bool
	resyncSeconds  int
	setUnavailable bool
	version        bool
}

func parse(arguments []string) settings {
	var s settings
	flags := flag.NewFlagSet("flanneld", flag.ExitOnError)
	klog.InitFlags(flags)
	flags.BoolVar(&s.kubeSubnetMgr, "kube-subnet-mgr", false, "take subnets from the Kubernetes API; required, there is no other source here")
	flags.StringVar(&s.kubeAPI, "kube-api-url", "", "the Kubernetes API's address; default: the pod's own")
	flags.StringVar(&s.kubeconfig, "kubeconfig-file", "", "kubeconfig; default: the pod's service account")
	flags.StringVar(&s.annotations, "kube-annotation-prefix", "flannel.alpha.coreos.com", "prefix of the nodes' annotations")
	flags.StringVar(&s.networkConfig, "net-config-path", "/etc/kube-flannel/net-conf.json", "the network's configuration")
	flags.StringVar(&s.interfaceName, "iface", "", "interface or address between the machines; default: the default route's")
	flags.StringVar(&s.subnetFile, "subnet-file", "/run/flannel/subnet.env", "file that tells CNI this machine's subnet")
	flags.BoolVar(&s.masquerade, "ip-masq", false, "masquerade what leaves the pod network")
	flags.BoolVar(&s.forwardRules, "iptables-forward-rules", true, "accept forwarding from and to pods")
	flags.IntVar(&s.resyncSeconds, "iptables-resync", 5, "seconds between two looks at the firewall rules")
	flags.BoolVar(&s.setUnavailable, "set-node-network-unavailable", true, "clear the node's condition NetworkUnavailable when ready")
	flags.BoolVar(&s.version, "version", false, "print the version and exit")
	_ = flags.Parse(arguments) // ExitOnError: a mistake ends the program
	return s
}

func main() {
	s := parse(os.Args[1:])
	if s.version {
		fmt.Println(version.Version)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, s); err != nil && !errors.Is(err, context.Canceled) {
		klog.Errorf("flanneld ends: %v", err)
		klog.Flush()
		os.Exit(1)
	}
}

// run keeps the network up until the context ends or the lease is lost.
func run(parent context.Context, s settings) error {
	if !s.kubeSubnetMgr {
		return errors.New("this flanneld takes subnets only from the Kubernetes API: add --kube-subnet-mgr")
	}
	ctx, cancel := context.WithCancel(parent)
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()

	manager, err := kube.NewSubnetManager(ctx, s.kubeAPI, s.kubeconfig, s.annotations, s.networkConfig, s.setUnavailable)
	if err != nil {
		return fmt.Errorf("subnets from the Kubernetes API: %w", err)
	}
	config, err := networkConfig(ctx, manager)
	if err != nil {
		return err
	}
	external, err := externalInterface(ctx, manager, config, s.interfaceName)
	if err != nil {
		return err
	}
	backEnd, err := backend.NewManager(ctx, manager, external).GetBackend(config.BackendType)
	if err != nil {
		return fmt.Errorf("back end %q (here are vxlan and host-gw): %w", config.BackendType, err)
	}
	network, err := backEnd.RegisterNetwork(ctx, &group, config)
	if err != nil {
		return fmt.Errorf("register this machine in the pod network: %w", err)
	}
	if err := firewall(ctx, s, config, network); err != nil {
		return err
	}
	lease := network.Lease()
	if err := manager.HandleSubnetFile(s.subnetFile, config, s.masquerade, lease.Subnet, lease.IPv6Subnet, network.MTU()); err != nil {
		return fmt.Errorf("write %s: %w", s.subnetFile, err)
	}
	klog.Infof("this machine's pods have %s; written to %s", lease.Subnet, s.subnetFile)
	group.Add(1)
	go func() {
		defer group.Done()
		network.Run(ctx)
	}()
	if err := manager.CompleteLease(ctx, lease, &group); err != nil {
		return fmt.Errorf("tell the Kubernetes API that the network is up: %w", err)
	}
	<-ctx.Done()
	return ctx.Err()
}

// networkConfig asks every second until there is one.
func networkConfig(ctx context.Context, manager subnet.Manager) (*subnet.Config, error) {
	for {
		config, err := manager.GetNetworkConfig(ctx)
		if err == nil && config != nil {
			return config, nil
		}
		klog.Warningf("no network configuration yet: %v", err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// externalInterface finds the interface that carries the traffic between the machines.
func externalInterface(ctx context.Context, manager subnet.Manager, config *subnet.Config, name string) (*backend.ExternalInterface, error) {
	family, err := ipmatch.GetIPFamily(config.EnableIPv4, config.EnableIPv6)
	if err != nil {
		return nil, err
	}
	public, public6 := manager.GetStoredPublicIP(ctx)
	addresses := ipmatch.PublicIPOpts{PublicIP: public, PublicIPv6: public6}
	if name == "" {
		name = public
	}
	external, err := ipmatch.LookupExtIface(name, "", "", family, addresses)
	if err != nil {
		return nil, fmt.Errorf("interface between the machines (--iface=%q): %w", name, err)
	}
	return external, nil
}

// firewall lets pods' packets through and masquerades those that leave the pod network, in the way that the network's
// configuration names (iptables or nftables), and removes what the other way may have left.
func firewall(ctx context.Context, s settings, config *subnet.Config, network backend.Network) error {
	var rules, other trafficmngr.TrafficManager = &iptables.IPTablesManager{}, &nftables.NFTablesManager{}
	if config.EnableNFTables {
		rules, other = other, rules
	} else if _, err := os.Stat("/proc/sys/net/bridge/bridge-nf-call-iptables"); err != nil {
		klog.Warning("no br_netfilter: pods do not reach services whose pod is on the same machine; load that module")
	}
	if err := other.CleanUp(ctx); err != nil {
		klog.Warningf("old firewall rules stay: %v", err)
	}
	if err := rules.Init(ctx); err != nil {
		return fmt.Errorf("firewall: %w", err)
	}
	if s.masquerade {
		// The lease in the subnet file is the one before this start: rules that name another are replaced.
		before, before6 := subnetsBefore(s.subnetFile)
		err := rules.SetupAndEnsureMasqRules(ctx,
			config.Network, before.subnet, before.network,
			config.IPv6Network, before6.subnet, before6.network,
			network.Lease(), s.resyncSeconds, false)
		if err != nil {
			return fmt.Errorf("masquerading: %w", err)
		}
	}
	if s.forwardRules {
		rules.SetupAndEnsureForwardRules(ctx, config.Network, config.IPv6Network, s.resyncSeconds)
	}
	return nil
}
