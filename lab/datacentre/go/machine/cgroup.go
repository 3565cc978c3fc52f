package machine

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// hierarchy is one mounted cgroup file system.
type hierarchy struct {
	// controllers of cgroup v1, e.g. ["cpu","cpuacct"]; empty in the unified hierarchy.
	controllers []string
	// folder of this process's own cgroup.
	own string
}

// hierarchies lists the cgroup file systems with the cgroup that this process is in. Machines get theirs below it, so
// that whatever limits the lab limits its machines.
func hierarchies() ([]hierarchy, error) {
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil, err
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	return parseHierarchies(string(own), string(mounts)), nil
}

func parseHierarchies(own, mounts string) []hierarchy {
	paths := map[string]string{} // controllers, as in /proc/self/cgroup → path
	for _, line := range strings.Split(strings.TrimSpace(own), "\n") {
		if fields := strings.SplitN(line, ":", 3); len(fields) == 3 {
			paths[fields[1]] = fields[2]
		}
	}
	var found []hierarchy
	for _, line := range strings.Split(mounts, "\n") {
		mount, options, ok := strings.Cut(line, " - ")
		fields, tail := strings.Fields(mount), strings.Fields(options)
		if !ok || len(fields) < 5 || len(tail) < 3 {
			continue
		}
		root, point := fields[3], fields[4]
		switch tail[0] {
		case "cgroup2":
			if path, ok := paths[""]; ok {
				found = append(found, hierarchy{own: below(point, root, path)})
			}
		case "cgroup":
			for controllers, path := range paths {
				if controllers != "" && containsAll(strings.Split(tail[2], ","), strings.Split(controllers, ",")) {
					found = append(found, hierarchy{strings.Split(controllers, ","), below(point, root, path)})
				}
			}
		}
	}
	return found
}

// below turns a cgroup's path into a folder, given the part of the hierarchy that is mounted (root) and where (point).
func below(point, root, path string) string {
	relative, err := filepath.Rel(root, path)
	if err != nil || strings.HasPrefix(relative, "..") {
		relative = "."
	}
	return filepath.Join(point, relative)
}

func containsAll(all, wanted []string) bool {
	set := map[string]bool{}
	for _, one := range all {
		set[one] = true
	}
	for _, one := range wanted {
		if !set[one] {
			return false
		}
	}
	return true
}

// makeCgroups creates the machine's cgroup in every hierarchy and gives the folders. Without cgroups of their own,
// machines would share kubelet's /kubepods.
func makeCgroups(spec Spec) ([]string, error) {
	all, err := hierarchies()
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, one := range all {
		folder := filepath.Join(one.own, "dsaas-lab."+spec.Name)
		if len(one.controllers) == 0 {
			delegate(one.own)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return folders, fmt.Errorf("cannot make cgroup %s: %w", folder, err)
		}
		folders = append(folders, folder)
		for _, controller := range one.controllers {
			if err := limit(controller, one.own, folder, spec); err != nil {
				return folders, err
			}
		}
	}
	return folders, nil
}

// delegate lets the unified hierarchy's controllers be used below a cgroup; where that is refused (the cgroup holds
// processes) machines run without limits.
func delegate(folder string) {
	available, err := os.ReadFile(filepath.Join(folder, "cgroup.controllers"))
	if err != nil {
		return
	}
	for _, controller := range strings.Fields(string(available)) {
		_ = os.WriteFile(filepath.Join(folder, "cgroup.subtree_control"), []byte("+"+controller), 0)
	}
}

// limit sets what a cgroup v1 controller needs before a process may enter, and the VM's size.
func limit(controller, parent, folder string, spec Spec) error {
	set := func(file, value string) error {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(value), 0); err != nil {
			return fmt.Errorf("cannot set %s of %s to %s: %w", file, folder, value, err)
		}
		return nil
	}
	switch controller {
	case "cpuset":
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
			value, err := os.ReadFile(filepath.Join(parent, file))
			if err != nil {
				return err
			}
			if err := set(file, strings.TrimSpace(string(value))); err != nil {
				return err
			}
		}
	case "memory":
		_ = set("memory.use_hierarchy", "1") // gone from newer kernels, where it is always so
		if spec.MemoryMiB > 0 {
			return set("memory.limit_in_bytes", strconv.FormatInt(memoryLimit(spec.MemoryMiB), 10))
		}
	case "cpu":
		if spec.CPUs > 0 {
			return set("cpu.shares", strconv.Itoa(1024*spec.CPUs))
		}
	}
	return nil
}

// memoryLimit is twice the VM's memory, in bytes: kubelet in a machine sees the whole host's memory and would not evict
// in time, and the page cache counts too, so the VM's own size would kill what fits into a real one.
func memoryLimit(memoryMiB int64) int64 { return 2 * memoryMiB << 20 }

// members gives all processes in a cgroup and below it.
func members(folder string) []int {
	var pids []int
	_ = filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil
		}
		file, err := os.Open(filepath.Join(path, "cgroup.procs"))
		if err != nil {
			return nil
		}
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if pid, err := strconv.Atoi(lines.Text()); err == nil && pid > 1 {
				pids = append(pids, pid)
			}
		}
		return nil
	})
	return pids
}

// destroyCgroups kills everything in the cgroups and removes them. Processes are found by cgroup and not by a remembered
// pid, so nothing of the machine is missed and nothing else is hit.
func destroyCgroups(folders []string, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for {
		alive := map[int]bool{}
		for _, folder := range folders {
			for _, pid := range members(folder) {
				alive[pid] = true
			}
		}
		for pid := range alive {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		if len(alive) == 0 && removeCgroups(folders) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("cgroups %v still hold processes %v after %v", folders, alive, patience)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func removeCgroups(folders []string) bool {
	gone := true
	for _, folder := range folders {
		var all []string
		_ = filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				all = append(all, path)
			}
			return nil
		})
		for i := len(all) - 1; i >= 0; i-- {
			_ = syscall.Rmdir(all[i])
		}
		if _, err := os.Stat(folder); err == nil {
			gone = false
		}
	}
	return gone
}
