import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedMachine } from "../types";
import { descriptionOf, failedBeforeKey, metadataOf, nameOf } from "./names";
import type { OpenStackSpace } from "./space";
import { userDataOf } from "./userdata";

/** Where a machine's system disk is. */
export type SystemDisk =
  /** On the host, as large as the flavor's. */
  | { kind: "local" }
  /** A volume of its own, as large as the pool's `diskGiB`, which goes with the machine. */
  | { kind: "volume"; type?: string | undefined };

/** What one instance needs beside its plan. */
export interface MachineParts {
  stackName: string;
  generation: string;
  space: OpenStackSpace;
  userData: pulumi.Input<string>;
  flavorId: string;
  disk: SystemDisk;
  availabilityZone: string | undefined;
  serverGroupId: pulumi.Input<string> | undefined;
  /** Addresses and networks that the machine may speak from beside its own address. */
  alsoSpeaksFrom: readonly string[];
  /** How often it has been tried before and never came up. */
  failedBefore: number;
}

/** An instance and its port. Any change of what it is made of replaces both. */
export function createMachine(
  resourceName: string,
  machine: PlannedMachine,
  parts: MachineParts,
  opts: pulumi.CustomResourceOptions,
): openstack.compute.Instance {
  const { stackName, generation, space } = parts;
  const owner = { stackName, generation };
  // Only a generation that never came to serve is replaced on its own side, where addresses are fixed: the new machine
  // cannot stand beside the one that holds its address. A generation that serves stays until the next one does.
  const makesWay = { deleteBeforeReplace: true };
  const port = new openstack.networking.Port(
    `${resourceName}-port`,
    {
      name: machine.name,
      description: descriptionOf(owner, `Port of ${machine.name}`),
      networkId: space.networkId,
      adminStateUp: true,
      fixedIps: [{ subnetId: space.subnetId, ipAddress: machine.address }],
      securityGroupIds: [space.securityGroupIds[machine.role]],
      allowedAddressPairs: parts.alsoSpeaksFrom.map((ipAddress) => ({ ipAddress })),
    },
    // Of its own, and not by the instance: otherwise the security group is in use when it is to go
    // (terraform-provider-openstack #153, #1466).
    pulumi.mergeOptions(opts, { ...makesWay, replaceOnChanges: ["name", "fixedIps"], dependsOn: [space.wayOut] }),
  );
  return new openstack.compute.Instance(
    resourceName,
    {
      // Carries the generation.
      name: machine.name,
      flavorId: parts.flavorId,
      ...diskArgs(machine, parts.disk, space.site.imageId),
      // Nothing has to answer at boot: who the machine is and what it does stands on a disk of its own.
      configDrive: true,
      userData: pulumi.secret(pulumi.output(parts.userData).apply((text) => userDataOf(machine.name, text))),
      networks: [{ port: port.id }],
      metadata: {
        ...metadataOf(stackName, generation, machine.role),
        ...(parts.failedBefore > 0 && { [failedBeforeKey]: String(parts.failedBefore) }),
      },
      ...(parts.availabilityZone === undefined ? {} : { availabilityZone: parts.availabilityZone }),
      ...(parts.serverGroupId === undefined ? {} : { schedulerHints: [{ group: parts.serverGroupId }] }),
    },
    pulumi.mergeOptions(opts, {
      ...makesWay,
      // Each of these would be changed in place: another name, a rebuild that wipes the disk (terraform-provider-openstack
      // #1562, #1986), a resize. A machine is made anew instead.
      replaceOnChanges: ["name", "imageId", "imageName", "flavorId", "flavorName", "metadata"],
      // As secret as what the cluster is made of (pulumi-openstack #327).
      additionalSecretOutputs: ["userData"],
    }),
  );
}

function diskArgs(machine: PlannedMachine, disk: SystemDisk, imageId: string) {
  switch (disk.kind) {
    case "local":
      return { imageId };
    case "volume":
      // With `imageId` besides, every run would make the machine anew (terraform-provider-openstack #397).
      return {
        blockDevices: [
          {
            uuid: imageId,
            sourceType: "image",
            destinationType: "volume",
            volumeSize: machine.diskGiB,
            bootIndex: 0,
            deleteOnTermination: true,
            ...(disk.type === undefined ? {} : { volumeType: disk.type }),
          },
        ],
      };
    default:
      return disk satisfies never;
  }
}

/** A server group that keeps machines of a role on different hosts. */
export function serverGroup(
  resourceName: string,
  owner: { stackName: string; generation: string },
  what: string,
  policy: "anti-affinity" | "soft-anti-affinity",
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const args = { name: nameOf(owner, what), policies: [policy] };
  return new openstack.compute.ServerGroup(resourceName, args, opts).id;
}
