package machine

import (
	"reflect"
	"sort"
	"testing"
)

func TestParseHierarchies(t *testing.T) {
	own := "3:cpu,cpuacct:/\n2:memory:/lab/one\n1:name=systemd:/\n0::/user.slice\n"
	mounts := `30 29 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
31 29 0:27 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
32 29 0:28 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
33 29 0:29 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
34 29 0:30 / /tmp rw - tmpfs tmpfs rw
`
	got := map[string]string{}
	for _, one := range parseHierarchies(own, mounts) {
		key := "unified"
		if len(one.controllers) > 0 {
			key = one.controllers[0]
		}
		got[key] = one.own
	}
	want := map[string]string{
		"cpu": "/sys/fs/cgroup/cpu,cpuacct", "memory": "/sys/fs/cgroup/memory/lab/one",
		"name=systemd": "/sys/fs/cgroup/systemd", "unified": "/sys/fs/cgroup/unified/user.slice",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestBelowAPartOfAHierarchy(t *testing.T) {
	for _, c := range [][4]string{
		{"/sys/fs/cgroup", "/", "/a/b", "/sys/fs/cgroup/a/b"},
		{"/sys/fs/cgroup", "/docker/1", "/docker/1/a", "/sys/fs/cgroup/a"},
		{"/sys/fs/cgroup", "/docker/1", "/", "/sys/fs/cgroup"},
	} {
		if got := below(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%v: got %s", c, got)
		}
	}
}

func TestPortNamesFitAndDiffer(t *testing.T) {
	names := []string{portName("lab-73bfd9df-control-plane-1"), portName("lab-73bfd9df-control-plane-2"), portName("a")}
	sort.Strings(names)
	for i, name := range names {
		if len(name) > 15 || i > 0 && name == names[i-1] {
			t.Errorf("%v", names)
		}
	}
}
