#!/bin/bash
# Makes a control plane that has lost its etcd data, and nothing else, a member of etcd again. dsaas-etcd-rejoin.service runs
# it before kubelet starts etcd, which by itself would stop over and over: the others take it for the member that it was
# and expect of it what it has lost.
set -euo pipefail
umask 077
# shellcheck source=/dev/null
source /etc/dsaas/bootstrap.env
# shellcheck source=etcd-members.sh
source "${BASH_SOURCE[0]%/*}/etcd-members"

readonly manifest=/etc/kubernetes/manifests/etcd.yaml

log() { printf '%s dsaas-etcd-rejoin: %s\n' "$(date --utc +%FT%T.%3NZ)" "$*"; }

# With a vote at once: the lost member had one, so no more can fail meanwhile than before.
rejoin() {
  local peer members cluster
  forget_former_self || return 1
  members=$(etcd "$peer" add "{\"peerURLs\": [\"https://$NODE_ADDRESS:2380\"]}") || return 1
  # A member has no name until it has started once.
  cluster=$(jq --raw-output --arg name "$(hostname)" --arg url "https://$NODE_ADDRESS:2380" \
    '[.members[] | "\(if .peerURLs[0] == $url then $name else .name // .ID end)=\(.peerURLs[0])"] | join(",")' <<<"$members")
  sed --in-place --regexp-extended \
    --expression '/--initial-cluster-state=/d' \
    --expression "s|^( *- )--initial-cluster=.*|\\1--initial-cluster=$cluster\n\\1--initial-cluster-state=existing|" "$manifest"
}

log "this control plane has lost its etcd data"
tries=0
until rejoin; do
  if ((tries++ % 30 == 0)); then log "waiting for the etcd of $PEERS to make this machine a member again"; fi
  sleep 2
done
log "this machine is a new member of etcd"
