// Written by generate.mjs from schema.json and docs.mjs: change those.
// Facts derived from pulumi/pulumi-vsphere v4.17.0 (Apache-2.0), itself bridged from vmware/terraform-provider-vsphere (MPL-2.0).
import * as pulumi from "@pulumi/pulumi";

/** The connection to one vCenter. Its password is kept secret in the state. */
export declare class Provider extends pulumi.ProviderResource {
  static isInstance(obj: unknown): obj is Provider;
  constructor(name: string, args?: ProviderArgs, opts?: pulumi.ResourceOptions);
}

/** Arguments of Provider. */
export interface ProviderArgs {
  /** Accept any certificate of the vCenter. */
  allowUnverifiedSsl?: pulumi.Input<boolean> | undefined;
  /** How long one call of the API may take, minutes. Default 5. */
  apiTimeout?: pulumi.Input<number> | undefined;
  clientDebug?: pulumi.Input<boolean> | undefined;
  clientDebugPath?: pulumi.Input<string> | undefined;
  clientDebugPathRun?: pulumi.Input<string> | undefined;
  /** The account's password. */
  password?: pulumi.Input<string> | undefined;
  /** Keep the session in a file for later runs. */
  persistSession?: pulumi.Input<boolean> | undefined;
  restSessionPath?: pulumi.Input<string> | undefined;
  /** The account's name. */
  user?: pulumi.Input<string> | undefined;
  /** Former name of `vsphereServer`. */
  vcenterServer?: pulumi.Input<string> | undefined;
  vimKeepAlive?: pulumi.Input<number> | undefined;
  vimSessionPath?: pulumi.Input<string> | undefined;
  /** Host name or address of the vCenter, with a port where it is not 443. */
  vsphereServer?: pulumi.Input<string> | undefined;
}

/** A virtual machine, cloned from a template or made from nothing. Its `extraConfig` is kept secret in the state. */
export declare class VirtualMachine extends pulumi.CustomResource {
  /** Reads a resource that exists; `id` is the provider's. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: VirtualMachineState,
    opts?: pulumi.CustomResourceOptions,
  ): VirtualMachine;
  /** Whether the object is a VirtualMachine, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is VirtualMachine;
  constructor(name: string, args: VirtualMachineArgs, opts?: pulumi.CustomResourceOptions);
  readonly alternateGuestName: pulumi.Output<string | undefined>;
  /** Notes shown in the vSphere client. */
  readonly annotation: pulumi.Output<string>;
  /** Wait before booting, milliseconds. */
  readonly bootDelay: pulumi.Output<number | undefined>;
  readonly bootRetryDelay: pulumi.Output<number | undefined>;
  readonly bootRetryEnabled: pulumi.Output<boolean | undefined>;
  readonly cdroms: pulumi.Output<outputs.VirtualMachineCdrom[] | undefined>;
  /** Changes whenever the machine's configuration does. */
  readonly changeVersion: pulumi.Output<string>;
  /** The template to clone and how. */
  readonly clone: pulumi.Output<outputs.VirtualMachineClone | undefined>;
  readonly cpuHotAddEnabled: pulumi.Output<boolean | undefined>;
  readonly cpuHotRemoveEnabled: pulumi.Output<boolean | undefined>;
  /** Most CPU it may use, MHz; -1 for no limit. */
  readonly cpuLimit: pulumi.Output<number | undefined>;
  readonly cpuPerformanceCountersEnabled: pulumi.Output<boolean | undefined>;
  /** CPU set aside, MHz. */
  readonly cpuReservation: pulumi.Output<number | undefined>;
  readonly cpuShareCount: pulumi.Output<number>;
  /** `low`, `normal`, `high` or `custom`. */
  readonly cpuShareLevel: pulumi.Output<string | undefined>;
  readonly customAttributes: pulumi.Output<{ [key: string]: string } | undefined>;
  /** The datacenter's managed object id. */
  readonly datacenterId: pulumi.Output<string | undefined>;
  /** A datastore cluster's managed object id, instead of `datastoreId`. */
  readonly datastoreClusterId: pulumi.Output<string | undefined>;
  /** The datastore's managed object id. */
  readonly datastoreId: pulumi.Output<string>;
  /** The guest's address that vSphere takes for its main one. */
  readonly defaultIpAddress: pulumi.Output<string>;
  /** The machine's virtual disks. */
  readonly disks: pulumi.Output<outputs.VirtualMachineDisk[]>;
  /** UEFI secure boot; only with `firmware: "efi"`. */
  readonly efiSecureBootEnabled: pulumi.Output<boolean | undefined>;
  /** Whether the guest sees its disks' UUIDs. */
  readonly enableDiskUuid: pulumi.Output<boolean | undefined>;
  readonly enableLogging: pulumi.Output<boolean | undefined>;
  /** `automatic`, `on` or `off`: hardware page tables. */
  readonly eptRviMode: pulumi.Output<string>;
  readonly evcMode: pulumi.Output<string | undefined>;
  /** Keys of the .vmx file, among them `guestinfo.*`, which the guest can read. */
  readonly extraConfig: pulumi.Output<{ [key: string]: string } | undefined>;
  /** Whether a change of `extraConfig` restarts the machine. Default true. */
  readonly extraConfigRebootRequired: pulumi.Output<boolean | undefined>;
  /** `bios` or `efi`. */
  readonly firmware: pulumi.Output<string | undefined>;
  /** Path of the folder, from the datacenter's root for virtual machines. */
  readonly folder: pulumi.Output<string | undefined>;
  /** Cut the power where the guest does not shut down in time. Default true. */
  readonly forcePowerOff: pulumi.Output<boolean | undefined>;
  /** The guest operating system's identifier, e.g. `debian12_64Guest`. */
  readonly guestId: pulumi.Output<string>;
  /** All addresses that the guest reports. */
  readonly guestIpAddresses: pulumi.Output<string[]>;
  /** Virtual hardware version. */
  readonly hardwareVersion: pulumi.Output<number>;
  /** The host's managed object id. */
  readonly hostSystemId: pulumi.Output<string>;
  /** `hvAuto`, `hvOn` or `hvOff`: hardware virtualisation. */
  readonly hvMode: pulumi.Output<string>;
  readonly ideControllerCount: pulumi.Output<number | undefined>;
  /** Addresses and CIDRs that do not count while waiting for the guest's address. */
  readonly ignoredGuestIps: pulumi.Output<string[] | undefined>;
  readonly imported: pulumi.Output<boolean>;
  /** `low`, `normal`, `medium` or `high`. */
  readonly latencySensitivity: pulumi.Output<string | undefined>;
  /** Memory, MiB; a multiple of 4. */
  readonly memory: pulumi.Output<number | undefined>;
  readonly memoryHotAddEnabled: pulumi.Output<boolean | undefined>;
  /** Most memory it may use, MiB; -1 for no limit. */
  readonly memoryLimit: pulumi.Output<number | undefined>;
  /** Memory set aside, MiB. */
  readonly memoryReservation: pulumi.Output<number | undefined>;
  readonly memoryReservationLockedToMax: pulumi.Output<boolean | undefined>;
  readonly memoryShareCount: pulumi.Output<number>;
  /** `low`, `normal`, `high` or `custom`. */
  readonly memoryShareLevel: pulumi.Output<string | undefined>;
  /** How long a migration may take, minutes. Default 30. */
  readonly migrateWaitTimeout: pulumi.Output<number | undefined>;
  /** Managed object id. */
  readonly moid: pulumi.Output<string>;
  /** The object's name. */
  readonly name: pulumi.Output<string>;
  readonly nestedHvEnabled: pulumi.Output<boolean | undefined>;
  /** The machine's network cards. */
  readonly networkInterfaces: pulumi.Output<outputs.VirtualMachineNetworkInterface[] | undefined>;
  readonly numCoresPerNumaNode: pulumi.Output<number | undefined>;
  /** Cores of one socket; `numCpus` must be a multiple of it. */
  readonly numCoresPerSocket: pulumi.Output<number | undefined>;
  /** Virtual CPUs. */
  readonly numCpus: pulumi.Output<number | undefined>;
  readonly nvmeControllerCount: pulumi.Output<number | undefined>;
  readonly ovfDeploy: pulumi.Output<outputs.VirtualMachineOvfDeploy | undefined>;
  readonly pciDeviceIds: pulumi.Output<string[] | undefined>;
  /** `on`, `off` or `suspended`. */
  readonly powerState: pulumi.Output<string>;
  /** How long powering on may take, seconds; at least 300. */
  readonly poweronTimeout: pulumi.Output<number | undefined>;
  /** Whether the last change needed a restart. */
  readonly rebootRequired: pulumi.Output<boolean>;
  /** A value whose change replaces the machine. */
  readonly replaceTrigger: pulumi.Output<string | undefined>;
  /** The resource pool's managed object id. */
  readonly resourcePoolId: pulumi.Output<string>;
  readonly runToolsScriptsAfterPowerOn: pulumi.Output<boolean | undefined>;
  readonly runToolsScriptsAfterResume: pulumi.Output<boolean | undefined>;
  readonly runToolsScriptsBeforeGuestReboot: pulumi.Output<boolean | undefined>;
  readonly runToolsScriptsBeforeGuestShutdown: pulumi.Output<boolean | undefined>;
  readonly runToolsScriptsBeforeGuestStandby: pulumi.Output<boolean | undefined>;
  readonly sataControllerCount: pulumi.Output<number | undefined>;
  readonly scsiBusSharing: pulumi.Output<string | undefined>;
  readonly scsiControllerCount: pulumi.Output<number | undefined>;
  /** `pvscsi`, `lsilogic`, `lsilogic-sas` or `buslogic`. */
  readonly scsiType: pulumi.Output<string | undefined>;
  /** How long a guest has to shut down, minutes; 1 to 10. Default 3. */
  readonly shutdownWaitTimeout: pulumi.Output<number | undefined>;
  readonly storagePolicyId: pulumi.Output<string>;
  readonly swapPlacementPolicy: pulumi.Output<string | undefined>;
  /** Set the guest's clock when it starts or resumes. */
  readonly syncTimeWithHost: pulumi.Output<boolean | undefined>;
  /** Keep setting the guest's clock. */
  readonly syncTimeWithHostPeriodically: pulumi.Output<boolean | undefined>;
  /** Ids of the tags on the object. */
  readonly tags: pulumi.Output<string[] | undefined>;
  readonly toolsUpgradePolicy: pulumi.Output<string | undefined>;
  /** BIOS UUID. */
  readonly uuid: pulumi.Output<string>;
  readonly vapp: pulumi.Output<outputs.VirtualMachineVapp | undefined>;
  /** Ways in which the machine takes vApp properties. */
  readonly vappTransports: pulumi.Output<string[]>;
  readonly vbsEnabled: pulumi.Output<boolean | undefined>;
  readonly videoCard: pulumi.Output<outputs.VirtualMachineVideoCard | undefined>;
  /** State of VMware Tools in the guest. */
  readonly vmwareToolsStatus: pulumi.Output<string>;
  /** Path of the .vmx file on its datastore. */
  readonly vmxPath: pulumi.Output<string>;
  readonly vtpm: pulumi.Output<outputs.VirtualMachineVtpm | undefined>;
  readonly vvtdEnabled: pulumi.Output<boolean | undefined>;
  /** How long to wait for the guest's default address, minutes; 0 not at all. Default 0. */
  readonly waitForGuestIpTimeout: pulumi.Output<number | undefined>;
  /** Count only addresses with a default gateway. Default true. */
  readonly waitForGuestNetRoutable: pulumi.Output<boolean | undefined>;
  /** How long to wait for any address of the guest, minutes; 0 not at all. Default 5. */
  readonly waitForGuestNetTimeout: pulumi.Output<number | undefined>;
}

