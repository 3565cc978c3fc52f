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

/** Renders one machine's cloud-config; what is the same on all machines has been made once, for all of them. */
export type Render = (machine: PlannedMachine) => string;

/** Files that every machine has. */
function commonFiles(spec: ClusterSpec, secrets: JoinSecrets, all: PlannedMachine[]) {
  const planes = controlPlanes(all);
  const ca: StagedFile = { path: `${paths.stage}/ca.crt`, content: secrets.caCertificate };
  const discovery: StagedFile = { path: paths.discoveryConfig, content: discoveryConfig(spec, secrets) };
  const mirrors = registryMirrorFiles(spec.registryMirrors);
  return (machine: PlannedMachine): StagedFile[] => {
    const peers = planes.filter(({ name }) => name !== machine.name);
    return [
      ca,
      bootstrapEnvironment(bootRole(machine, planes), machine, spec, peers),
      discovery,
      { path: paths.joinConfig, mode: "0600", content: joinConfig(machine, spec, secrets) },
      ...nodeFiles,
      ...mirrors,
    ];
  };
}

/** Complete cloud-configs of workers. The secrets' type already keeps every CA key out. */
export function workerUserData(spec: ClusterSpec, secrets: JoinSecrets, all: PlannedMachine[]): Render {
  const common = commonFiles(spec, secrets, all);
  const atBoot = commands([]);
  return (machine) => cloudConfig({ files: common(machine), commands: atBoot });
}

/** Complete cloud-configs of control planes, with the CAs' keys. */
export function controlPlaneUserData(spec: ClusterSpec, secrets: ControlPlaneSecrets, all: PlannedMachine[]): Render {
  const common = commonFiles(spec, secrets, all);
  const own: StagedFile[] = [
    ...pkiFiles(secrets),
    ...apiServerFiles(secrets),
    ...etcdFiles(),
    { path: `${paths.stage}/kube-vip.yaml`, mode: "0600", content: kubeVipPod(spec) },
    { path: paths.kubeVipConfig, mode: "0600", content: kubeVipKubeconfig(secrets) },
  ];
  const founders = (machine: PlannedMachine): StagedFile[] => [
    { path: paths.initConfig, mode: "0600", content: initConfig(machine, spec, secrets) },
    { path: `${paths.stage}/kube-vip-rbac.yaml`, content: kubeVipRbac() },
    { path: `${paths.patches}/corednsdeployment50+strategic.yaml`, content: coreDnsPatch() },
  ];
  return (machine) => {
    const founder = bootRole(machine, all) === "founder" ? founders(machine) : [];
    return cloudConfig({
      files: [...common(machine), ...own, ...founder],
      commands: commands(["dsaas-etcd-rejoin.service"]),
    });
  };
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
  const render = machine.role === "worker" ? workerUserData : controlPlaneUserData;
  return render(spec, secrets, allMachines)(machine);
}
