#!/bin/sh
# Runs in the machine under test, by its user data: says on the console what became of it, one line for each fact.
say() { printf 'REPORT %s=%s\n' "$1" "$(printf '%s' "$2" | tr '\n' ' ')" >/dev/console; }

say hostname "$(hostname)"
say cloud "$(cat /run/cloud-init/cloud-id)"
say candidates "$(sed -n 's/^DSLIST=//p' /run/cloud-init/ds-identify.log)"
say seed "$(python3 -c 'import json; print(json.load(open("/run/cloud-init/result.json"))["v1"]["datasource"])' 2>&1)"
say root "$(df --output=size --block-size=1M / | tail -n 1 | tr -d ' ')"
say firmware "$([ -d /sys/firmware/efi ] && echo UEFI || echo BIOS)"
say secureboot "$(od -An -t u1 -j 4 /sys/firmware/efi/efivars/SecureBoot-* 2>/dev/null | tr -d ' ')"
say drivers "$(for device in /sys/class/net/eth0/device $(readlink -f /sys/block/[sv]da/device); do while [ ! -e $device/driver ] || readlink $device/driver | grep -q "/sd$"; do device=$device/..; done; readlink $device/driver; done | sed 's,.*/,,')"
say address "$(ip -oneline -4 address show eth0 | awk '{ print $4 }')"
say resolver "$(grep ^nameserver /etc/resolv.conf)"
say containerd "$(systemctl is-active containerd)"
say images "$(ctr -n k8s.io images ls -q | grep -v '^sha256:')"
say unpacked "$(ctr -n k8s.io images check -q | grep -v '^sha256:' | wc -l)"
say listening "$(ss -Hltun | awk '{ print $5 }')"
say passwords "$(awk -F: '$2 !~ /^[!*]/ { print $1 }' /etc/shadow)"
say keys "$(ls /etc/ssh/ssh_host_* 2>/dev/null)"
say kubelet "$(systemctl is-active kubelet)"
say cluster "$(KUBECONFIG=/etc/kubernetes/admin.conf kubectl get nodes,pods -A --no-headers \
  -o custom-columns=:.kind,:.metadata.name,:.status.phase,:.status.nodeInfo.kubeletVersion 2>/dev/null | tr -s ' ' :)"
say failed "$(systemctl list-units --failed --plain --no-legend | awk '{ print $1 }')"
say end "$(cut -d ' ' -f 1 /proc/uptime)"
