import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import type { PlannedMachine } from "../types";
import { fingerprint } from "./fingerprint";
import { guestinfo, type PlainCloudInit } from "./guestinfo";
import type { FoundSite, Template } from "./lookup";

/** What one virtual machine needs beside its plan. */
export interface MachineParts {
  site: FoundSite;
  cloudInit: pulumi.Output<PlainCloudInit>;
  folder: pulumi.Input<string>;
  resourcePoolId: pulumi.Input<string>;
  tagIds: pulumi.Input<string[]>;
  /** Text for the vSphere client. */
  annotation: string;
  /** Addresses that a machine may hold beside its own: the cluster's virtual ones. */
  virtualAddresses: string[];
}

/**
 * The machine's one disk, the template's grown to the pool's size.
 *
 * @throws RunError where that would shrink it.
 */
export function checkedDisk(machine: PlannedMachine, { template }: { template: Pick<Template, "disk"> }) {
  const { sizeGiB, thinProvisioned, eagerlyScrub } = template.disk;
  if (machine.diskGiB < sizeGiB) {
    throw new pulumi.RunError(
      `Pool ${machine.pool}: diskGiB is ${machine.diskGiB} and the template's disk has ${sizeGiB} GiB; ask for at least that.`,
    );
  }
  return [{ label: "disk0", size: machine.diskGiB, thinProvisioned, eagerlyScrub }];
}

/** A virtual machine cloned from the site's template. Any change of what it is made of replaces it. */
export function createMachine(
  resourceName: string,
  machine: PlannedMachine,
  parts: MachineParts,
  opts: pulumi.CustomResourceOptions,
): vsphere.VirtualMachine {
  const { site, cloudInit } = parts;
  return new vsphere.VirtualMachine(
    resourceName,
    {
      // Carries the generation: on replacement the old name may still be taken (terraform-provider-vsphere #1141).
      name: machine.name,
      annotation: parts.annotation,
      resourcePoolId: parts.resourcePoolId,
      folder: parts.folder,
      datastoreId: site.datastoreId,
      tags: parts.tagIds,
      numCpus: machine.cpus,
      memory: machine.memoryMiB,
      guestId: site.template.guestId,
      scsiType: site.template.scsiType,
      firmware: site.template.firmware ?? "bios",
      efiSecureBootEnabled: site.template.secureBoot,
      disks: checkedDisk(machine, site),
      networkInterfaces: [{ networkId: site.networkId, adapterType: "vmxnet3" }],
      clone: { templateUuid: site.template.uuid },

      // As secret as the user data; @pulumi/vsphere marks it besides.
      extraConfig: cloudInit.apply(guestinfo),
      // Replaces the machine where a change of extraConfig would restart it (terraform-provider-vsphere #958, #1070).
      extraConfigRebootRequired: false,
      replaceTrigger: cloudInit.apply((plain) =>
        fingerprint({
          machine,
          cloudInit: plain,
          templateUuid: site.template.uuid,
          datastoreId: site.datastoreId,
          networkId: site.networkId,
        }),
      ),

      // Left out, each of these shows a change on every preview (pulumi-vsphere #472).
      eptRviMode: "automatic",
      hvMode: "hvAuto",
      syncTimeWithHost: true,

      // The holder of a virtual address reports it too, and it may come first.
      ignoredGuestIps: parts.virtualAddresses,
      // The address is known, and whether the machine comes up is seen by its node. While Pulumi waited here it would not
      // have written the machine down, and a run that is killed would have to make it anew.
      waitForGuestNetTimeout: 0,
      // Nothing on a machine outlives it: where the guest does not stop in a minute, its power is cut.
      shutdownWaitTimeout: 1,
      forcePowerOff: true,
    },
    pulumi.mergeOptions(opts, {
      // Only a generation that never came to serve is replaced on its own side, where addresses are fixed: the new machine
      // cannot stand beside the one that holds its address. A generation that serves stays until the next one does.
      deleteBeforeReplace: true,
      // cloud-init overwrites what it has read with `---` (`redact`): a refresh sees that, and an update would write
      // the secrets back and restart the machine. replaceTrigger notices real changes.
      ignoreChanges: ["extraConfig"],
      additionalSecretOutputs: ["extraConfig"],
    }),
  );
}