/** Properties that find a VirtualMachine for `VirtualMachine.get`. */
export interface VirtualMachineState {
  alternateGuestName?: pulumi.Input<string> | undefined;
  /** Notes shown in the vSphere client. */
  annotation?: pulumi.Input<string> | undefined;
  /** Wait before booting, milliseconds. */
  bootDelay?: pulumi.Input<number> | undefined;
  bootRetryDelay?: pulumi.Input<number> | undefined;
  bootRetryEnabled?: pulumi.Input<boolean> | undefined;
  cdroms?: pulumi.Input<pulumi.Input<inputs.VirtualMachineCdrom>[]> | undefined;
  /** Changes whenever the machine's configuration does. */
  changeVersion?: pulumi.Input<string> | undefined;
  /** The template to clone and how. */
  clone?: pulumi.Input<inputs.VirtualMachineClone> | undefined;
  cpuHotAddEnabled?: pulumi.Input<boolean> | undefined;
  cpuHotRemoveEnabled?: pulumi.Input<boolean> | undefined;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: pulumi.Input<number> | undefined;
  cpuPerformanceCountersEnabled?: pulumi.Input<boolean> | undefined;
  /** CPU set aside, MHz. */
  cpuReservation?: pulumi.Input<number> | undefined;
  cpuShareCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: pulumi.Input<string> | undefined;
  customAttributes?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** A datastore cluster's managed object id, instead of `datastoreId`. */
  datastoreClusterId?: pulumi.Input<string> | undefined;
  /** The datastore's managed object id. */
  datastoreId?: pulumi.Input<string> | undefined;
  /** The guest's address that vSphere takes for its main one. */
  defaultIpAddress?: pulumi.Input<string> | undefined;
  /** The machine's virtual disks. */
  disks?: pulumi.Input<pulumi.Input<inputs.VirtualMachineDisk>[]> | undefined;
  /** UEFI secure boot; only with `firmware: "efi"`. */
  efiSecureBootEnabled?: pulumi.Input<boolean> | undefined;
  /** Whether the guest sees its disks' UUIDs. */
  enableDiskUuid?: pulumi.Input<boolean> | undefined;
  enableLogging?: pulumi.Input<boolean> | undefined;
  /** `automatic`, `on` or `off`: hardware page tables. */
  eptRviMode?: pulumi.Input<string> | undefined;
  evcMode?: pulumi.Input<string> | undefined;
  /** Keys of the .vmx file, among them `guestinfo.*`, which the guest can read. */
  extraConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** Whether a change of `extraConfig` restarts the machine. Default true. */
  extraConfigRebootRequired?: pulumi.Input<boolean> | undefined;
  /** `bios` or `efi`. */
  firmware?: pulumi.Input<string> | undefined;
  /** Path of the folder, from the datacenter's root for virtual machines. */
  folder?: pulumi.Input<string> | undefined;
  /** Cut the power where the guest does not shut down in time. Default true. */
  forcePowerOff?: pulumi.Input<boolean> | undefined;
  /** The guest operating system's identifier, e.g. `debian12_64Guest`. */
  guestId?: pulumi.Input<string> | undefined;
  /** All addresses that the guest reports. */
  guestIpAddresses?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Virtual hardware version. */
  hardwareVersion?: pulumi.Input<number> | undefined;
  /** The host's managed object id. */
  hostSystemId?: pulumi.Input<string> | undefined;
  /** `hvAuto`, `hvOn` or `hvOff`: hardware virtualisation. */
  hvMode?: pulumi.Input<string> | undefined;
  ideControllerCount?: pulumi.Input<number> | undefined;
  /** Addresses and CIDRs that do not count while waiting for the guest's address. */
  ignoredGuestIps?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  imported?: pulumi.Input<boolean> | undefined;
  /** `low`, `normal`, `medium` or `high`. */
  latencySensitivity?: pulumi.Input<string> | undefined;
  /** Memory, MiB; a multiple of 4. */
  memory?: pulumi.Input<number> | undefined;
  memoryHotAddEnabled?: pulumi.Input<boolean> | undefined;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: pulumi.Input<number> | undefined;
  /** Memory set aside, MiB. */
  memoryReservation?: pulumi.Input<number> | undefined;
  memoryReservationLockedToMax?: pulumi.Input<boolean> | undefined;
  memoryShareCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: pulumi.Input<string> | undefined;
  /** How long a migration may take, minutes. Default 30. */
  migrateWaitTimeout?: pulumi.Input<number> | undefined;
  /** Managed object id. */
  moid?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  nestedHvEnabled?: pulumi.Input<boolean> | undefined;
  /** The machine's network cards. */
  networkInterfaces?: pulumi.Input<pulumi.Input<inputs.VirtualMachineNetworkInterface>[]> | undefined;
  numCoresPerNumaNode?: pulumi.Input<number> | undefined;
  /** Cores of one socket; `numCpus` must be a multiple of it. */
  numCoresPerSocket?: pulumi.Input<number> | undefined;
  /** Virtual CPUs. */
  numCpus?: pulumi.Input<number> | undefined;
  nvmeControllerCount?: pulumi.Input<number> | undefined;
  ovfDeploy?: pulumi.Input<inputs.VirtualMachineOvfDeploy> | undefined;
  pciDeviceIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** `on`, `off` or `suspended`. */
  powerState?: pulumi.Input<string> | undefined;
  /** How long powering on may take, seconds; at least 300. */
  poweronTimeout?: pulumi.Input<number> | undefined;
  /** Whether the last change needed a restart. */
  rebootRequired?: pulumi.Input<boolean> | undefined;
  /** A value whose change replaces the machine. */
  replaceTrigger?: pulumi.Input<string> | undefined;
  /** The resource pool's managed object id. */
  resourcePoolId?: pulumi.Input<string> | undefined;
  runToolsScriptsAfterPowerOn?: pulumi.Input<boolean> | undefined;
  runToolsScriptsAfterResume?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestReboot?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestShutdown?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestStandby?: pulumi.Input<boolean> | undefined;
  sataControllerCount?: pulumi.Input<number> | undefined;
  scsiBusSharing?: pulumi.Input<string> | undefined;
  scsiControllerCount?: pulumi.Input<number> | undefined;
  /** `pvscsi`, `lsilogic`, `lsilogic-sas` or `buslogic`. */
  scsiType?: pulumi.Input<string> | undefined;
  /** How long a guest has to shut down, minutes; 1 to 10. Default 3. */
  shutdownWaitTimeout?: pulumi.Input<number> | undefined;
  storagePolicyId?: pulumi.Input<string> | undefined;
  swapPlacementPolicy?: pulumi.Input<string> | undefined;
  /** Set the guest's clock when it starts or resumes. */
  syncTimeWithHost?: pulumi.Input<boolean> | undefined;
  /** Keep setting the guest's clock. */
  syncTimeWithHostPeriodically?: pulumi.Input<boolean> | undefined;
  /** Ids of the tags on the object. */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  toolsUpgradePolicy?: pulumi.Input<string> | undefined;
  /** BIOS UUID. */
  uuid?: pulumi.Input<string> | undefined;
  vapp?: pulumi.Input<inputs.VirtualMachineVapp> | undefined;
  /** Ways in which the machine takes vApp properties. */
  vappTransports?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  vbsEnabled?: pulumi.Input<boolean> | undefined;
  videoCard?: pulumi.Input<inputs.VirtualMachineVideoCard> | undefined;
  /** State of VMware Tools in the guest. */
  vmwareToolsStatus?: pulumi.Input<string> | undefined;
  /** Path of the .vmx file on its datastore. */
  vmxPath?: pulumi.Input<string> | undefined;
  vtpm?: pulumi.Input<inputs.VirtualMachineVtpm> | undefined;
  vvtdEnabled?: pulumi.Input<boolean> | undefined;
  /** How long to wait for the guest's default address, minutes; 0 not at all. Default 0. */
  waitForGuestIpTimeout?: pulumi.Input<number> | undefined;
  /** Count only addresses with a default gateway. Default true. */
  waitForGuestNetRoutable?: pulumi.Input<boolean> | undefined;
  /** How long to wait for any address of the guest, minutes; 0 not at all. Default 5. */
  waitForGuestNetTimeout?: pulumi.Input<number> | undefined;
}

