package machine

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"reflect"
	"strings"
	"testing"
)

const metadata = `instance-id: one
local-hostname: one
network:
  version: 2
  ethernets:
    eth0:
      addresses: [198.18.0.20/24]
      routes: [{to: default, via: 198.18.0.1}]
      nameservers: {addresses: [198.18.0.1], search: [lab.dsaas.test]}
`

var wanted = Network{
	Addresses: []string{"198.18.0.20/24"}, Gateway: "198.18.0.1", DNS: []string{"198.18.0.1"}, Search: []string{"lab.dsaas.test"},
}

func gzipped(text string) string {
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	_, _ = writer.Write([]byte(text))
	_ = writer.Close()
	return base64.StdEncoding.EncodeToString(buffer.Bytes())
}

func TestParseNetworkReadsEveryForm(t *testing.T) {
	inner := metadata[strings.Index(metadata, "  version"):]
	for name, guestInfo := range map[string]map[string]string{
		"plain":       {"guestinfo.metadata": metadata},
		"base64":      {"guestinfo.metadata": base64.StdEncoding.EncodeToString([]byte(metadata)), "guestinfo.metadata.encoding": "base64"},
		"gzip+base64": {"guestinfo.metadata": gzipped(metadata), "guestinfo.metadata.encoding": "gzip+base64"},
		"gateway4":    {"guestinfo.metadata": strings.Replace(metadata, "routes: [{to: default, via: 198.18.0.1}]", "gateway4: 198.18.0.1", 1)},
		"network in network": {"guestinfo.metadata": strings.Replace(metadata, "network:\n  version: 2\n  ethernets:\n    eth0:",
			"network:\n  network:\n    version: 2\n    ethernets:\n     eth0:", 1)},
		"encoded network": {"guestinfo.metadata": "instance-id: one\nnetwork.encoding: gzip+base64\nnetwork: " + gzipped(inner) + "\n"},
	} {
		got, err := ParseNetwork(guestInfo)
		if err != nil || !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestParseNetworkRefuses(t *testing.T) {
	for text, message := range map[string]string{
		"network: {ethernets: {eth0: {addresses: [198.18.0.20]}}}":                             "address of eth0",
		"network: {ethernets: {eth0: {addresses: [198.18.0.20/24], gateway4: \"$(reboot)\"}}}": "gateway or name server of eth0",
		"{": "not YAML",
	} {
		if _, err := ParseNetwork(map[string]string{"guestinfo.metadata": text}); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: got %v, wanted %q", text, err, message)
		}
	}
	if _, err := Decode("x", "rot13"); err == nil || !strings.Contains(err.Error(), `"rot13"`) {
		t.Errorf("unknown encoding: got %v", err)
	}
}

func TestNoMetadataIsNoNetwork(t *testing.T) {
	if got, err := ParseNetwork(nil); err != nil || len(got.Addresses) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNamesThatCannotBeHostNames(t *testing.T) {
	for name, good := range map[string]bool{"lab-1a2b-worker-1": true, "a": true, "": false, "Web": false, "a/../b": false, "-a": false, strings.Repeat("a", 64): false} {
		if err := (Spec{Name: name}).Check(); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}
