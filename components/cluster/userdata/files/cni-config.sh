#!/bin/bash
# Tells containerd how to connect pods, from the subnet that flannel leased for this node. Flannel's own CNI plugin is
# not needed: bridge and host-local do the same once the subnet is known.
set -euo pipefail
umask 077
# shellcheck source=/dev/null
source /run/flannel/subnet.env # FLANNEL_NETWORK, FLANNEL_SUBNET (the bridge's address), FLANNEL_MTU, FLANNEL_IPMASQ

readonly folder=/etc/cni/net.d
mkdir --parents "$folder"
cat > "$folder/.10-dsaas.conflist" <<EOF
{
  "cniVersion": "1.0.0",
  "name": "dsaas",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "cni0",
      "mtu": $FLANNEL_MTU,
      "isGateway": true,
      "isDefaultGateway": true,
      "ipMasq": false,
      "hairpinMode": true,
      "ipam": {
        "type": "host-local",
        "ranges": [[{ "subnet": "${FLANNEL_SUBNET%.*}.0/${FLANNEL_SUBNET#*/}", "gateway": "${FLANNEL_SUBNET%/*}" }]],
        "routes": [{ "dst": "$FLANNEL_NETWORK" }]
      }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
EOF
# A move, so that containerd never reads half a file.
mv "$folder/.10-dsaas.conflist" "$folder/10-dsaas.conflist"
