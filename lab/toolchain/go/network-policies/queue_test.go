// Package networkpolicies tests the patch of github.com/google/nftables on a real kernel.
//
// It needs root, nft on PATH and a go.mod in which the patch takes effect: testTool in lab/toolchain/index.ts.
package networkpolicies

import (
	"context"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/florianl/go-nfqueue"
	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

const queue = 102

// A datagram to this host's loopback address waits in the queue, and arrives once a program lets it pass.
func TestQueuedPacketsReachTheProgram(t *testing.T) {
	enterNetwork(t)
	addRule(t, &expr.Queue{Num: queue})
	if listed := ruleset(t); !strings.Contains(listed, "queue num 102") && !strings.Contains(listed, `"NFQUEUE"`) {
		t.Errorf("nft does not show the rule:\n%s", listed)
	}
	receiver, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer receiver.Close()
	if arrives(t, receiver) {
		t.Error("a datagram passed a queue that nobody reads")
	}
	seen := acceptAll(t)
	if !arrives(t, receiver) {
		t.Error("a datagram did not arrive after the program accepted it")
	}
	if len(seen) == 0 {
		t.Error("the program saw no packet")
	}
}

// With the flag that --fail-open sets, packets pass while no program listens.
func TestBypass(t *testing.T) {
	enterNetwork(t)
	addRule(t, &expr.Queue{Num: queue, Flag: expr.QueueFlagBypass})
	receiver, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer receiver.Close()
	if !arrives(t, receiver) {
		t.Errorf("a datagram was held up:\n%s", ruleset(t))
	}
}

// enterNetwork gives the test a network namespace, which ends with the test's thread.
func enterNetwork(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("a network namespace needs root")
	}
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Fatalf("no network namespace: %v", err)
	}
	if printed, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		t.Fatalf("ip: %v: %s", err, printed)
	}
}

// addRule queues UDP as kube-network-policies does: in a table of both families, in a chain of a filter hook.
func addRule(t *testing.T, to *expr.Queue) {
	t.Helper()
	nft, err := nftables.New()
	if err != nil {
		t.Fatal(err)
	}
	table := nft.AddTable(&nftables.Table{Family: nftables.TableFamilyINet, Name: "policies"})
	chain := nft.AddChain(&nftables.Chain{
		Name:     "output",
		Table:    table,
		Type:     nftables.ChainTypeFilter,
		Hooknum:  nftables.ChainHookOutput,
		Priority: nftables.ChainPriorityFilter,
	})
	nft.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: []expr.Any{
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{unix.IPPROTO_UDP}},
		to,
	}})
	if err := nft.Flush(); err != nil {
		t.Fatalf("the kernel refuses the rule: %v", err)
	}
}

func ruleset(t *testing.T) string {
	t.Helper()
	listed, err := exec.Command("nft", "list", "ruleset").CombinedOutput()
	if err != nil {
		t.Fatalf("nft: %v: %s", err, listed)
	}
	return string(listed)
}

// arrives sends a datagram and says whether it comes within 300 ms.
func arrives(t *testing.T, receiver net.PacketConn) bool {
	t.Helper()
	sender, err := net.Dial("udp4", receiver.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer sender.Close()
	// A packet that the hook drops makes the sender's call fail: that is an answer too.
	_, _ = sender.Write([]byte("hello"))
	_ = receiver.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
	_, _, err = receiver.ReadFrom(make([]byte, 16))
	return err == nil
}

// acceptAll lets every packet of the queue pass; the channel gets a value for each.
func acceptAll(t *testing.T) chan struct{} {
	t.Helper()
	seen := make(chan struct{}, 16)
	reader, err := nfqueue.Open(&nfqueue.Config{NfQueue: queue, MaxPacketLen: 128, MaxQueueLen: 16, Copymode: nfqueue.NfQnlCopyPacket})
	if err != nil {
		t.Fatal(err)
	}
	listening, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	if err := reader.SetOption(netlink.NoENOBUFS, true); err != nil {
		t.Fatal(err)
	}
	pass := func(packet nfqueue.Attribute) int {
		seen <- struct{}{}
		_ = reader.SetVerdict(*packet.PacketID, nfqueue.NfAccept)
		return 0
	}
	if err := reader.RegisterWithErrorFunc(listening, pass, func(error) int { return 0 }); err != nil {
		t.Fatal(err)
	}
	return seen
}
