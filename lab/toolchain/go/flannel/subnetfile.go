package main

import (
	"math/big"
	"net"
	"os"
	"strings"

	"github.com/flannel-io/flannel/pkg/ip"
)

// networks4 and networks6 are the pod network and this machine's part of it.
type networks4 struct{ network, subnet ip.IP4Net }
type networks6 struct{ network, subnet ip.IP6Net }

// subnetsBefore reads the networks that an earlier start has written, the zero networks where there are none.
func subnetsBefore(file string) (networks4, networks6) {
	none6 := ip.IP6Net{IP: (*ip.IP6)(big.NewInt(0))}
	v4, v6 := networks4{}, networks6{network: none6, subnet: none6}
	content, err := os.ReadFile(file)
	if err != nil {
		return v4, v6
	}
	for _, line := range strings.Split(string(content), "\n") {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		// Several networks, as from an older release, are no longer told apart: then none counts.
		_, parsed, err := net.ParseCIDR(value)
		if err != nil {
			continue
		}
		switch name {
		case "FLANNEL_NETWORK":
			v4.network = ip.FromIPNet(parsed)
		case "FLANNEL_SUBNET":
			v4.subnet = ip.FromIPNet(parsed)
		case "FLANNEL_IPV6_NETWORK":
			v6.network = ip.FromIP6Net(parsed)
		case "FLANNEL_IPV6_SUBNET":
			v6.subnet = ip.FromIP6Net(parsed)
		}
	}
	return v4, v6
}
