import type * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import { plainError } from "../plainError";
import { explainAll, type Subject } from "./explain";

/** Where on vSphere the machines go; names or inventory paths of things that exist. */
export interface VSphereSite {
  datacenter: string;
  cluster: string;
  datastore: string;
  /** Port group of the machines' only network card. */
  portGroup: string;
  /** Template that images/node makes, with cloud-init, containerd and kubeadm inside. */
  template: string;
}

/** What of the template a clone has to repeat. */
export interface Template {
  uuid: string;
  guestId: string;
  scsiType: string;
  /** `bios` or `efi`; undefined where vSphere does not say. */
  firmware: string | undefined;
  secureBoot: boolean;
  disk: { sizeGiB: number; thinProvisioned: boolean; eagerlyScrub: boolean };
}

/** A site's objects by managed object id. */
export interface FoundSite {
  datacenterId: string;
  clusterId: string;
  rootPoolId: string;
  datastoreId: string;
  networkId: string;
  template: Template;
}

function templateOf(found: vsphere.GetVirtualMachineResult, name: string): Template {
  const [disk] = found.disks;
  if (!disk) throw plainError(`dsaas:vsphere.template: '${name}' has no disk; name a template that has one.`);
  return {
    uuid: found.id,
    guestId: found.guestId,
    scsiType: found.scsiType,
    firmware: found.firmware || undefined,
    secureBoot: found.efiSecureBootEnabled ?? false,
    disk: { sizeGiB: disk.size, thinProvisioned: disk.thinProvisioned, eagerlyScrub: disk.eagerlyScrub },
  };
}

/**
 * Finds everything that a site names.
 *
 * @throws RunError with one sentence for each thing that is not there, all at once; one alone where vCenter itself
 *   cannot be reached or refuses the account.
 */
export async function findSite(site: VSphereSite, opts: pulumi.InvokeOptions): Promise<FoundSite> {
  const failures: { error: unknown; subject: Subject }[] = [];
  const attempt = async <T>(subject: Subject, find: Promise<T>): Promise<T | undefined> => {
    try {
      return await find;
    } catch (error) {
      failures.push({ error, subject });
      return undefined;
    }
  };
  const subject = (key: keyof VSphereSite, kind: string): Subject => ({
    key: `dsaas:vsphere.${key}`,
    kind,
    name: site[key],
  });
  const datacenter = await attempt(
    subject("datacenter", "datacenter"),
    vsphere.getDatacenter({ name: site.datacenter }, opts),
  );
  // Everything else is looked up inside the datacenter: without it there is no more to say.
  if (!datacenter) throw plainError(explainAll(failures));
  const at = (name: string) => ({ name, datacenterId: datacenter.id });
  const [cluster, datastore, network, machine] = await Promise.all([
    attempt(subject("cluster", "cluster"), vsphere.getComputeCluster(at(site.cluster), opts)),
    attempt(subject("datastore", "datastore"), vsphere.getDatastore(at(site.datastore), opts)),
    attempt(subject("portGroup", "network or port group"), vsphere.getNetwork(at(site.portGroup), opts)),
    attempt(subject("template", "virtual machine or template"), vsphere.getVirtualMachine(at(site.template), opts)),
  ]);
  if (!cluster || !datastore || !network || !machine) throw plainError(explainAll(failures));
  return {
    datacenterId: datacenter.id,
    clusterId: cluster.id,
    rootPoolId: cluster.resourcePoolId,
    datastoreId: datastore.id,
    networkId: network.id,
    template: templateOf(machine, site.template),
  };
}