/** Arguments of VirtualMachine. */
export interface VirtualMachineArgs {
  alternateGuestName?: pulumi.Input<string> | undefined;
  /** Notes shown in the vSphere client. */
  annotation?: pulumi.Input<string> | undefined;
  /** Wait before booting, milliseconds. */
  bootDelay?: pulumi.Input<number> | undefined;
  bootRetryDelay?: pulumi.Input<number> | undefined;
  bootRetryEnabled?: pulumi.Input<boolean> | undefined;
  cdroms?: pulumi.Input<pulumi.Input<inputs.VirtualMachineCdrom>[]> | undefined;
  /** The template to clone and how. */
  clone?: pulumi.Input<inputs.VirtualMachineClone> | undefined;
  cpuHotAddEnabled?: pulumi.Input<boolean> | undefined;
  cpuHotRemoveEnabled?: pulumi.Input<boolean> | undefined;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: pulumi.Input<number> | undefined;
  cpuPerformanceCountersEnabled?: pulumi.Input<boolean> | undefined;
  /** CPU set aside, MHz. */
  cpuReservation?: pulumi.Input<number> | undefined;
  cpuShareCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: pulumi.Input<string> | undefined;
  customAttributes?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** A datastore cluster's managed object id, instead of `datastoreId`. */
  datastoreClusterId?: pulumi.Input<string> | undefined;
  /** The datastore's managed object id. */
  datastoreId?: pulumi.Input<string> | undefined;
  /** The machine's virtual disks. */
  disks?: pulumi.Input<pulumi.Input<inputs.VirtualMachineDisk>[]> | undefined;
  /** UEFI secure boot; only with `firmware: "efi"`. */
  efiSecureBootEnabled?: pulumi.Input<boolean> | undefined;
  /** Whether the guest sees its disks' UUIDs. */
  enableDiskUuid?: pulumi.Input<boolean> | undefined;
  enableLogging?: pulumi.Input<boolean> | undefined;
  /** `automatic`, `on` or `off`: hardware page tables. */
  eptRviMode?: pulumi.Input<string> | undefined;
  evcMode?: pulumi.Input<string> | undefined;
  /** Keys of the .vmx file, among them `guestinfo.*`, which the guest can read. */
  extraConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** Whether a change of `extraConfig` restarts the machine. Default true. */
  extraConfigRebootRequired?: pulumi.Input<boolean> | undefined;
  /** `bios` or `efi`. */
  firmware?: pulumi.Input<string> | undefined;
  /** Path of the folder, from the datacenter's root for virtual machines. */
  folder?: pulumi.Input<string> | undefined;
  /** Cut the power where the guest does not shut down in time. Default true. */
  forcePowerOff?: pulumi.Input<boolean> | undefined;
  /** The guest operating system's identifier, e.g. `debian12_64Guest`. */
  guestId?: pulumi.Input<string> | undefined;
  /** Virtual hardware version. */
  hardwareVersion?: pulumi.Input<number> | undefined;
  /** The host's managed object id. */
  hostSystemId?: pulumi.Input<string> | undefined;
  /** `hvAuto`, `hvOn` or `hvOff`: hardware virtualisation. */
  hvMode?: pulumi.Input<string> | undefined;
  ideControllerCount?: pulumi.Input<number> | undefined;
  /** Addresses and CIDRs that do not count while waiting for the guest's address. */
  ignoredGuestIps?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** `low`, `normal`, `medium` or `high`. */
  latencySensitivity?: pulumi.Input<string> | undefined;
  /** Memory, MiB; a multiple of 4. */
  memory?: pulumi.Input<number> | undefined;
  memoryHotAddEnabled?: pulumi.Input<boolean> | undefined;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: pulumi.Input<number> | undefined;
  /** Memory set aside, MiB. */
  memoryReservation?: pulumi.Input<number> | undefined;
  memoryReservationLockedToMax?: pulumi.Input<boolean> | undefined;
  memoryShareCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: pulumi.Input<string> | undefined;
  /** How long a migration may take, minutes. Default 30. */
  migrateWaitTimeout?: pulumi.Input<number> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  nestedHvEnabled?: pulumi.Input<boolean> | undefined;
  /** The machine's network cards. */
  networkInterfaces?: pulumi.Input<pulumi.Input<inputs.VirtualMachineNetworkInterface>[]> | undefined;
  numCoresPerNumaNode?: pulumi.Input<number> | undefined;
  /** Cores of one socket; `numCpus` must be a multiple of it. */
  numCoresPerSocket?: pulumi.Input<number> | undefined;
  /** Virtual CPUs. */
  numCpus?: pulumi.Input<number> | undefined;
  nvmeControllerCount?: pulumi.Input<number> | undefined;
  ovfDeploy?: pulumi.Input<inputs.VirtualMachineOvfDeploy> | undefined;
  pciDeviceIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** How long powering on may take, seconds; at least 300. */
  poweronTimeout?: pulumi.Input<number> | undefined;
  /** A value whose change replaces the machine. */
  replaceTrigger?: pulumi.Input<string> | undefined;
  /** The resource pool's managed object id. */
  resourcePoolId: pulumi.Input<string>;
  runToolsScriptsAfterPowerOn?: pulumi.Input<boolean> | undefined;
  runToolsScriptsAfterResume?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestReboot?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestShutdown?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestStandby?: pulumi.Input<boolean> | undefined;
  sataControllerCount?: pulumi.Input<number> | undefined;
  scsiBusSharing?: pulumi.Input<string> | undefined;
  scsiControllerCount?: pulumi.Input<number> | undefined;
  /** `pvscsi`, `lsilogic`, `lsilogic-sas` or `buslogic`. */
  scsiType?: pulumi.Input<string> | undefined;
  /** How long a guest has to shut down, minutes; 1 to 10. Default 3. */
  shutdownWaitTimeout?: pulumi.Input<number> | undefined;
  storagePolicyId?: pulumi.Input<string> | undefined;
  swapPlacementPolicy?: pulumi.Input<string> | undefined;
  /** Set the guest's clock when it starts or resumes. */
  syncTimeWithHost?: pulumi.Input<boolean> | undefined;
  /** Keep setting the guest's clock. */
  syncTimeWithHostPeriodically?: pulumi.Input<boolean> | undefined;
  /** Ids of the tags on the object. */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  toolsUpgradePolicy?: pulumi.Input<string> | undefined;
  vapp?: pulumi.Input<inputs.VirtualMachineVapp> | undefined;
  vbsEnabled?: pulumi.Input<boolean> | undefined;
  videoCard?: pulumi.Input<inputs.VirtualMachineVideoCard> | undefined;
  vtpm?: pulumi.Input<inputs.VirtualMachineVtpm> | undefined;
  vvtdEnabled?: pulumi.Input<boolean> | undefined;
  /** How long to wait for the guest's default address, minutes; 0 not at all. Default 0. */
  waitForGuestIpTimeout?: pulumi.Input<number> | undefined;
  /** Count only addresses with a default gateway. Default true. */
  waitForGuestNetRoutable?: pulumi.Input<boolean> | undefined;
  /** How long to wait for any address of the guest, minutes; 0 not at all. Default 5. */
  waitForGuestNetTimeout?: pulumi.Input<number> | undefined;
}

