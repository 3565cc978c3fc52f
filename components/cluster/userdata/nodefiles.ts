import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedMachine } from "../../machines/types";
import { paths } from "../paths";
import type { ClusterSpec } from "../types";
import type { StagedFile } from "./cloudconfig";

/** What a machine is at its first boot: exactly one control plane founds the cluster. */
export type BootRole = "founder" | "control-plane" | "worker";

const text = (name: string) => readFileSync(join(__dirname, "files", name), "utf8");

/** Scripts and units, the same on every machine. */
export const nodeFiles: readonly StagedFile[] = [
  { path: `${paths.scripts}/bootstrap`, mode: "0755", content: text("bootstrap.sh") },
  { path: `${paths.scripts}/etcd-members`, content: text("etcd-members.sh") },
  { path: `${paths.scripts}/cni-config`, mode: "0755", content: text("cni-config.sh") },
  ...["dsaas-bootstrap.service", "dsaas-cni-config.service", "dsaas-cni-config.path"].map((unit) => ({
    path: `/etc/systemd/system/${unit}`,
    content: text(unit),
  })),
];

/** What keeps a control plane a member of etcd. */
export function etcdFiles(): StagedFile[] {
  return [
    { path: `${paths.scripts}/etcd-rejoin`, mode: "0755", content: text("etcd-rejoin.sh") },
    { path: "/etc/systemd/system/dsaas-etcd-rejoin.service", content: text("dsaas-etcd-rejoin.service") },
  ];
}

/** What the bootstrap script is told; nothing secret. `peers` are the other control planes. */
export function bootstrapEnvironment(
  role: BootRole,
  machine: PlannedMachine,
  spec: ClusterSpec,
  peers: PlannedMachine[],
): StagedFile {
  const values = {
    ROLE: role,
    NODE_ADDRESS: machine.address,
    VIRTUAL_IP: spec.virtualIp,
    API_HOLDER: spec.apiHolder,
    PEERS: peers.map((peer) => peer.address).join(" "),
  };
  const lines = Object.entries(values).map(([name, value]) => `${name}='${value}'\n`);
  return { path: `${paths.stage}/bootstrap.env`, content: lines.join("") };
}
