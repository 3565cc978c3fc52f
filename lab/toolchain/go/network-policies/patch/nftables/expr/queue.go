// Package expr is one file of a package: while kube-network-policies is built it takes the place of the file of the
// same name in github.com/google/nftables.
//
// There a Queue is nftables' own "queue" expression, for which the kernel needs nft_queue, an option that small and
// hardened kernels leave out. Here it is the same request put as iptables puts it: the target NFQUEUE, which every
// kernel takes that runs iptables-nft, as kube-proxy and flannel do. Packets reach the same queue either way.
package expr

import (
	"encoding/binary"
	"errors"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

// QueueFlag says what becomes of packets and queues in special cases.
type QueueFlag uint16

const (
	// QueueFlagBypass accepts packets while no program listens to the queue.
	QueueFlagBypass QueueFlag = unix.NFT_QUEUE_FLAG_BYPASS
	// QueueFlagFanout chooses among several queues by the CPU.
	QueueFlagFanout QueueFlag = unix.NFT_QUEUE_FLAG_CPU_FANOUT
	// QueueFlagMask covers all flags.
	QueueFlagMask QueueFlag = unix.NFT_QUEUE_FLAG_MASK
)

// Queue hands packets to a program: to the queue Num, or to one of Total queues from Num on (0 means 1).
type Queue struct {
	Num   uint16
	Total uint16
	Flag  QueueFlag
}

// The kernel's name, revision and size of the target's parameters (struct xt_NFQ_info_v3: three 16-bit numbers in
// the machine's byte order, padded to 8 bytes). The flags have the same values as nftables' own.
const (
	targetName     = "NFQUEUE"
	targetRevision = 3
	targetSize     = 8
)

func (e *Queue) marshal(fam byte) ([]byte, error) {
	data, err := e.marshalData(fam)
	if err != nil {
		return nil, err
	}
	return netlink.MarshalAttributes([]netlink.Attribute{
		{Type: unix.NFTA_EXPR_NAME, Data: []byte("target\x00")},
		{Type: unix.NLA_F_NESTED | unix.NFTA_EXPR_DATA, Data: data},
	})
}

func (e *Queue) marshalData(byte) ([]byte, error) {
	info := make([]byte, targetSize)
	binary.NativeEndian.PutUint16(info[0:], e.Num)
	binary.NativeEndian.PutUint16(info[2:], max(e.Total, 1))
	binary.NativeEndian.PutUint16(info[4:], uint16(e.Flag))
	return netlink.MarshalAttributes([]netlink.Attribute{
		{Type: unix.NFTA_TARGET_NAME, Data: []byte(targetName + "\x00")},
		{Type: unix.NFTA_TARGET_REV, Data: binary.BigEndian.AppendUint32(nil, targetRevision)},
		{Type: unix.NFTA_TARGET_INFO, Data: info},
	})
}

// unmarshal is never called for what this file writes, which is read back as a Target; for a rule that another
// program wrote with nftables' own expression there is no need to know more than that it is one.
func (e *Queue) unmarshal(byte, []byte) error {
	return errors.New("this build writes queues as NFQUEUE targets and does not read queue expressions")
}
