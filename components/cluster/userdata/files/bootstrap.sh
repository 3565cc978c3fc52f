#!/bin/bash
# Makes this machine a node of its cluster. dsaas-bootstrap.service runs it at every boot until it has succeeded once;
# it may be interrupted at any point, by a power cut too, and run again.
#
# bootstrap.env gives ROLE (founder, control-plane, worker), NODE_ADDRESS, VIRTUAL_IP, API_HOLDER (control-plane,
# load-balancer: who holds the virtual address) and PEERS (addresses of the other control planes).
set -euo pipefail
umask 077
# shellcheck source=/dev/null
source /etc/dsaas/bootstrap.env

readonly stage=/etc/dsaas state=/var/lib/dsaas manifests=/etc/kubernetes/manifests
readonly cri=unix:///run/containerd/containerd.sock
readonly cluster_info="https://$VIRTUAL_IP:6443/api/v1/namespaces/kube-public/configmaps/cluster-info"

# shellcheck source=etcd-members.sh
source "${BASH_SOURCE[0]%/*}/etcd-members"

log() { printf '%s dsaas-bootstrap: %s\n' "$(date --utc +%FT%T.%3NZ)" "$*"; }

fetch() { curl --silent --cacert "$stage/ca.crt" --connect-timeout 1.5 --max-time 10 "$@"; }

# Succeeds if an API server of this very cluster answers on any control plane, ready or not: its certificate must come
# from our CA. All are asked, not only the virtual address, which for seconds has no holder when its holder dies.
cluster_exists() {
  local address probe probes=() found=1
  for address in $VIRTUAL_IP $PEERS; do
    fetch --output /dev/null "https://$address:6443/livez" &
    probes+=($!)
  done
  for probe in "${probes[@]}"; do
    if wait "$probe"; then found=0; fi
  done
  return $found
}

# The founder holds the virtual address itself until kube-vip does, which may only start once its rights exist.
hold_virtual_ip() {
  local interface
  interface=$(ip -oneline -4 address show | awk -v "address=$NODE_ADDRESS/" 'index($4, address) == 1 { print $2; exit }')
  if [[ -z $interface ]]; then
    log "no interface has the address $NODE_ADDRESS yet"
    return 1
  fi
  ip address replace "$VIRTUAL_IP/32" dev "$interface"
}

stage_pki() {
  install --directory --mode=0700 /etc/kubernetes/pki
  cp --recursive --no-target-directory "$stage/pki" /etc/kubernetes/pki
}

found_cluster() {
  # An attempt that was interrupted left what these checks would object to, and kubeadm goes on from it.
  if [[ -e $state/founding ]]; then
    log "going on with founding the cluster"
  else
    log "no API server answers at $VIRTUAL_IP${PEERS:+ $PEERS}: founding the cluster"
    kubeadm init phase preflight --config "$stage/kubeadm-init.yaml"
    touch "$state/founding"
  fi
  stage_pki
  if [[ $API_HOLDER == control-plane ]]; then hold_virtual_ip; fi
  # The token must not reach the log, so neither it nor the last phase's advice to people is printed.
  kubeadm init --config "$stage/kubeadm-init.yaml" --skip-token-print --skip-phases=preflight,show-join-command
  kubectl --kubeconfig /etc/kubernetes/admin.conf apply --server-side --force-conflicts --filename "$stage/kube-vip-rbac.yaml"
  # A certificate that no RBAC rule can take back; the stack's state holds the administrator's, which RBAC governs.
  rm --force /etc/kubernetes/super-admin.conf
}

# cluster-info can be read as soon as all that joining needs is there but for the add-ons.
wait_for_api() {
  local tries=0
  until fetch --fail --output /dev/null "$cluster_info"; do
    if ((tries++ % 60 == 0)); then log "waiting for the API at $VIRTUAL_IP:6443"; fi
    sleep 0.5
  done
}

# A control plane that was made again, without its disk, is still a member of etcd in the others' eyes; kubeadm joins
# nothing to a cluster with a member that does not answer.
forget_lost_member() {
  if [[ -e /var/lib/etcd/member ]]; then return; fi
  kubeadm init phase certs apiserver-etcd-client --kubernetes-version "$(kubeadm version --output short)"
  forget_former_self || log "no other control plane's etcd answers yet"
}

join_cluster() {
  wait_for_api
  if [[ -e $state/joining ]]; then
    log "clearing what an interrupted attempt left"
    kubeadm reset --force --cri-socket "$cri"
  fi
  log "joining the cluster at $VIRTUAL_IP"
  touch "$state/joining"
  if [[ $ROLE != worker ]]; then
    stage_pki
    forget_lost_member
  fi
  kubeadm join --config "$stage/kubeadm-join.yaml"
}

become_node() {
  install --directory --mode=0755 /etc/kubernetes/patches "$manifests"
  systemctl enable --quiet kubelet.service
  if [[ $ROLE == founder ]] && { [[ -e $state/founding ]] || ! cluster_exists; }; then
    found_cluster
  else
    join_cluster
  fi
  if [[ $ROLE != worker ]]; then
    install --mode=0600 "$stage/kube-vip.yaml" "$manifests/kube-vip.yaml"
  fi
  # What kubeadm wrote is on the disk before what it was made from goes.
  find /etc/kubernetes /var/lib/kubelet/pki /var/lib/kubelet/*.{yaml,env} -type f -exec sync {} + ||
    log "some files may not be on the disk yet"
}

# Leaves nothing that another machine could be made from: neither what was staged nor cloud-init's copies of the user data.
# cloud-init is switched off first, as it would fetch them again at the next boot wherever the cloud still has them.
scrub() {
  touch /etc/cloud/cloud-init.disabled
  sync /etc/cloud/cloud-init.disabled
  rm --recursive --force "$stage"/pki "$stage"/kubeadm-*.yaml
  # All but its marks of what it has done.
  find /var/lib/cloud/instances -mindepth 2 -maxdepth 2 ! -name sem -exec rm --recursive --force {} +
  rm --force /run/cloud-init/*.json
}

# Each mark is set when all before it is done and can be done again until then.
install --directory --mode=0700 "$state"
if [[ ! -e $state/joined ]]; then
  become_node
  touch "$state/joined"
  sync "$state/joined"
fi
scrub
touch "$state/bootstrapped"
log "this machine is a node"
