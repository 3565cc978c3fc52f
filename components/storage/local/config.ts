import type { LocalStorage } from "../types";
import { images } from "./names";

/** Users' servers and the hub run with these ids, which therefore own every new volume's directory. */
const owner = { uid: 1000, gid: 100 };

/**
 * Makes a volume's directory, or finds the one that an earlier cluster left. What it holds is never touched, and
 * an owner other than root (the kubelet makes missing directories as root) is left as it is. The mode is set
 * before the owner, so that an interrupted run is done again.
 */
const setup = `#!/bin/sh
set -eu
mkdir -p "$VOL_DIR"
if [ "$(stat -c %u "$VOL_DIR")" = 0 ]; then
  chmod 0770 "$VOL_DIR"
  chown ${owner.uid}:${owner.gid} "$VOL_DIR"
fi
`;

/** Users' data is never deleted by the platform: a directory outlives its volume. */
const teardown = `#!/bin/sh
echo "kept $VOL_DIR"
`;

/**
 * Pod that runs the scripts as root on a node; the provisioner adds the volume, the command and the node. It may
 * change owners, and nothing else that root may.
 */
function helperPod() {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "helper-pod" },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: "system-node-critical",
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          // The provisioner reads this container's log by its name.
          name: "helper-pod",
          image: images.helper,
          imagePullPolicy: "IfNotPresent",
          resources: { requests: { cpu: "10m", memory: "8Mi" }, limits: { memory: "64Mi" } },
          securityContext: {
            runAsUser: 0,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"], add: ["CHOWN", "DAC_OVERRIDE", "FOWNER"] },
          },
        },
      ],
    },
  };
}

/** Files of the provisioner's ConfigMap, by name; the names are what the provisioner looks for. */
export function provisionerConfig(spec: LocalStorage): Record<string, string> {
  return {
    "config.json": `${JSON.stringify({ sharedFileSystemPath: spec.path }, undefined, 2)}\n`,
    "helperPod.yaml": `${JSON.stringify(helperPod(), undefined, 2)}\n`,
    setup,
    teardown,
  };
}
