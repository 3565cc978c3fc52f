package machine

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// configDriveFolder is where cloud-init's ConfigDrive datasource looks for a config drive before it looks for a disk with
// the label config-2.
const configDriveFolder = "/var/lib/cloud/seed/config_drive"

const networkData = "openstack/latest/network_data.json"

// ConfigDrive is the content of an OpenStack instance's config drive: a path in it, such as openstack/latest/user_data →
// the file's content. The machine only reads it.
type ConfigDrive map[string][]byte

func (c ConfigDrive) share() share {
	return share{Folder: "config-drive", Inside: configDriveFolder, ReadOnly: true}
}

// fill writes the drive anew, as nova burns it anew, so that nothing of an earlier boot is in it.
func (c ConfigDrive) fill(folder string) error {
	if err := c.check(); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o700)); err != nil {
		return err
	}
	for path, content := range c {
		file := filepath.Join(folder, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// check refuses paths that lead out of the drive.
func (c ConfigDrive) check() error {
	for path := range c {
		if !filepath.IsLocal(path) || filepath.Clean(path) != path || path == "." {
			return fmt.Errorf("config drive: %q is no path of a file in it", path)
		}
	}
	return nil
}

// networkConfig is the part of network_data.json that a machine with one card needs.
type networkConfig struct {
	Links []struct {
		ID  string `json:"id"`
		MTU int    `json:"mtu"`
	} `json:"links"`
	Networks []struct {
		Type    string `json:"type"`
		Link    string `json:"link"`
		Address string `json:"ip_address"`
		Netmask string `json:"netmask"`
		Routes  []struct {
			Network string `json:"network"`
			Netmask string `json:"netmask"`
			Gateway string `json:"gateway"`
		} `json:"routes"`
	} `json:"networks"`
	Services []struct {
		Type    string `json:"type"`
		Address string `json:"address"`
	} `json:"services"`
}

// network is that of the first card with an IPv4 address. A drive without network_data.json, or whose instance has no
// port, gets an empty one: the machine boots without an address.
func (c ConfigDrive) network() (Network, error) {
	content, ok := c[networkData]
	if !ok {
		return Network{}, nil
	}
	var data networkConfig
	if err := json.Unmarshal(content, &data); err != nil {
		return Network{}, fmt.Errorf("config drive: %s is not JSON: %w", networkData, err)
	}
	network, err := data.firstCard()
	if err != nil {
		return Network{}, fmt.Errorf("config drive: %s: %w", networkData, err)
	}
	return network, nil
}

func (d networkConfig) firstCard() (Network, error) {
	for _, one := range d.Networks {
		switch one.Type {
		case "ipv4":
		case "ipv4_dhcp":
			return Network{}, fmt.Errorf("the subnet of %s gives addresses by DHCP, which nothing answers here; switch DHCP off (enable_dhcp: false)", one.Link)
		default: // IPv6 beside it, or instead
			continue
		}
		length, err := prefixLength(one.Netmask)
		if err != nil {
			return Network{}, err
		}
		network := Network{Addresses: []string{fmt.Sprintf("%s/%d", one.Address, length)}}
		for _, route := range one.Routes {
			if route.Network == "0.0.0.0" && route.Netmask == "0.0.0.0" {
				network.Gateway = route.Gateway
			}
		}
		for _, link := range d.Links {
			if link.ID == one.Link {
				network.MTU = link.MTU
			}
		}
		for _, service := range d.Services {
			if server, err := netip.ParseAddr(service.Address); service.Type == "dns" && err == nil && server.Is4() {
				network.DNS = append(network.DNS, service.Address)
			}
		}
		return network, network.check(one.Link)
	}
	return Network{}, nil
}

func prefixLength(netmask string) (int, error) {
	mask := net.IPMask(net.ParseIP(strings.TrimSpace(netmask)).To4())
	ones, bits := mask.Size()
	if bits != 32 {
		return 0, fmt.Errorf("%q is no netmask of an IPv4 network", netmask)
	}
	return ones, nil
}
