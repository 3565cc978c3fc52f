package openstack

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dsaas/lab/datacentre/machine"
)

const (
	one   = "11111111-2222-3333-4444-555555555555"
	other = "99999999-2222-3333-4444-555555555555"
)

// trial is a hypervisor that can make machines' disks, which needs no root.
func trial(t *testing.T) (http.Handler, machine.Host) {
	t.Helper()
	host := machine.Host{Machines: t.TempDir(), RootFS: "/nowhere", Storage: "/nowhere", Bridge: "none"}
	machines, err := open(func() machine.Host { return host })
	if err != nil {
		t.Fatal(err)
	}
	return handler(machines), host
}

func call(t *testing.T, api http.Handler, method, path, body string) (int, string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	api.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	return recorder.Code, strings.TrimSpace(recorder.Body.String())
}

func order(uuid string, drive machine.ConfigDrive) string {
	text, _ := json.Marshal(Order{UUID: uuid, Host: "compute-1", CPUs: 2, MemoryMiB: 2048, MAC: "fa:16:3e:00:00:20", ConfigDrive: drive})
	return string(text)
}

func TestTheLifeOfAMachine(t *testing.T) {
	api, host := trial(t)
	off := `{"name":"node-1","uuid":"` + one + `","host":"compute-1","state":"off","cpus":2,"memoryMiB":2048}`
	for _, step := range []struct {
		method, path, body string
		code               int
		answer             string
	}{
		{"GET", "/machines", "", 200, "[]"},
		{"GET", "/machines/node-1", "", 404, `{"error":"there is no machine named node-1"}`},
		{"PUT", "/machines/node-1", order(one, nil), 200, off},
		{"PUT", "/machines/node-1", order(one, nil), 200, off}, // asked again
		{"GET", "/machines/node-1", "", 200, off},
		{"GET", "/machines", "", 200, "[" + off + "]"},
		{"POST", "/machines/node-1/off", "", 200, off},
		{"POST", "/machines/node-2/on", "", 404, `{"error":"there is no machine named node-2"}`},
		{"DELETE", "/machines/node-1?uuid=" + other, "", 204, ""},
		{"GET", "/machines/node-1", "", 200, off},
		{"DELETE", "/machines/node-1?uuid=" + one, "", 204, ""},
		{"DELETE", "/machines/node-1", "", 204, ""},
		{"GET", "/machines", "", 200, "[]"},
	} {
		code, answer := call(t, api, step.method, step.path, step.body)
		if code != step.code || answer != step.answer {
			t.Errorf("%s %s: got %d %s", step.method, step.path, code, answer)
		}
	}
	if left, _ := os.ReadDir(host.Machines); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestWhatIsRefused(t *testing.T) {
	api, host := trial(t)
	call(t, api, "PUT", "/machines/node-1", order(one, nil))
	dhcp := machine.ConfigDrive{"openstack/latest/network_data.json": []byte(`{"networks": [{"type": "ipv4_dhcp", "link": "tap1"}]}`)}
	call(t, api, "PUT", "/machines/by-dhcp", order(one, dhcp))
	for _, step := range []struct {
		method, path, body string
		code               int
		sentence           string
	}{
		{"PUT", "/machines/node-1", order(other, nil), 409, "exists already, that of instance " + one},
		{"PUT", "/machines/Node", order(one, nil), 400, "a machine's name is a host name"},
		{"PUT", "/machines/node-3", `{"uuid":`, 400, "the order of machine node-3 cannot be read"},
		{"PUT", "/machines/node-3", order("x", nil), 400, `uuid \"x\" is no UUID`},
		{"PUT", "/machines/node-3", strings.Replace(order(one, nil), "fa:16", "fa\\n:16", 1), 400, "mac: "},
		{"POST", "/machines/node-1/eject", "", 500, "there are on, off and reboot"},
		{"POST", "/machines/by-dhcp/on", "", 500, "switch DHCP off"},
	} {
		code, answer := call(t, api, step.method, step.path, step.body)
		if code != step.code || !strings.Contains(answer, step.sentence) {
			t.Errorf("%s %s: got %d %s", step.method, step.path, code, answer)
		}
	}
	if _, err := os.Stat(filepath.Join(host.Machines, "node-3")); err == nil {
		t.Error("an order that was refused left a disk")
	}
	if _, answer := call(t, api, "GET", "/machines/by-dhcp", ""); !strings.Contains(answer, `"off"`) {
		t.Errorf("a machine that did not boot: %s", answer)
	}
}

// A hypervisor that is started again knows its machines, and takes away what it had only begun to make.
func TestMachinesOutliveTheHypervisor(t *testing.T) {
	api, host := trial(t)
	call(t, api, "PUT", "/machines/node-1", order(one, machine.ConfigDrive{"openstack/latest/user_data": []byte("#cloud-config")}))
	record := recordFile(host, "node-1")
	if info, err := os.Stat(record); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("user data, which holds secrets, is for root alone: %v, %v", info, err)
	}
	half := filepath.Join(host.Machines, "half")
	if err := os.Mkdir(half, 0o755); err != nil {
		t.Fatal(err)
	}
	again, err := open(func() machine.Host { return machine.Host{Machines: host.Machines, RootFS: "/newer"} })
	if err != nil {
		t.Fatal(err)
	}
	if all := again.list(); len(all) != 1 || all[0].UUID != one || all[0].State != "off" {
		t.Errorf("found %+v", all)
	}
	found := again.get("node-1").record
	if found.Host.RootFS != "/nowhere" || string(found.Order.ConfigDrive["openstack/latest/user_data"]) != "#cloud-config" {
		t.Errorf("another disk or drive than it was made with: %+v", found)
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("what was half made is still there")
	}
}

func TestOrdersAndRemovalsAtOnce(t *testing.T) {
	api, _ := trial(t)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() { call(t, api, "PUT", "/machines/node-1", order(one, nil)) })
		group.Go(func() { call(t, api, "DELETE", "/machines/node-1", "") })
		group.Go(func() { call(t, api, "POST", "/machines/node-1/off", "") })
	}
	group.Wait()
	call(t, api, "DELETE", "/machines/node-1", "")
	if _, answer := call(t, api, "GET", "/machines", ""); answer != "[]" {
		t.Errorf("left: %s", answer)
	}
}

func TestAllThatIsMissingIsNamed(t *testing.T) {
	err := Config{}.check("openstack.json")
	for _, key := range []string{"listen", "machines", "rootfs", "storage", "bridge"} {
		if err == nil || !strings.Contains(err.Error(), "openstack.json: "+key+" is empty") {
			t.Errorf("%s is not named: %v", key, err)
		}
	}
}
