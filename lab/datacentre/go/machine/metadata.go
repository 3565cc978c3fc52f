package machine

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/netip"
	"sort"
	"strings"

	"gopkg.in/yaml.v3"
)

// Network is the configuration of a machine's first network card, from the metadata that cloud-init would read.
type Network struct {
	// Addresses with their prefix length, e.g. 198.18.0.20/24.
	Addresses []string
	Gateway   string
	DNS       []string
	Search    []string
	// MTU of the card in bytes; 0 leaves the network's own.
	MTU int
}

type ethernet struct {
	Addresses []string `yaml:"addresses"`
	Gateway4  string   `yaml:"gateway4"`
	Routes    []struct {
		To  string `yaml:"to"`
		Via string `yaml:"via"`
	} `yaml:"routes"`
	Nameservers struct {
		Addresses []string `yaml:"addresses"`
		Search    []string `yaml:"search"`
	} `yaml:"nameservers"`
}

type netplan struct {
	// Network is set where the document keeps netplan's own top-level key.
	Network   *netplan            `yaml:"network"`
	Ethernets map[string]ethernet `yaml:"ethernets"`
}

// ParseNetwork reads the network configuration (netplan version 2) out of a VM's guestinfo. A VM without metadata, or
// whose metadata has no network, gets an empty one: it boots without an address.
func ParseNetwork(guestInfo map[string]string) (Network, error) {
	text, err := Decode(guestInfo["guestinfo.metadata"], guestInfo["guestinfo.metadata.encoding"])
	if err != nil {
		return Network{}, fmt.Errorf("guestinfo.metadata: %w", err)
	}
	var metadata struct {
		Network  yaml.Node `yaml:"network"`
		Encoding string    `yaml:"network.encoding"`
	}
	if err := yaml.Unmarshal([]byte(text), &metadata); err != nil {
		return Network{}, fmt.Errorf("guestinfo.metadata is not YAML: %w", err)
	}
	var plan netplan
	if metadata.Network.Kind == yaml.ScalarNode {
		inner, err := Decode(metadata.Network.Value, metadata.Encoding)
		if err != nil {
			return Network{}, fmt.Errorf("guestinfo.metadata: network: %w", err)
		}
		if err := yaml.Unmarshal([]byte(inner), &plan); err != nil {
			return Network{}, fmt.Errorf("guestinfo.metadata: network is not YAML: %w", err)
		}
	} else if metadata.Network.Kind != 0 {
		if err := metadata.Network.Decode(&plan); err != nil {
			return Network{}, fmt.Errorf("guestinfo.metadata: network: %w", err)
		}
	}
	if plan.Network != nil {
		plan = *plan.Network
	}
	network, err := firstCard(plan)
	if err != nil {
		return Network{}, fmt.Errorf("guestinfo.metadata: network: %w", err)
	}
	return network, nil
}

// firstCard takes the network card that has addresses; with several, the first by name.
func firstCard(plan netplan) (Network, error) {
	names := make([]string, 0, len(plan.Ethernets))
	for name := range plan.Ethernets {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		card := plan.Ethernets[name]
		if len(card.Addresses) == 0 {
			continue
		}
		network := Network{Addresses: card.Addresses, Gateway: card.Gateway4, DNS: card.Nameservers.Addresses, Search: card.Nameservers.Search}
		for _, route := range card.Routes {
			if route.To == "default" || route.To == "0.0.0.0/0" {
				network.Gateway = route.Via
			}
		}
		return network, network.check(name)
	}
	return Network{}, nil
}

func (n Network) check(card string) error {
	for _, address := range n.Addresses {
		if _, err := netip.ParsePrefix(address); err != nil {
			return fmt.Errorf("address of %s: %w", card, err)
		}
	}
	for _, address := range append(append([]string{}, n.DNS...), n.Gateway) {
		if address == "" {
			continue
		}
		if _, err := netip.ParseAddr(address); err != nil {
			return fmt.Errorf("gateway or name server of %s: %w", card, err)
		}
	}
	return nil
}

// resolvConf is the machine's /etc/resolv.conf.
func (n Network) resolvConf() string {
	var lines []string
	for _, server := range n.DNS {
		lines = append(lines, "nameserver "+server)
	}
	if len(n.Search) > 0 {
		lines = append(lines, "search "+strings.Join(n.Search, " "))
	}
	return strings.Join(append(lines, ""), "\n")
}

// Decode undoes the encodings that cloud-init's VMware datasource knows.
func Decode(value, encoding string) (string, error) {
	switch strings.TrimSpace(encoding) {
	case "":
		return value, nil
	case "base64", "b64":
		raw, err := base64.StdEncoding.DecodeString(value)
		return string(raw), err
	case "gzip+base64", "gz+b64":
		raw, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", err
		}
		reader, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return "", err
		}
		plain, err := io.ReadAll(reader)
		return string(plain), err
	}
	return "", fmt.Errorf("encoding %q is not known; use base64 or gzip+base64", encoding)
}
