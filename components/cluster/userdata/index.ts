import type { PlannedMachine } from "../../machines/types";
import { paths } from "../paths";
import type { ClusterSpec, ControlPlaneSecrets, JoinSecrets } from "../types";
import { apiServerFiles } from "./apiserver";
import { cloudConfig, type StagedFile } from "./cloudconfig";
import { coreDnsPatch } from "./coredns";
import { discoveryConfig, initConfig, joinConfig } from "./kubeadm";
import { kubeVipKubeconfig, kubeVipPod, kubeVipRbac } from "./kubevip";
import { bootstrapEnvironment, etcdFiles, nodeFiles, type BootRole } from "./nodefiles";
import { registryMirrorFiles } from "./registries";

/** Commands that start what the files describe; units of `atBoot` have nothing to do before the next boot. */
const commands = (atBoot: string[]) => [
  ["systemctl", "daemon-reload"],
  ...atBoot.map((unit) => ["systemctl", "enable", unit]),
  ["systemctl", "enable", "--now", "dsaas-cni-config.path"],
  ["systemctl", "enable", "--now", "--no-block", "dsaas-bootstrap.service"],
];

/** The control planes in the stack's order; the first founds the cluster. */
export const controlPlanes = (machines: PlannedMachine[]) => machines.filter(({ role }) => role === "control-plane");

/** What a machine does at its first boot. */
export function bootRole(machine: PlannedMachine, allMachines: PlannedMachine[]): BootRole {
  if (machine.role === "worker") return "worker";
  return controlPlanes(allMachines)[0]?.name === machine.name ? "founder" : "control-plane";
}

/** Key material under the names that kubeadm looks for in its certificatesDir. */
function pkiFiles(secrets: ControlPlaneSecrets): StagedFile[] {
  const pair = (name: string, { certificate, privateKey }: { certificate: string; privateKey: string }) => [
    { name: `${name}.crt`, content: certificate },
    { name: `${name}.key`, content: privateKey },
  ];
  return [
    ...pair("ca", secrets.ca),
    ...pair("front-proxy-ca", secrets.frontProxyCa),
    ...pair("etcd/ca", secrets.etcdCa),
    { name: "sa.key", content: secrets.serviceAccount.privateKey },
    { name: "sa.pub", content: secrets.serviceAccount.publicKey },
  ].map(({ name, content }) => ({ path: `${paths.stagedPki}/${name}`, mode: "0600", content }));
}

function commonFiles(machine: PlannedMachine, spec: ClusterSpec, secrets: JoinSecrets, all: PlannedMachine[]) {
  const peers = controlPlanes(all).filter(({ name }) => name !== machine.name);
  return [
    { path: `${paths.stage}/ca.crt`, content: secrets.caCertificate },
    bootstrapEnvironment(bootRole(machine, all), machine, spec, peers),
    { path: paths.discoveryConfig, content: discoveryConfig(spec, secrets) },
    { path: paths.joinConfig, mode: "0600" as const, content: joinConfig(machine, spec, secrets) },
    ...nodeFiles(),
    ...registryMirrorFiles(spec.registryMirrors),
  ];
}

/** Complete cloud-config of a worker. Its type already keeps every CA key out. */
export function workerUserData(
  machine: PlannedMachine,
  spec: ClusterSpec,
  secrets: JoinSecrets,
  allMachines: PlannedMachine[],
): string {
  return cloudConfig({ files: commonFiles(machine, spec, secrets, allMachines), commands: commands([]) });
}

/** Complete cloud-config of a control plane, with the CAs' keys. */
export function controlPlaneUserData(
  machine: PlannedMachine,
  spec: ClusterSpec,
  secrets: ControlPlaneSecrets,
  allMachines: PlannedMachine[],
): string {
  const founder = bootRole(machine, allMachines) === "founder";
  const files: StagedFile[] = [
    ...commonFiles(machine, spec, secrets, allMachines),
    ...pkiFiles(secrets),
    ...apiServerFiles(secrets),
    ...etcdFiles(),
    { path: `${paths.stage}/kube-vip.yaml`, mode: "0600", content: kubeVipPod(spec) },
    { path: paths.kubeVipConfig, mode: "0600", content: kubeVipKubeconfig(secrets) },
  ];
  if (founder) {
    files.push(
      { path: paths.initConfig, mode: "0600", content: initConfig(machine, spec, secrets) },
      { path: `${paths.stage}/kube-vip-rbac.yaml`, content: kubeVipRbac() },
      { path: `${paths.patches}/corednsdeployment50+strategic.yaml`, content: coreDnsPatch() },
    );
  }
  return cloudConfig({ files, commands: commands(["dsaas-etcd-rejoin.service"]) });
}

/**
 * Complete cloud-config of one machine, a pure function of plain values.
 * @throws if `machine` is not among `allMachines`, or carries a label that no node may give itself.
 */
export function userData(
  machine: PlannedMachine,
  spec: ClusterSpec,
  secrets: ControlPlaneSecrets,
  allMachines: PlannedMachine[],
): string {
  if (!allMachines.some(({ name }) => name === machine.name)) {
    throw new Error(
      `User data: machine "${machine.name}" is not among the cluster's planned machines; add it to them.`,
    );
  }
  return machine.role === "worker"
    ? workerUserData(machine, spec, secrets, allMachines)
    : controlPlaneUserData(machine, spec, secrets, allMachines);
}
