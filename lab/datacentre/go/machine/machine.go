package machine

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// killPatience bounds how long a power cut may take; a killed process can be held up by the disk.
const killPatience = 20 * time.Second

// rebootStatus is how systemd-nspawn ends when the machine asked for a reboot.
const rebootStatus = 133

// Machine is a machine's disk and, while Running, its processes.
type Machine struct {
	host    Host
	spec    Spec
	network Network
	cgroups []string
	command *exec.Cmd
	// exited is closed when the machine's processes are gone.
	exited chan struct{}
	// rebooting is valid after exited is closed.
	rebooting bool
	// seen is when guestinfo last changed, as of the last look.
	seen time.Time
}

// Create makes the machine's disk; it stays off.
func Create(host Host, spec Spec) (*Machine, error) {
	if err := spec.Check(); err != nil {
		return nil, err
	}
	return &Machine{host: host, spec: spec}, prepareDisk(host, spec.Name)
}

// PowerOn boots the machine with the spec's present values and returns as soon as its first process runs.
func (m *Machine) PowerOn(spec Spec) error {
	network, err := spec.Seed.network()
	if err != nil {
		return fmt.Errorf("VM %s cannot boot: %w", spec.Name, err)
	}
	m.spec, m.network = spec, network
	if err := m.writeIdentity(); err != nil {
		return err
	}
	share := spec.Seed.share()
	if err := spec.Seed.fill(filepath.Join(m.folder(), share.Folder)); err != nil {
		return err
	}
	if m.cgroups, err = makeCgroups(spec); err != nil {
		return err
	}
	plan := bootPlan{m.host, spec.Name, spec.UUID, m.cgroups, share}
	content, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	// Written before anything runs: Clean finds what to kill by it.
	if err := os.WriteFile(m.planFile(), content, 0o600); err != nil {
		return err
	}
	if err := plug(m.host, spec, network); err != nil {
		return err
	}
	return m.start()
}

func (m *Machine) start() error {
	console, err := os.OpenFile(filepath.Join(m.folder(), "console.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer console.Close()
	m.command = exec.Command("/proc/self/exe", BootCommand, m.planFile())
	m.command.Stdout, m.command.Stderr = console, console
	// A session of its own: a Ctrl-C at the lab's terminal is not the machine's power switch.
	m.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := m.command.Start(); err != nil {
		return err
	}
	m.exited = make(chan struct{})
	go func() {
		err := m.command.Wait()
		var exit *exec.ExitError
		m.rebooting = errors.As(err, &exit) && exit.ExitCode() == rebootStatus
		close(m.exited)
	}()
	return nil
}

// Exited is closed when the machine has gone off by itself or by PowerOff; nil when it was never on.
func (m *Machine) Exited() <-chan struct{} { return m.exited }

// Rebooting tells, once Exited is closed, whether the machine asked to be booted again.
func (m *Machine) Rebooting() bool { return m.rebooting }

// PowerOff cuts the machine's power: its link goes down, every process is killed, nothing gets to write or say goodbye.
func (m *Machine) PowerOff() error {
	err := cut(m.spec.Name, m.cgroups)
	if m.exited != nil {
		<-m.exited
	}
	m.cgroups, m.exited = nil, nil
	_ = os.Remove(m.planFile())
	return err
}

// Remove cuts the power and deletes the disk.
func (m *Machine) Remove() error {
	return errors.Join(m.PowerOff(), os.RemoveAll(m.folder()))
}

// Network is the configuration that the machine was booted with.
func (m *Machine) Network() Network { return m.network }

func (m *Machine) folder() string   { return m.host.folder(m.spec.Name) }
func (m *Machine) planFile() string { return filepath.Join(m.folder(), "boot.json") }

// cut ends a machine's processes, then its network. Stale cgroups and network namespaces would slow down the next boot,
// and a dead machine's card would keep answering for a virtual address.
func cut(name string, cgroups []string) error {
	_ = exec.Command("ip", "link", "set", portName(name), "down").Run()
	return errors.Join(destroyCgroups(cgroups, killPatience), unplug(name))
}

// writeIdentity puts what the hypervisor would give to the machine onto its disk: its id, first host name and resolvers.
func (m *Machine) writeIdentity() error {
	etc := filepath.Join(m.folder(), "upper", "etc")
	if err := os.MkdirAll(etc, 0o755); err != nil {
		return err
	}
	id := strings.ReplaceAll(strings.ToLower(m.spec.UUID), "-", "") + "\n"
	for name, content := range map[string]string{
		"machine-id": id, "hostname": m.spec.Name + "\n", "resolv.conf": m.network.resolvConf(),
	} {
		if err := os.WriteFile(filepath.Join(etc, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Cut cuts the power of a machine that an earlier run left on; its disk stays, and Create finds it.
func Cut(host Host, name string) error {
	file := filepath.Join(host.folder(name), "boot.json")
	var plan bootPlan
	content, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(content, &plan) != nil {
		return nil // it was off
	}
	return errors.Join(cut(plan.Name, plan.Cgroups), os.Remove(file))
}