/** An inventory folder for virtual machines, hosts, datastores, networks or datacenters. */
export declare class Folder extends pulumi.CustomResource {
  /** Reads a resource that exists; `id` is the provider's. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: FolderState,
    opts?: pulumi.CustomResourceOptions,
  ): Folder;
  /** Whether the object is a Folder, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is Folder;
  constructor(name: string, args: FolderArgs, opts?: pulumi.CustomResourceOptions);
  readonly customAttributes: pulumi.Output<{ [key: string]: string } | undefined>;
  /** The datacenter's managed object id. */
  readonly datacenterId: pulumi.Output<string | undefined>;
  /** Path of the folder, from the datacenter's root for the type; its parent must exist. */
  readonly path: pulumi.Output<string>;
  /** Ids of the tags on the object. */
  readonly tags: pulumi.Output<string[] | undefined>;
  /** `vm`, `host`, `datastore`, `network` or `datacenter`. */
  readonly type: pulumi.Output<string>;
}

/** Properties that find a Folder for `Folder.get`. */
export interface FolderState {
  customAttributes?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** Path of the folder, from the datacenter's root for the type; its parent must exist. */
  path?: pulumi.Input<string> | undefined;
  /** Ids of the tags on the object. */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** `vm`, `host`, `datastore`, `network` or `datacenter`. */
  type?: pulumi.Input<string> | undefined;
}

/** Arguments of Folder. */
export interface FolderArgs {
  customAttributes?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** Path of the folder, from the datacenter's root for the type; its parent must exist. */
  path: pulumi.Input<string>;
  /** Ids of the tags on the object. */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** `vm`, `host`, `datastore`, `network` or `datacenter`. */
  type: pulumi.Input<string>;
}

/** A share of a cluster's or host's CPU and memory. */
export declare class ResourcePool extends pulumi.CustomResource {
  /** Reads a resource that exists; `id` is the provider's. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: ResourcePoolState,
    opts?: pulumi.CustomResourceOptions,
  ): ResourcePool;
  /** Whether the object is a ResourcePool, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is ResourcePool;
  constructor(name: string, args: ResourcePoolArgs, opts?: pulumi.CustomResourceOptions);
  /** Whether the pool may take more than its reservation from its parent. */
  readonly cpuExpandable: pulumi.Output<boolean | undefined>;
  /** Most CPU it may use, MHz; -1 for no limit. */
  readonly cpuLimit: pulumi.Output<number | undefined>;
  /** CPU set aside, MHz. */
  readonly cpuReservation: pulumi.Output<number | undefined>;
  /** `low`, `normal`, `high` or `custom`. */
  readonly cpuShareLevel: pulumi.Output<string | undefined>;
  readonly cpuShares: pulumi.Output<number>;
  readonly customAttributes: pulumi.Output<{ [key: string]: string } | undefined>;
  /** Whether the pool may take more than its reservation from its parent. */
  readonly memoryExpandable: pulumi.Output<boolean | undefined>;
  /** Most memory it may use, MiB; -1 for no limit. */
  readonly memoryLimit: pulumi.Output<number | undefined>;
  /** Memory set aside, MiB. */
  readonly memoryReservation: pulumi.Output<number | undefined>;
  /** `low`, `normal`, `high` or `custom`. */
  readonly memoryShareLevel: pulumi.Output<string | undefined>;
  readonly memoryShares: pulumi.Output<number>;
  /** The object's name. */
  readonly name: pulumi.Output<string>;
  /** The parent's managed object id; a cluster's root pool for a pool directly under it. */
  readonly parentResourcePoolId: pulumi.Output<string>;
  readonly scaleDescendantsShares: pulumi.Output<string | undefined>;
  /** Ids of the tags on the object. */
  readonly tags: pulumi.Output<string[] | undefined>;
}

