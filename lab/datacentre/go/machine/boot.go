package machine

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// BootCommand is this program's hidden command that becomes the machine.
const BootCommand = "boot-machine"

// bootPlan is all that BootCommand needs; it is read from the machine's folder.
type bootPlan struct {
	Host    Host
	Name    string
	UUID    string
	Cgroups []string
	Seed    share
}

// Boot enters the machine's cgroups, lays out its disk in a mount namespace of its own and turns into systemd-nspawn.
// The mounts live exactly as long as the machine: whatever happens to this program, none is left behind.
func Boot(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("%s takes the file of a boot plan", BootCommand)
	}
	content, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	var plan bootPlan
	if err := json.Unmarshal(content, &plan); err != nil {
		return fmt.Errorf("%s: %w", arguments[0], err)
	}
	for _, folder := range plan.Cgroups {
		if err := os.WriteFile(filepath.Join(folder, "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0); err != nil {
			return fmt.Errorf("cannot enter cgroup %s: %w", folder, err)
		}
	}
	// A mount namespace belongs to a thread until exec, and exec keeps the thread that calls it.
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("cannot make a mount namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, ""); err != nil {
		return fmt.Errorf("cannot keep the machine's mounts to itself: %w", err)
	}
	folder := plan.Host.folder(plan.Name)
	layers := fmt.Sprintf("lowerdir=%s,upperdir=%s/upper,workdir=%s/work", plan.Host.RootFS, folder, folder)
	root := filepath.Join(folder, "root")
	if err := unix.Mount("overlay", root, "overlay", 0, layers); err != nil {
		return fmt.Errorf("cannot mount the disk of %s (%s): %w", plan.Name, layers, err)
	}
	program, err := exec.LookPath("systemd-nspawn")
	if err != nil {
		return fmt.Errorf("systemd-nspawn is missing; install the package systemd-container")
	}
	return unix.Exec(program, nspawn(plan, root), environment(os.Environ()))
}

// nspawn is the container's command line.
func nspawn(plan bootPlan, root string) []string {
	folder := plan.Host.folder(plan.Name)
	arguments := []string{"systemd-nspawn", "--boot", "--quiet", "--settings=no", "--register=no", "--keep-unit",
		"--directory=" + root, "--machine=" + plan.Name, "--uuid=" + plan.UUID,
		"--network-namespace-path=/run/netns/" + plan.Name,
		"--capability=all", "--resolv-conf=off", "--timezone=off", "--link-journal=no", "--console=read-only",
		"--bind=/dev/kmsg", // kubelet reads it
		plan.Seed.bind(folder),
	}
	for _, disk := range disks {
		arguments = append(arguments, "--bind="+filepath.Join(folder, disk)+":/var/lib/"+disk)
	}
	if plan.Host.Storage != "" {
		arguments = append(arguments, "--bind="+plan.Host.Storage+":/srv/dsaas")
	}
	return arguments
}

// environment lets the container mount and set kernel parameters of its own namespaces, which Kubernetes needs, and
// drops the system-call filter, which costs time at every call.
func environment(inherited []string) []string {
	kept := []string{"SYSTEMD_SECCOMP=0", "SYSTEMD_NSPAWN_API_VFS_WRITABLE=1"}
	for _, variable := range inherited {
		if strings.HasPrefix(variable, "PATH=") {
			kept = append(kept, variable)
		}
	}
	return kept
}
