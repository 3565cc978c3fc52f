import * as pulumi from "@pulumi/pulumi";
import type { MachinePool } from "../../components/machines";
import type { ApiHolder } from "../../components/machines/types";
import { acceptResourceHooks } from "../resourceHooks";

/** A resource that the program asked for. */
export interface Made {
  /** `Network`. */
  kind: string;
  name: string;
  /** Whether every generation has one of its own. */
  whose: "stack" | "generation";
}

export const network = {
  firstAddress: "192.0.2.20",
  lastAddress: "192.0.2.99",
  prefixLength: 24,
  gateway: "192.0.2.1",
  nameservers: ["192.0.2.2"],
  searchDomains: [],
};

const nobody = () => Promise.reject(new Error("not asked"));

/** Has the program make one generation of the stack `demo` on an OpenStack that takes everything. */
export async function generationOn(pools: readonly MachinePool[], apiHolder: ApiHolder): Promise<Made[]> {
  const made: Made[] = [];
  acceptResourceHooks();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      const [, kind = ""] = /^openstack:.*:(\w+)$/.exec(type) ?? [];
      const whose = name.startsWith("space") ? "stack" : "generation";
      if (kind !== "") made.push({ kind, name: String((inputs as { name?: string }).name ?? ""), whose });
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const { Provider } = await import("@pulumi/openstack");
  const { OpenStackMachines, OpenStackSpace } = await import("../../components/machines/openstack");
  const { planMachines } = await import("../../components/machines");
  const provider = new Provider("openstack", { authUrl: "http://127.0.0.1:9/v3" });
  const podTraffic = { kind: "vxlan" } as const;
  const apiAddresses = { blue: "192.0.2.10", green: "192.0.2.12" };
  const site = { imageId: "i", flavorIds: {}, externalNetworkId: "e" };
  const space = new OpenStackSpace(
    "space",
    {
      stackName: "demo",
      site,
      api: { get: nobody, remove: nobody, put: nobody },
      network,
      apiAddresses,
      apiHolder,
      hubAddress: "192.0.2.11",
      hubFloatingIp: "203.0.113.7",
      access: { hub: ["0.0.0.0/0"], api: ["198.51.100.0/24"] },
      podTraffic,
    },
    { provider },
  );
  const machines = new OpenStackMachines(
    "machines",
    {
      stackName: "demo",
      generation: "0a1b2c3d",
      space,
      machines: planMachines("demo", "0a1b2c3d", pools, network),
      cloudInit: () => ({ userData: "#cloud-config\n" }),
      podTraffic,
      disk: { kind: "volume" },
      ...(apiHolder === "load-balancer" && { balancedSide: "blue" as const }),
    },
    { provider },
  );
  await new Promise((resolve) => pulumi.all(machines.machines.map(({ id }) => id)).apply(resolve));
  await pulumi.runtime.disconnect();
  return made;
}