/** Properties that find a ResourcePool for `ResourcePool.get`. */
export interface ResourcePoolState {
  /** Whether the pool may take more than its reservation from its parent. */
  cpuExpandable?: pulumi.Input<boolean> | undefined;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: pulumi.Input<number> | undefined;
  /** CPU set aside, MHz. */
  cpuReservation?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: pulumi.Input<string> | undefined;
  cpuShares?: pulumi.Input<number> | undefined;
  customAttributes?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** Whether the pool may take more than its reservation from its parent. */
  memoryExpandable?: pulumi.Input<boolean> | undefined;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: pulumi.Input<number> | undefined;
  /** Memory set aside, MiB. */
  memoryReservation?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: pulumi.Input<string> | undefined;
  memoryShares?: pulumi.Input<number> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  /** The parent's managed object id; a cluster's root pool for a pool directly under it. */
  parentResourcePoolId?: pulumi.Input<string> | undefined;
  scaleDescendantsShares?: pulumi.Input<string> | undefined;
  /** Ids of the tags on the object. */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** Arguments of ResourcePool. */
export interface ResourcePoolArgs {
  /** Whether the pool may take more than its reservation from its parent. */
  cpuExpandable?: pulumi.Input<boolean> | undefined;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: pulumi.Input<number> | undefined;
  /** CPU set aside, MHz. */
  cpuReservation?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: pulumi.Input<string> | undefined;
  cpuShares?: pulumi.Input<number> | undefined;
  customAttributes?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** Whether the pool may take more than its reservation from its parent. */
  memoryExpandable?: pulumi.Input<boolean> | undefined;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: pulumi.Input<number> | undefined;
  /** Memory set aside, MiB. */
  memoryReservation?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: pulumi.Input<string> | undefined;
  memoryShares?: pulumi.Input<number> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  /** The parent's managed object id; a cluster's root pool for a pool directly under it. */
  parentResourcePoolId: pulumi.Input<string>;
  scaleDescendantsShares?: pulumi.Input<string> | undefined;
  /** Ids of the tags on the object. */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** A tag, one value of a tag category. */
export declare class Tag extends pulumi.CustomResource {
  /** Reads a resource that exists; `id` is the provider's. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TagState, opts?: pulumi.CustomResourceOptions): Tag;
  /** Whether the object is a Tag, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is Tag;
  constructor(name: string, args: TagArgs, opts?: pulumi.CustomResourceOptions);
  /** The tag category's id. */
  readonly categoryId: pulumi.Output<string>;
  readonly description: pulumi.Output<string | undefined>;
  /** The object's name. */
  readonly name: pulumi.Output<string>;
}

/** Properties that find a Tag for `Tag.get`. */
export interface TagState {
  /** The tag category's id. */
  categoryId?: pulumi.Input<string> | undefined;
  description?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
}

/** Arguments of Tag. */
export interface TagArgs {
  /** The tag category's id. */
  categoryId: pulumi.Input<string>;
  description?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
}

/** A tag category: which objects its tags fit and how many of them one object may carry. */
export declare class TagCategory extends pulumi.CustomResource {
  /** Reads a resource that exists; `id` is the provider's. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: TagCategoryState,
    opts?: pulumi.CustomResourceOptions,
  ): TagCategory;
  /** Whether the object is a TagCategory, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is TagCategory;
  constructor(name: string, args: TagCategoryArgs, opts?: pulumi.CustomResourceOptions);
  /** Kinds of object that take the category's tags, e.g. `VirtualMachine`. */
  readonly associableTypes: pulumi.Output<string[]>;
  /** `SINGLE` or `MULTIPLE`: how many of the category's tags one object may carry. */
  readonly cardinality: pulumi.Output<string>;
  readonly description: pulumi.Output<string | undefined>;
  /** The object's name. */
  readonly name: pulumi.Output<string>;
}

/** Properties that find a TagCategory for `TagCategory.get`. */
export interface TagCategoryState {
  /** Kinds of object that take the category's tags, e.g. `VirtualMachine`. */
  associableTypes?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** `SINGLE` or `MULTIPLE`: how many of the category's tags one object may carry. */
  cardinality?: pulumi.Input<string> | undefined;
  description?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
}

/** Arguments of TagCategory. */
export interface TagCategoryArgs {
  /** Kinds of object that take the category's tags, e.g. `VirtualMachine`. */
  associableTypes: pulumi.Input<pulumi.Input<string>[]>;
  /** `SINGLE` or `MULTIPLE`: how many of the category's tags one object may carry. */
  cardinality: pulumi.Input<string>;
  description?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
}

/** A DRS rule that keeps virtual machines on different hosts. */
export declare class ComputeClusterVmAntiAffinityRule extends pulumi.CustomResource {
  /** Reads a resource that exists; `id` is the provider's. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: ComputeClusterVmAntiAffinityRuleState,
    opts?: pulumi.CustomResourceOptions,
  ): ComputeClusterVmAntiAffinityRule;
  /** Whether the object is a ComputeClusterVmAntiAffinityRule, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is ComputeClusterVmAntiAffinityRule;
  constructor(name: string, args: ComputeClusterVmAntiAffinityRuleArgs, opts?: pulumi.CustomResourceOptions);
  /** The cluster's managed object id. */
  readonly computeClusterId: pulumi.Output<string>;
  /** Whether the rule is in force. Default true. */
  readonly enabled: pulumi.Output<boolean | undefined>;
  /** Whether a host may refuse to start a machine rather than break the rule. Default false. */
  readonly mandatory: pulumi.Output<boolean | undefined>;
  /** The object's name. */
  readonly name: pulumi.Output<string>;
  /** UUIDs of the machines, at least two. */
  readonly virtualMachineIds: pulumi.Output<string[]>;
}

/** Properties that find a ComputeClusterVmAntiAffinityRule for `ComputeClusterVmAntiAffinityRule.get`. */
export interface ComputeClusterVmAntiAffinityRuleState {
  /** The cluster's managed object id. */
  computeClusterId?: pulumi.Input<string> | undefined;
  /** Whether the rule is in force. Default true. */
  enabled?: pulumi.Input<boolean> | undefined;
  /** Whether a host may refuse to start a machine rather than break the rule. Default false. */
  mandatory?: pulumi.Input<boolean> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  /** UUIDs of the machines, at least two. */
  virtualMachineIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** Arguments of ComputeClusterVmAntiAffinityRule. */
export interface ComputeClusterVmAntiAffinityRuleArgs {
  /** The cluster's managed object id. */
  computeClusterId: pulumi.Input<string>;
  /** Whether the rule is in force. Default true. */
  enabled?: pulumi.Input<boolean> | undefined;
  /** Whether a host may refuse to start a machine rather than break the rule. Default false. */
  mandatory?: pulumi.Input<boolean> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  /** UUIDs of the machines, at least two. */
  virtualMachineIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Looks a datacenter up by its name or inventory path. Fails where there is none. */
export declare function getDatacenter(
  args?: GetDatacenterArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatacenterResult>;
/** Looks a datacenter up by its name or inventory path. Fails where there is none. */
export declare function getDatacenterOutput(
  args?: GetDatacenterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetDatacenterResult>;

/** Arguments of getDatacenter. */
export interface GetDatacenterArgs {
  /** The object's name. */
  name?: string;
}

/** Arguments of getDatacenterOutput. */
export interface GetDatacenterOutputArgs {
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
}

/** What getDatacenter finds. */
export interface GetDatacenterResult {
  /** The object's id. */
  id: string;
  /** The object's name. */
  name?: string;
  virtualMachines: string[];
}

/** Looks a datastore up by its name or inventory path. Fails where there is none. */
export declare function getDatastore(args: GetDatastoreArgs, opts?: pulumi.InvokeOptions): Promise<GetDatastoreResult>;
/** Looks a datastore up by its name or inventory path. Fails where there is none. */
export declare function getDatastoreOutput(
  args: GetDatastoreOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetDatastoreResult>;

/** Arguments of getDatastore. */
export interface GetDatastoreArgs {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The object's name. */
  name: string;
  stats?: { [key: string]: string };
}

/** Arguments of getDatastoreOutput. */
export interface GetDatastoreOutputArgs {
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name: pulumi.Input<string>;
  stats?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
}

/** What getDatastore finds. */
export interface GetDatastoreResult {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The object's id. */
  id: string;
  /** The object's name. */
  name: string;
  stats?: { [key: string]: string };
}

/** Looks a cluster of hosts up by its name or inventory path. Fails where there is none. */
export declare function getComputeCluster(
  args: GetComputeClusterArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetComputeClusterResult>;
/** Looks a cluster of hosts up by its name or inventory path. Fails where there is none. */
export declare function getComputeClusterOutput(
  args: GetComputeClusterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetComputeClusterResult>;

/** Arguments of getComputeCluster. */
export interface GetComputeClusterArgs {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The object's name. */
  name: string;
}

/** Arguments of getComputeClusterOutput. */
export interface GetComputeClusterOutputArgs {
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name: pulumi.Input<string>;
}

/** What getComputeCluster finds. */
export interface GetComputeClusterResult {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The object's id. */
  id: string;
  /** The object's name. */
  name: string;
  /** The resource pool's managed object id. */
  resourcePoolId: string;
}

/** Looks a network or port group up by its name or inventory path. Fails where there is none. */
export declare function getNetwork(args: GetNetworkArgs, opts?: pulumi.InvokeOptions): Promise<GetNetworkResult>;
/** Looks a network or port group up by its name or inventory path. Fails where there is none. */
export declare function getNetworkOutput(
  args: GetNetworkOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetNetworkResult>;

/** Arguments of getNetwork. */
export interface GetNetworkArgs {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** UUID of the distributed switch that has the port group, where names are not unique. */
  distributedVirtualSwitchUuid?: string;
  filters?: outputs.GetNetworkFilter[];
  /** The object's name. */
  name: string;
  retryInterval?: number;
  retryTimeout?: number;
  vpcId?: string;
  vpcProjectId?: string;
}

/** Arguments of getNetworkOutput. */
export interface GetNetworkOutputArgs {
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** UUID of the distributed switch that has the port group, where names are not unique. */
  distributedVirtualSwitchUuid?: pulumi.Input<string> | undefined;
  filters?: pulumi.Input<pulumi.Input<inputs.GetNetworkFilter>[]> | undefined;
  /** The object's name. */
  name: pulumi.Input<string>;
  retryInterval?: pulumi.Input<number> | undefined;
  retryTimeout?: pulumi.Input<number> | undefined;
  vpcId?: pulumi.Input<string> | undefined;
  vpcProjectId?: pulumi.Input<string> | undefined;
}

/** What getNetwork finds. */
export interface GetNetworkResult {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** UUID of the distributed switch that has the port group, where names are not unique. */
  distributedVirtualSwitchUuid?: string;
  filters?: outputs.GetNetworkFilter[];
  /** The object's id. */
  id: string;
  /** The object's name. */
  name: string;
  retryInterval?: number;
  retryTimeout?: number;
  type: string;
  vpcId?: string;
  vpcProjectId?: string;
}

/** Looks a virtual machine or template up by its name or inventory path. Fails where there is none. */
export declare function getVirtualMachine(
  args?: GetVirtualMachineArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVirtualMachineResult>;
/** Looks a virtual machine or template up by its name or inventory path. Fails where there is none. */
export declare function getVirtualMachineOutput(
  args?: GetVirtualMachineOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVirtualMachineResult>;

/** Arguments of getVirtualMachine. */
export interface GetVirtualMachineArgs {
  alternateGuestName?: string;
  /** Notes shown in the vSphere client. */
  annotation?: string;
  /** Wait before booting, milliseconds. */
  bootDelay?: number;
  bootRetryDelay?: number;
  bootRetryEnabled?: boolean;
  cpuHotAddEnabled?: boolean;
  cpuHotRemoveEnabled?: boolean;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: number;
  cpuPerformanceCountersEnabled?: boolean;
  /** CPU set aside, MHz. */
  cpuReservation?: number;
  cpuShareCount?: number;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: string;
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** UEFI secure boot; only with `firmware: "efi"`. */
  efiSecureBootEnabled?: boolean;
  /** Whether the guest sees its disks' UUIDs. */
  enableDiskUuid?: boolean;
  enableLogging?: boolean;
  /** `automatic`, `on` or `off`: hardware page tables. */
  eptRviMode?: string;
  evcMode?: string;
  /** Keys of the .vmx file, among them `guestinfo.*`, which the guest can read. */
  extraConfig?: { [key: string]: string };
  /** Whether a change of `extraConfig` restarts the machine. Default true. */
  extraConfigRebootRequired?: boolean;
  /** `bios` or `efi`. */
  firmware?: string;
  /** Path of the folder, from the datacenter's root for virtual machines. */
  folder?: string;
  /** The guest operating system's identifier, e.g. `debian12_64Guest`. */
  guestId?: string;
  /** Virtual hardware version. */
  hardwareVersion?: number;
  /** `hvAuto`, `hvOn` or `hvOff`: hardware virtualisation. */
  hvMode?: string;
  ideControllerScanCount?: number;
  /** `low`, `normal`, `medium` or `high`. */
  latencySensitivity?: string;
  /** Memory, MiB; a multiple of 4. */
  memory?: number;
  memoryHotAddEnabled?: boolean;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: number;
  /** Memory set aside, MiB. */
  memoryReservation?: number;
  memoryReservationLockedToMax?: boolean;
  memoryShareCount?: number;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: string;
  /** Managed object id. */
  moid?: string;
  /** The object's name. */
  name?: string;
  nestedHvEnabled?: boolean;
  numCoresPerNumaNode?: number;
  /** Cores of one socket; `numCpus` must be a multiple of it. */
  numCoresPerSocket?: number;
  /** Virtual CPUs. */
  numCpus?: number;
  nvmeControllerScanCount?: number;
  /** A value whose change replaces the machine. */
  replaceTrigger?: string;
  runToolsScriptsAfterPowerOn?: boolean;
  runToolsScriptsAfterResume?: boolean;
  runToolsScriptsBeforeGuestReboot?: boolean;
  runToolsScriptsBeforeGuestShutdown?: boolean;
  runToolsScriptsBeforeGuestStandby?: boolean;
  sataControllerScanCount?: number;
  scsiControllerScanCount?: number;
  storagePolicyId?: string;
  swapPlacementPolicy?: string;
  /** Set the guest's clock when it starts or resumes. */
  syncTimeWithHost?: boolean;
  /** Keep setting the guest's clock. */
  syncTimeWithHostPeriodically?: boolean;
  toolsUpgradePolicy?: string;
  /** BIOS UUID. */
  uuid?: string;
  vapp?: outputs.GetVirtualMachineVapp;
  vbsEnabled?: boolean;
  vvtdEnabled?: boolean;
}

/** Arguments of getVirtualMachineOutput. */
export interface GetVirtualMachineOutputArgs {
  alternateGuestName?: pulumi.Input<string> | undefined;
  /** Notes shown in the vSphere client. */
  annotation?: pulumi.Input<string> | undefined;
  /** Wait before booting, milliseconds. */
  bootDelay?: pulumi.Input<number> | undefined;
  bootRetryDelay?: pulumi.Input<number> | undefined;
  bootRetryEnabled?: pulumi.Input<boolean> | undefined;
  cpuHotAddEnabled?: pulumi.Input<boolean> | undefined;
  cpuHotRemoveEnabled?: pulumi.Input<boolean> | undefined;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: pulumi.Input<number> | undefined;
  cpuPerformanceCountersEnabled?: pulumi.Input<boolean> | undefined;
  /** CPU set aside, MHz. */
  cpuReservation?: pulumi.Input<number> | undefined;
  cpuShareCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: pulumi.Input<string> | undefined;
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** UEFI secure boot; only with `firmware: "efi"`. */
  efiSecureBootEnabled?: pulumi.Input<boolean> | undefined;
  /** Whether the guest sees its disks' UUIDs. */
  enableDiskUuid?: pulumi.Input<boolean> | undefined;
  enableLogging?: pulumi.Input<boolean> | undefined;
  /** `automatic`, `on` or `off`: hardware page tables. */
  eptRviMode?: pulumi.Input<string> | undefined;
  evcMode?: pulumi.Input<string> | undefined;
  /** Keys of the .vmx file, among them `guestinfo.*`, which the guest can read. */
  extraConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** Whether a change of `extraConfig` restarts the machine. Default true. */
  extraConfigRebootRequired?: pulumi.Input<boolean> | undefined;
  /** `bios` or `efi`. */
  firmware?: pulumi.Input<string> | undefined;
  /** Path of the folder, from the datacenter's root for virtual machines. */
  folder?: pulumi.Input<string> | undefined;
  /** The guest operating system's identifier, e.g. `debian12_64Guest`. */
  guestId?: pulumi.Input<string> | undefined;
  /** Virtual hardware version. */
  hardwareVersion?: pulumi.Input<number> | undefined;
  /** `hvAuto`, `hvOn` or `hvOff`: hardware virtualisation. */
  hvMode?: pulumi.Input<string> | undefined;
  ideControllerScanCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `medium` or `high`. */
  latencySensitivity?: pulumi.Input<string> | undefined;
  /** Memory, MiB; a multiple of 4. */
  memory?: pulumi.Input<number> | undefined;
  memoryHotAddEnabled?: pulumi.Input<boolean> | undefined;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: pulumi.Input<number> | undefined;
  /** Memory set aside, MiB. */
  memoryReservation?: pulumi.Input<number> | undefined;
  memoryReservationLockedToMax?: pulumi.Input<boolean> | undefined;
  memoryShareCount?: pulumi.Input<number> | undefined;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: pulumi.Input<string> | undefined;
  /** Managed object id. */
  moid?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  nestedHvEnabled?: pulumi.Input<boolean> | undefined;
  numCoresPerNumaNode?: pulumi.Input<number> | undefined;
  /** Cores of one socket; `numCpus` must be a multiple of it. */
  numCoresPerSocket?: pulumi.Input<number> | undefined;
  /** Virtual CPUs. */
  numCpus?: pulumi.Input<number> | undefined;
  nvmeControllerScanCount?: pulumi.Input<number> | undefined;
  /** A value whose change replaces the machine. */
  replaceTrigger?: pulumi.Input<string> | undefined;
  runToolsScriptsAfterPowerOn?: pulumi.Input<boolean> | undefined;
  runToolsScriptsAfterResume?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestReboot?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestShutdown?: pulumi.Input<boolean> | undefined;
  runToolsScriptsBeforeGuestStandby?: pulumi.Input<boolean> | undefined;
  sataControllerScanCount?: pulumi.Input<number> | undefined;
  scsiControllerScanCount?: pulumi.Input<number> | undefined;
  storagePolicyId?: pulumi.Input<string> | undefined;
  swapPlacementPolicy?: pulumi.Input<string> | undefined;
  /** Set the guest's clock when it starts or resumes. */
  syncTimeWithHost?: pulumi.Input<boolean> | undefined;
  /** Keep setting the guest's clock. */
  syncTimeWithHostPeriodically?: pulumi.Input<boolean> | undefined;
  toolsUpgradePolicy?: pulumi.Input<string> | undefined;
  /** BIOS UUID. */
  uuid?: pulumi.Input<string> | undefined;
  vapp?: pulumi.Input<inputs.GetVirtualMachineVapp> | undefined;
  vbsEnabled?: pulumi.Input<boolean> | undefined;
  vvtdEnabled?: pulumi.Input<boolean> | undefined;
}

/** What getVirtualMachine finds. */
export interface GetVirtualMachineResult {
  alternateGuestName?: string;
  /** Notes shown in the vSphere client. */
  annotation: string;
  /** Wait before booting, milliseconds. */
  bootDelay?: number;
  bootRetryDelay?: number;
  bootRetryEnabled?: boolean;
  /** Changes whenever the machine's configuration does. */
  changeVersion: string;
  cpuHotAddEnabled?: boolean;
  cpuHotRemoveEnabled?: boolean;
  /** Most CPU it may use, MHz; -1 for no limit. */
  cpuLimit?: number;
  cpuPerformanceCountersEnabled?: boolean;
  /** CPU set aside, MHz. */
  cpuReservation?: number;
  cpuShareCount: number;
  /** `low`, `normal`, `high` or `custom`. */
  cpuShareLevel?: string;
  customAttributes: { [key: string]: string };
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The guest's address that vSphere takes for its main one. */
  defaultIpAddress: string;
  /** The machine's virtual disks. */
  disks: outputs.GetVirtualMachineDisk[];
  /** UEFI secure boot; only with `firmware: "efi"`. */
  efiSecureBootEnabled?: boolean;
  /** Whether the guest sees its disks' UUIDs. */
  enableDiskUuid?: boolean;
  enableLogging?: boolean;
  /** `automatic`, `on` or `off`: hardware page tables. */
  eptRviMode: string;
  evcMode?: string;
  /** Keys of the .vmx file, among them `guestinfo.*`, which the guest can read. */
  extraConfig?: { [key: string]: string };
  /** Whether a change of `extraConfig` restarts the machine. Default true. */
  extraConfigRebootRequired?: boolean;
  /** `bios` or `efi`. */
  firmware?: string;
  /** Path of the folder, from the datacenter's root for virtual machines. */
  folder?: string;
  /** The guest operating system's identifier, e.g. `debian12_64Guest`. */
  guestId: string;
  /** All addresses that the guest reports. */
  guestIpAddresses: string[];
  /** Virtual hardware version. */
  hardwareVersion: number;
  /** `hvAuto`, `hvOn` or `hvOff`: hardware virtualisation. */
  hvMode: string;
  /** The object's id. */
  id: string;
  ideControllerScanCount?: number;
  instanceUuid: string;
  /** `low`, `normal`, `medium` or `high`. */
  latencySensitivity?: string;
  /** Memory, MiB; a multiple of 4. */
  memory?: number;
  memoryHotAddEnabled?: boolean;
  /** Most memory it may use, MiB; -1 for no limit. */
  memoryLimit?: number;
  /** Memory set aside, MiB. */
  memoryReservation?: number;
  memoryReservationLockedToMax?: boolean;
  memoryShareCount: number;
  /** `low`, `normal`, `high` or `custom`. */
  memoryShareLevel?: string;
  /** Managed object id. */
  moid: string;
  /** The object's name. */
  name?: string;
  nestedHvEnabled?: boolean;
  /** Adapter types of the machine's network cards, in order. */
  networkInterfaceTypes: string[];
  /** The machine's network cards. */
  networkInterfaces: outputs.GetVirtualMachineNetworkInterface[];
  numCoresPerNumaNode?: number;
  /** Cores of one socket; `numCpus` must be a multiple of it. */
  numCoresPerSocket?: number;
  /** Virtual CPUs. */
  numCpus?: number;
  nvmeControllerScanCount?: number;
  /** A value whose change replaces the machine. */
  replaceTrigger?: string;
  runToolsScriptsAfterPowerOn?: boolean;
  runToolsScriptsAfterResume?: boolean;
  runToolsScriptsBeforeGuestReboot?: boolean;
  runToolsScriptsBeforeGuestShutdown?: boolean;
  runToolsScriptsBeforeGuestStandby?: boolean;
  sataControllerScanCount?: number;
  scsiBusSharing: string;
  scsiControllerScanCount?: number;
  /** `pvscsi`, `lsilogic`, `lsilogic-sas` or `buslogic`. */
  scsiType: string;
  storagePolicyId: string;
  swapPlacementPolicy?: string;
  /** Set the guest's clock when it starts or resumes. */
  syncTimeWithHost?: boolean;
  /** Keep setting the guest's clock. */
  syncTimeWithHostPeriodically?: boolean;
  /** Ids of the tags on the object. */
  tags: string[];
  toolsUpgradePolicy?: string;
  /** BIOS UUID. */
  uuid: string;
  vapp?: outputs.GetVirtualMachineVapp;
  /** Ways in which the machine takes vApp properties. */
  vappTransports: string[];
  vbsEnabled?: boolean;
  videoCards: outputs.GetVirtualMachineVideoCard[];
  vtpm: boolean;
  vvtdEnabled?: boolean;
}

/** Looks a resource pool up by its name or inventory path. Fails where there is none. */
export declare function getResourcePool(
  args?: GetResourcePoolArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetResourcePoolResult>;
/** Looks a resource pool up by its name or inventory path. Fails where there is none. */
export declare function getResourcePoolOutput(
  args?: GetResourcePoolOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetResourcePoolResult>;

/** Arguments of getResourcePool. */
export interface GetResourcePoolArgs {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The object's name. */
  name?: string;
  /** The parent's managed object id; a cluster's root pool for a pool directly under it. */
  parentResourcePoolId?: string;
}

/** Arguments of getResourcePoolOutput. */
export interface GetResourcePoolOutputArgs {
  /** The datacenter's managed object id. */
  datacenterId?: pulumi.Input<string> | undefined;
  /** The object's name. */
  name?: pulumi.Input<string> | undefined;
  /** The parent's managed object id; a cluster's root pool for a pool directly under it. */
  parentResourcePoolId?: pulumi.Input<string> | undefined;
}

/** What getResourcePool finds. */
export interface GetResourcePoolResult {
  /** The datacenter's managed object id. */
  datacenterId?: string;
  /** The object's id. */
  id: string;
  /** The object's name. */
  name?: string;
  /** The parent's managed object id; a cluster's root pool for a pool directly under it. */
  parentResourcePoolId?: string;
}

/** Parts of arguments. */
export declare namespace inputs {
  interface VirtualMachineCdrom {
    clientDevice?: pulumi.Input<boolean> | undefined;
    /** The datastore's managed object id. */
    datastoreId?: pulumi.Input<string> | undefined;
    deviceAddress?: pulumi.Input<string> | undefined;
    key?: pulumi.Input<number> | undefined;
    path?: pulumi.Input<string> | undefined;
  }

  interface VirtualMachineClone {
    customizationSpec?: pulumi.Input<inputs.VirtualMachineCloneCustomizationSpec> | undefined;
    customize?: pulumi.Input<inputs.VirtualMachineCloneCustomize> | undefined;
    /** Share the template's disks through its snapshot. */
    linkedClone?: pulumi.Input<boolean> | undefined;
    ovfNetworkMap?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
    ovfStorageMap?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
    /** UUID of the virtual machine or template to clone. */
    templateUuid: pulumi.Input<string>;
    /** How long it may take, minutes. */
    timeout?: pulumi.Input<number> | undefined;
  }

  interface VirtualMachineCloneCustomizationSpec {
    /** The object's id. */
    id: pulumi.Input<string>;
    /** How long it may take, minutes. */
    timeout?: pulumi.Input<number> | undefined;
  }

  interface VirtualMachineCloneCustomize {
    dnsServerLists?: pulumi.Input<pulumi.Input<string>[]> | undefined;
    dnsSuffixLists?: pulumi.Input<pulumi.Input<string>[]> | undefined;
    ipv4Gateway?: pulumi.Input<string> | undefined;
    ipv6Gateway?: pulumi.Input<string> | undefined;
    linuxOptions?: pulumi.Input<inputs.VirtualMachineCloneCustomizeLinuxOptions> | undefined;
    /** The machine's network cards. */
    networkInterfaces?: pulumi.Input<pulumi.Input<inputs.VirtualMachineCloneCustomizeNetworkInterface>[]> | undefined;
    /** How long it may take, minutes. */
    timeout?: pulumi.Input<number> | undefined;
    windowsOptions?: pulumi.Input<inputs.VirtualMachineCloneCustomizeWindowsOptions> | undefined;
    windowsSysprepText?: pulumi.Input<string> | undefined;
  }

  interface VirtualMachineCloneCustomizeLinuxOptions {
    domain: pulumi.Input<string>;
    hostName: pulumi.Input<string>;
    hwClockUtc?: pulumi.Input<boolean> | undefined;
    scriptText?: pulumi.Input<string> | undefined;
    timeZone?: pulumi.Input<string> | undefined;
  }

  interface VirtualMachineCloneCustomizeNetworkInterface {
    dnsDomain?: pulumi.Input<string> | undefined;
    dnsServerLists?: pulumi.Input<pulumi.Input<string>[]> | undefined;
    ipv4Address?: pulumi.Input<string> | undefined;
    ipv4Netmask?: pulumi.Input<number> | undefined;
    ipv6Address?: pulumi.Input<string> | undefined;
    ipv6Netmask?: pulumi.Input<number> | undefined;
  }

  interface VirtualMachineCloneCustomizeWindowsOptions {
    adminPassword?: pulumi.Input<string> | undefined;
    autoLogon?: pulumi.Input<boolean> | undefined;
    autoLogonCount?: pulumi.Input<number> | undefined;
    computerName: pulumi.Input<string>;
    domainAdminPassword?: pulumi.Input<string> | undefined;
    domainAdminUser?: pulumi.Input<string> | undefined;
    domainOu?: pulumi.Input<string> | undefined;
    fullName?: pulumi.Input<string> | undefined;
    joinDomain?: pulumi.Input<string> | undefined;
    organizationName?: pulumi.Input<string> | undefined;
    productKey?: pulumi.Input<string> | undefined;
    runOnceCommandLists?: pulumi.Input<pulumi.Input<string>[]> | undefined;
    timeZone?: pulumi.Input<number> | undefined;
    workgroup?: pulumi.Input<string> | undefined;
  }

  interface VirtualMachineDisk {
    attach?: pulumi.Input<boolean> | undefined;
    controllerType?: pulumi.Input<string> | undefined;
    /** The datastore's managed object id. */
    datastoreId?: pulumi.Input<string> | undefined;
    deviceAddress?: pulumi.Input<string> | undefined;
    /** `persistent`, `independent_persistent`, … Default `persistent`. */
    diskMode?: pulumi.Input<string> | undefined;
    diskSharing?: pulumi.Input<string> | undefined;
    /** Whether the disk's blocks are zeroed when it is created; must be the template's value for a clone. */
    eagerlyScrub?: pulumi.Input<boolean> | undefined;
    ioLimit?: pulumi.Input<number> | undefined;
    ioReservation?: pulumi.Input<number> | undefined;
    ioShareCount?: pulumi.Input<number> | undefined;
    ioShareLevel?: pulumi.Input<string> | undefined;
    keepOnRemove?: pulumi.Input<boolean> | undefined;
    key?: pulumi.Input<number> | undefined;
    /** Name of the disk, unique in the machine. */
    label: pulumi.Input<string>;
    path?: pulumi.Input<string> | undefined;
    /** Size, GiB. */
    size?: pulumi.Input<number> | undefined;
    storagePolicyId?: pulumi.Input<string> | undefined;
    /** Whether the disk takes space only as it is written; must be the template's value for a clone. */
    thinProvisioned?: pulumi.Input<boolean> | undefined;
    /** Position on the controller. Default 0. */
    unitNumber?: pulumi.Input<number> | undefined;
    /** BIOS UUID. */
    uuid?: pulumi.Input<string> | undefined;
    writeThrough?: pulumi.Input<boolean> | undefined;
  }

  interface VirtualMachineNetworkInterface {
    /** `vmxnet3`, `e1000`, `e1000e` or `sriov`. */
    adapterType?: pulumi.Input<string> | undefined;
    bandwidthLimit?: pulumi.Input<number> | undefined;
    bandwidthReservation?: pulumi.Input<number> | undefined;
    bandwidthShareCount?: pulumi.Input<number> | undefined;
    bandwidthShareLevel?: pulumi.Input<string> | undefined;
    deviceAddress?: pulumi.Input<string> | undefined;
    externalPortId?: pulumi.Input<string> | undefined;
    key?: pulumi.Input<number> | undefined;
    /** MAC address; given by vSphere unless `useStaticMac`. */
    macAddress?: pulumi.Input<string> | undefined;
    /** The network's or port group's managed object id. */
    networkId: pulumi.Input<string>;
    ovfMapping?: pulumi.Input<string> | undefined;
    physicalFunction?: pulumi.Input<string> | undefined;
    useStaticMac?: pulumi.Input<boolean> | undefined;
  }

  interface VirtualMachineOvfDeploy {
    allowUnverifiedSslCert?: pulumi.Input<boolean> | undefined;
    deploymentOption?: pulumi.Input<string> | undefined;
    diskProvisioning?: pulumi.Input<string> | undefined;
    enableHiddenProperties?: pulumi.Input<boolean> | undefined;
    ipAllocationPolicy?: pulumi.Input<string> | undefined;
    ipProtocol?: pulumi.Input<string> | undefined;
    localOvfPath?: pulumi.Input<string> | undefined;
    ovfNetworkMap?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
    remoteOvfUrl?: pulumi.Input<string> | undefined;
  }

  interface VirtualMachineVapp {
    properties?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  }

  interface VirtualMachineVideoCard {
    deviceAddress?: pulumi.Input<string> | undefined;
    graphics3ds?: pulumi.Input<pulumi.Input<inputs.VirtualMachineVideoCardGraphics3d>[]> | undefined;
    key?: pulumi.Input<number> | undefined;
    numDisplays: pulumi.Input<number>;
    totalVideoMemory: pulumi.Input<number>;
  }

  interface VirtualMachineVideoCardGraphics3d {
    /** Memory, MiB; a multiple of 4. */
    memory?: pulumi.Input<number> | undefined;
    renderer?: pulumi.Input<string> | undefined;
  }

  interface VirtualMachineVtpm {
    version?: pulumi.Input<string> | undefined;
  }

  interface GetNetworkFilter {
    networkType?: pulumi.Input<string> | undefined;
  }

  interface GetVirtualMachineDisk {
    /** Whether the disk's blocks are zeroed when it is created; must be the template's value for a clone. */
    eagerlyScrub?: pulumi.Input<boolean> | undefined;
    /** Name of the disk, unique in the machine. */
    label?: pulumi.Input<string> | undefined;
    /** Size, GiB. */
    size?: pulumi.Input<number> | undefined;
    /** Whether the disk takes space only as it is written; must be the template's value for a clone. */
    thinProvisioned?: pulumi.Input<boolean> | undefined;
    /** Position on the controller. Default 0. */
    unitNumber?: pulumi.Input<number> | undefined;
  }

  interface GetVirtualMachineNetworkInterface {
    /** `vmxnet3`, `e1000`, `e1000e` or `sriov`. */
    adapterType?: pulumi.Input<string> | undefined;
    bandwidthLimit?: pulumi.Input<number> | undefined;
    bandwidthReservation?: pulumi.Input<number> | undefined;
    bandwidthShareCount?: pulumi.Input<number> | undefined;
    bandwidthShareLevel?: pulumi.Input<string> | undefined;
    externalPortId?: pulumi.Input<string> | undefined;
    /** MAC address; given by vSphere unless `useStaticMac`. */
    macAddress?: pulumi.Input<string> | undefined;
    /** The network's or port group's managed object id. */
    networkId?: pulumi.Input<string> | undefined;
    physicalFunction?: pulumi.Input<string> | undefined;
  }

  interface GetVirtualMachineVapp {
    properties?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  }

  interface GetVirtualMachineVideoCard {
    graphics3ds?: pulumi.Input<pulumi.Input<inputs.GetVirtualMachineVideoCardGraphics3d>[]> | undefined;
    numDisplays?: pulumi.Input<number> | undefined;
    totalVideoMemory?: pulumi.Input<number> | undefined;
  }

  interface GetVirtualMachineVideoCardGraphics3d {
    /** Memory, MiB; a multiple of 4. */
    memory?: pulumi.Input<number> | undefined;
    renderer?: pulumi.Input<string> | undefined;
  }
}

/** Parts of results. */
export declare namespace outputs {
  interface VirtualMachineCdrom {
    clientDevice?: boolean;
    /** The datastore's managed object id. */
    datastoreId?: string;
    deviceAddress: string;
    key: number;
    path?: string;
  }

  interface VirtualMachineClone {
    customizationSpec?: outputs.VirtualMachineCloneCustomizationSpec;
    customize?: outputs.VirtualMachineCloneCustomize;
    /** Share the template's disks through its snapshot. */
    linkedClone?: boolean;
    ovfNetworkMap?: { [key: string]: string };
    ovfStorageMap?: { [key: string]: string };
    /** UUID of the virtual machine or template to clone. */
    templateUuid: string;
    /** How long it may take, minutes. */
    timeout?: number;
  }

  interface VirtualMachineCloneCustomizationSpec {
    /** The object's id. */
    id: string;
    /** How long it may take, minutes. */
    timeout?: number;
  }

  interface VirtualMachineCloneCustomize {
    dnsServerLists?: string[];
    dnsSuffixLists?: string[];
    ipv4Gateway?: string;
    ipv6Gateway?: string;
    linuxOptions?: outputs.VirtualMachineCloneCustomizeLinuxOptions;
    /** The machine's network cards. */
    networkInterfaces?: outputs.VirtualMachineCloneCustomizeNetworkInterface[];
    /** How long it may take, minutes. */
    timeout?: number;
    windowsOptions?: outputs.VirtualMachineCloneCustomizeWindowsOptions;
    windowsSysprepText?: string;
  }

  interface VirtualMachineCloneCustomizeLinuxOptions {
    domain: string;
    hostName: string;
    hwClockUtc?: boolean;
    scriptText?: string;
    timeZone?: string;
  }

  interface VirtualMachineCloneCustomizeNetworkInterface {
    dnsDomain?: string;
    dnsServerLists?: string[];
    ipv4Address?: string;
    ipv4Netmask?: number;
    ipv6Address?: string;
    ipv6Netmask?: number;
  }

  interface VirtualMachineCloneCustomizeWindowsOptions {
    adminPassword?: string;
    autoLogon?: boolean;
    autoLogonCount?: number;
    computerName: string;
    domainAdminPassword?: string;
    domainAdminUser?: string;
    domainOu?: string;
    fullName?: string;
    joinDomain?: string;
    organizationName?: string;
    productKey?: string;
    runOnceCommandLists?: string[];
    timeZone?: number;
    workgroup?: string;
  }

  interface VirtualMachineDisk {
    attach?: boolean;
    controllerType?: string;
    /** The datastore's managed object id. */
    datastoreId: string;
    deviceAddress: string;
    /** `persistent`, `independent_persistent`, … Default `persistent`. */
    diskMode?: string;
    diskSharing?: string;
    /** Whether the disk's blocks are zeroed when it is created; must be the template's value for a clone. */
    eagerlyScrub?: boolean;
    ioLimit?: number;
    ioReservation?: number;
    ioShareCount?: number;
    ioShareLevel?: string;
    keepOnRemove?: boolean;
    key: number;
    /** Name of the disk, unique in the machine. */
    label: string;
    path: string;
    /** Size, GiB. */
    size?: number;
    storagePolicyId: string;
    /** Whether the disk takes space only as it is written; must be the template's value for a clone. */
    thinProvisioned?: boolean;
    /** Position on the controller. Default 0. */
    unitNumber?: number;
    /** BIOS UUID. */
    uuid: string;
    writeThrough?: boolean;
  }

  interface VirtualMachineNetworkInterface {
    /** `vmxnet3`, `e1000`, `e1000e` or `sriov`. */
    adapterType?: string;
    bandwidthLimit?: number;
    bandwidthReservation?: number;
    bandwidthShareCount: number;
    bandwidthShareLevel?: string;
    deviceAddress: string;
    externalPortId: string;
    key: number;
    /** MAC address; given by vSphere unless `useStaticMac`. */
    macAddress: string;
    /** The network's or port group's managed object id. */
    networkId: string;
    ovfMapping?: string;
    physicalFunction?: string;
    useStaticMac?: boolean;
  }

  interface VirtualMachineOvfDeploy {
    allowUnverifiedSslCert?: boolean;
    deploymentOption?: string;
    diskProvisioning?: string;
    enableHiddenProperties?: boolean;
    ipAllocationPolicy?: string;
    ipProtocol?: string;
    localOvfPath?: string;
    ovfNetworkMap?: { [key: string]: string };
    remoteOvfUrl?: string;
  }

  interface VirtualMachineVapp {
    properties?: { [key: string]: string };
  }

  interface VirtualMachineVideoCard {
    deviceAddress: string;
    graphics3ds?: outputs.VirtualMachineVideoCardGraphics3d[];
    key: number;
    numDisplays: number;
    totalVideoMemory: number;
  }

  interface VirtualMachineVideoCardGraphics3d {
    /** Memory, MiB; a multiple of 4. */
    memory?: number;
    renderer?: string;
  }

  interface VirtualMachineVtpm {
    version?: string;
  }

  interface GetNetworkFilter {
    networkType?: string;
  }

  interface GetVirtualMachineDisk {
    /** Whether the disk's blocks are zeroed when it is created; must be the template's value for a clone. */
    eagerlyScrub: boolean;
    /** Name of the disk, unique in the machine. */
    label: string;
    /** Size, GiB. */
    size: number;
    /** Whether the disk takes space only as it is written; must be the template's value for a clone. */
    thinProvisioned: boolean;
    /** Position on the controller. Default 0. */
    unitNumber: number;
  }

  interface GetVirtualMachineNetworkInterface {
    /** `vmxnet3`, `e1000`, `e1000e` or `sriov`. */
    adapterType: string;
    bandwidthLimit?: number;
    bandwidthReservation?: number;
    bandwidthShareCount: number;
    bandwidthShareLevel?: string;
    externalPortId: string;
    /** MAC address; given by vSphere unless `useStaticMac`. */
    macAddress: string;
    /** The network's or port group's managed object id. */
    networkId: string;
    physicalFunction: string;
  }

  interface GetVirtualMachineVapp {
    properties?: { [key: string]: string };
  }

  interface GetVirtualMachineVideoCard {
    graphics3ds: outputs.GetVirtualMachineVideoCardGraphics3d[];
    numDisplays: number;
    totalVideoMemory: number;
  }

  interface GetVirtualMachineVideoCardGraphics3d {
    /** Memory, MiB; a multiple of 4. */
    memory: number;
    renderer: string;
  }
}
