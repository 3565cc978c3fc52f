package machine

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// fixedAddress is network_data.json as nova writes it for a port with one fixed address on a subnet without DHCP.
const fixedAddress = `{"links": [{"id": "tapd3b44a33-0a", "vif_id": "d3b44a33-0a52-4f0e-9c3d-4d4d0a1f3b52", "type": "ovs", "mtu": 1450,
  "ethernet_mac_address": "fa:16:3e:00:00:20"}],
 "networks": [{"id": "network0", "type": "ipv4", "link": "tapd3b44a33-0a", "ip_address": "198.18.0.20", "netmask": "255.255.255.0",
  "routes": [{"network": "10.0.0.0", "netmask": "255.0.0.0", "gateway": "198.18.0.9"},
             {"network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": "198.18.0.1"}],
  "network_id": "1cf1ac1c-d8ae-4c0a-9ce0-6a8e0c3c0a34", "services": [{"type": "dns", "address": "198.18.0.1"}]}],
 "services": [{"type": "dns", "address": "198.18.0.1"}, {"type": "dns", "address": "fd00::1"}]}`

func drive(network string) ConfigDrive {
	return ConfigDrive{"openstack/latest/meta_data.json": []byte("{}"), networkData: []byte(network)}
}

func TestAConfigDriveDescribesTheNetwork(t *testing.T) {
	want := Network{Addresses: []string{"198.18.0.20/24"}, Gateway: "198.18.0.1", DNS: []string{"198.18.0.1"}, MTU: 1450}
	withIPv6 := strings.Replace(fixedAddress, `"networks": [`, `"networks": [{"type": "ipv6", "link": "tapd3b44a33-0a", "ip_address": "fd00::20", "netmask": "64"}, `, 1)
	for name, text := range map[string]string{"IPv4 alone": fixedAddress, "beside IPv6": withIPv6} {
		if got, err := drive(text).network(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestAnInstanceWithoutAPortHasNoNetwork(t *testing.T) {
	for name, drive := range map[string]ConfigDrive{
		"no file": {}, "no networks": drive(`{"links": [], "networks": [], "services": []}`),
	} {
		if got, err := drive.network(); err != nil || len(got.Addresses) != 0 {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestNetworkDataThatIsRefused(t *testing.T) {
	for text, message := range map[string]string{
		`{`: "network_data.json is not JSON",
		`{"networks": [{"type": "ipv4_dhcp", "link": "tap1"}]}`:                                                "enable_dhcp: false",
		strings.Replace(fixedAddress, `"netmask": "255.255.255.0"`, `"netmask": "255.0.255.0"`, 1):             `"255.0.255.0" is no netmask`,
		strings.Replace(fixedAddress, `"ip_address": "198.18.0.20"`, `"ip_address": "198.18.0.20; reboot"`, 1): "address of tap",
		strings.Replace(fixedAddress, `"gateway": "198.18.0.1"`, `"gateway": "elsewhere"`, 1):                  "gateway or name server",
	} {
		if _, err := drive(text).network(); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: got %v, wanted %q", text, err, message)
		}
	}
}

func TestADriveIsFreshAtEachPowerOnAndRootsAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "config-drive")
	first := ConfigDrive{"openstack/latest/user_data": []byte("\x1f\x8bfirst"), "openstack/content/0000": []byte("old")}
	second := ConfigDrive{"openstack/latest/user_data": []byte("second")}
	for _, drive := range []ConfigDrive{first, second} {
		if err := drive.fill(folder); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]string{}
	_ = filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: others may read it: %v", path, info.Mode())
		}
		if content, err := os.ReadFile(path); err == nil {
			relative, _ := filepath.Rel(folder, path)
			found[relative] = string(content)
		}
		return nil
	})
	if want := map[string]string{"openstack/latest/user_data": "second"}; !reflect.DeepEqual(found, want) {
		t.Errorf("got %v", found)
	}
}

func TestADriveKeepsToItself(t *testing.T) {
	for _, path := range []string{"../upper/etc/shadow", "/etc/shadow", "openstack/../../x", ".", ""} {
		folder := filepath.Join(t.TempDir(), "config-drive")
		if err := (ConfigDrive{path: []byte("x")}).fill(folder); err == nil {
			t.Errorf("%q was written", path)
		}
	}
}

func TestWhereAMachineSeesItsSeed(t *testing.T) {
	for want, seed := range map[string]Seed{
		"--bind=/m/a/guestinfo:/var/lib/vmware-guestinfo":              GuestInfo{},
		"--bind-ro=/m/a/config-drive:/var/lib/cloud/seed/config_drive": ConfigDrive{},
	} {
		if got := seed.share().bind("/m/a"); got != want {
			t.Errorf("got %s, wanted %s", got, want)
		}
	}
}
