package machine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// plug gives the machine a network namespace with an `eth0` that has its address and is plugged into the bridge. A
// container's network card is given to it ready, as the guest of a hypervisor is given a card with a link.
func plug(host Host, spec Spec, network Network) error {
	if err := unplug(spec.Name); err != nil {
		return err
	}
	port := portName(spec.Name)
	if err := run("ip", "netns", "add", spec.Name); err != nil {
		return err
	}
	mtu := ""
	if network.MTU > 0 {
		mtu = fmt.Sprintf(" mtu %d", network.MTU)
	}
	outside := []string{
		fmt.Sprintf("link add eth0%s netns %s type veth peer name %s%s", mtu, spec.Name, port, mtu),
		fmt.Sprintf("link set %s master %s up", port, host.Bridge),
	}
	if err := batch(nil, outside); err != nil {
		return err
	}
	inside := []string{"link set lo up"}
	if spec.MAC != "" {
		inside = append(inside, "link set eth0 address "+spec.MAC)
	}
	inside = append(inside, "link set eth0 up")
	for _, address := range network.Addresses {
		inside = append(inside, "addr add "+address+" dev eth0")
	}
	if network.Gateway != "" {
		inside = append(inside, "route add default via "+network.Gateway)
	}
	return batch([]string{"-n", spec.Name}, inside)
}

// unplug removes the machine's network namespace; its card and the bridge's port vanish with it. Processes that still
// hold the namespace would keep the card, so the port goes first.
func unplug(name string) error {
	_ = exec.Command("ip", "link", "del", portName(name)).Run()
	if _, err := os.Lstat(filepath.Join("/run/netns", name)); err != nil {
		return nil
	}
	return run("ip", "netns", "del", name)
}

// portName is the bridge's port of a machine; a network device's name has 15 characters at most.
func portName(machine string) string {
	sum := sha256.Sum256([]byte(machine))
	return "vm" + hex.EncodeToString(sum[:6])
}

func batch(options, commands []string) error {
	command := exec.Command("ip", append(options, "-batch", "-")...)
	command.Stdin = strings.NewReader(strings.Join(commands, "\n") + "\n")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s %q: %w: %s", strings.Join(options, " "), commands, err, strings.TrimSpace(string(output)))
	}
	return nil
}

func run(name string, arguments ...string) error {
	if output, err := exec.Command(name, arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(arguments, " "), err, strings.TrimSpace(string(output)))
	}
	return nil
}
