# shellcheck shell=bash
# Functions of bootstrap and etcd-rejoin. They need NODE_ADDRESS and PEERS, as bootstrap.env gives them, and `log`.

# etcd's own API on another control plane, by its JSON gateway: etcd ADDRESS METHOD REQUEST.
etcd() {
  local pki=/etc/kubernetes/pki
  curl --silent --fail --connect-timeout 1.5 --max-time 10 --cacert $pki/etcd/ca.crt \
    --cert $pki/apiserver-etcd-client.crt --key $pki/apiserver-etcd-client.key \
    --data "$3" "https://$1:2379/v3/cluster/member/$2"
}

# Removes the member that this machine was before it lost its data, if the others still have it. Leaves in `peer` a
# control plane whose etcd answers; fails where none does, or the removal does.
forget_former_self() {
  local members id
  for peer in $PEERS; do
    members=$(etcd "$peer" list '{}') || continue
    id=$(jq --raw-output --arg url "https://$NODE_ADDRESS:2380" '.members[] | select(.peerURLs | index($url)) | .ID' <<<"$members")
    if [[ -n $id ]]; then
      log "forgetting the etcd member that this machine was before"
      etcd "$peer" remove "{\"ID\": \"$id\"}" >/dev/null
    fi
    return
  done
  return 1
}
