import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import { planMachines, type MachineNetwork, type MachinePool } from "../../../components/machines";
import { findSite, VSphereMachines, VSphereSpace, type VSphereSite } from "../../../components/machines/vsphere";
import { translateOnlyFailures } from "../../../components/traces";

/** What bench/previews.ts tells this program and main.tf alike. */
interface Given {
  server: string;
  user: string;
  site: VSphereSite;
  network: MachineNetwork;
  pools: MachinePool[];
  /** File with a worker's user data, in which HOSTNAME stands for the machine's name. */
  userData: string;
}

const config = new pulumi.Config();
const { server, user, site, network, pools, userData } = config.requireObject<Given>("given");
const password = config.requireSecret("password");
const stackName = "previews";
const template = readFileSync(userData, "utf8");

async function main() {
  translateOnlyFailures();
  const provider = new vsphere.Provider(stackName, {
    vsphereServer: server,
    user,
    password,
    allowUnverifiedSsl: true,
  });
  const names = { stackName, folder: stackName, resourcePool: stackName, datacenter: site.datacenter };
  // Nothing is left over in a data centre that the bench has just made.
  const vcenter = { server, user, password: "", allowUnverifiedTls: true };
  const found = await findSite(site, { provider });
  const space = new VSphereSpace(`${stackName}-space`, { ...names, vcenter, site: found }, { provider });
  const machines = planMachines(stackName, "0", pools, network);
  new VSphereMachines(
    stackName,
    {
      stackName,
      generation: "0",
      space,
      machines,
      network,
      cloudInit: ({ name }) => ({ userData: pulumi.secret(template.replaceAll("HOSTNAME", name)) }),
    },
    { provider },
  );
  return { machines: machines.length };
}

module.exports = main;
