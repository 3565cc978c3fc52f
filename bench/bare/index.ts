import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import { planMachines, type MachineNetwork, type MachinePool } from "../../components/machines";
import { findSite, VSphereMachines, VSphereSpace, type VSphereSite } from "../../components/machines/vsphere";
import { cloudConfig } from "../../components/cluster/userdata/cloudconfig";

/** The lab's own description of its site and machines. */
interface Site {
  server: string;
  user: string;
  network: MachineNetwork;
}

const config = new pulumi.Config();
const site = config.requireObject<Site & VSphereSite>("vsphere");
const machines = planMachines("bare", "0", config.requireObject<MachinePool[]>("pools"), site.network);
const provider = new vsphere.Provider("bare", {
  vsphereServer: site.server,
  user: site.user,
  password: config.requireSecret("password"),
  allowUnverifiedSsl: true,
});

/** A pod network that is a file: nodes are Ready with it at once, though pods of two machines do not reach each other. */
const podNetwork = (index: number) =>
  JSON.stringify({
    cniVersion: "1.0.0",
    name: "bare",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        ipam: { type: "host-local", ranges: [[{ subnet: `10.244.${index}.0/24` }]], routes: [{ dst: "0.0.0.0/0" }] },
      },
    ],
  });

async function main() {
  const found = await findSite(site, { provider });
  const names = { stackName: "bare", folder: "bare", resourcePool: "bare", datacenter: site.datacenter };
  // Nothing is left over in a data centre that the bench has just made.
  const vcenter = { server: site.server, user: site.user, password: "", allowUnverifiedTls: true };
  const space = new VSphereSpace("bare-space", { ...names, vcenter, site: found }, { provider });
  new VSphereMachines(
    "bare",
    {
      stackName: "bare",
      generation: "0",
      space,
      machines,
      network: site.network,
      cloudInit: (machine) => ({
        userData: cloudConfig({
          files: [{ path: "/etc/cni/net.d/10-bare.conflist", content: podNetwork(machines.indexOf(machine)) }],
          commands: [["touch", "/run/booted"]],
        }),
      }),
    },
    { provider },
  );
  return { nodes: machines.map(({ name, role, address }) => ({ name, role, address })) };
}

module.exports = main;
