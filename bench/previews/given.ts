import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { userDataSkeletons } from "../../components/cluster";
import { planMachines, type MachinePool } from "../../components/machines";
import { inventory } from "../../lab/datacentre/facts";

/** What both programs are told. */
export type Given = Awaited<ReturnType<typeof given>>;

const network = {
  firstAddress: "10.20.8.0",
  lastAddress: "10.20.15.255",
  prefixLength: 16,
  gateway: "10.20.0.1",
  nameservers: ["10.20.0.2"],
  searchDomains: [],
};

/** A description of so many machines, three of them control planes; `folder` gets a file that both read. */
export async function given(count: number, server: string, folder: string) {
  const size = { cpus: 2, memoryMiB: 4096, diskGiB: inventory.template.diskGiB };
  const pools: MachinePool[] = [
    { name: "control-plane", role: "control-plane", count: 3, ...size },
    { name: "worker", role: "worker", count: count - 3, ...size },
  ];
  const { datacenter, cluster, datastore, network: portGroup, template } = inventory;
  const userData = join(folder, "user-data.yaml");
  await writeFile(userData, workersUserData(pools));
  return {
    server,
    user: inventory.user,
    site: { datacenter, cluster, datastore, portGroup, template: template.name },
    network,
    pools,
    userData,
  };
}

/** As long as a real worker's; in place of the machine's own name there is a word to replace. */
function workersUserData(pools: MachinePool[]): string {
  const spec = {
    kubernetesVersion: "v1.34.0",
    network: { backend: "vxlan" as const, podSubnet: "10.244.0.0/16", serviceSubnet: "10.96.0.0/16" },
    registryMirrors: [],
    ignorePreflightErrors: [],
    apiHolder: "control-plane" as const,
    virtualIpLease: { duration: 5, renewDeadline: 3, retryPeriod: 1 },
  };
  const text = userDataSkeletons(spec, planMachines("previews", "0", pools, network))["worker/worker"] ?? "";
  return text.replaceAll("worker-1", "HOSTNAME");
}
