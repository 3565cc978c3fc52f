"use strict";
// Written by generate.mjs from schema.json and docs.mjs: change those.
// Facts derived from pulumi/pulumi-vsphere v4.17.0 (Apache-2.0), itself bridged from vmware/terraform-provider-vsphere (MPL-2.0).
const pulumi = require("@pulumi/pulumi");

/** The plugin's version, asked for with every resource and lookup. */
const VERSION = { version: "4.16.0" };

const isA = (obj, token) => obj !== undefined && obj !== null && obj.__pulumiType === token;
const pick = (keys, args) => Object.fromEntries(keys.map((key) => [key, args?.[key]]));

/** A resource's properties: what was given, every secret marked. */
function properties(spec, args, opts) {
  if (opts?.id !== undefined || opts?.urn !== undefined) return pick([...spec.inputs, ...spec.outputs], args);
  for (const key of spec.required) {
    if (args?.[key] === undefined) throw new Error(`Missing required property '${key}'`);
  }
  const given = pick(
    spec.inputs.filter((key) => args?.[key] !== undefined),
    args,
  );
  for (const key of spec.secrets) if (given[key] !== undefined) given[key] = pulumi.secret(given[key]);
  return given;
}

/**
 * Outputs of what was not given are asked of the engine when somebody reads them. The SDK makes some dozen promises for every
 * output at once, and of a virtual machine's hundred properties a program sets thirty and reads one.
 */
function late(cls) {
  for (const key of [...cls.spec.inputs, ...cls.spec.outputs]) {
    Object.defineProperty(cls.prototype, key, {
      get() {
        return pulumi.runtime
          .invokeOutput("pulumi:pulumi:getResource", { urn: this.urn })
          .apply(({ state }) => state[key]);
      },
      set(value) {
        Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

const options = (secrets, opts) =>
  pulumi.mergeOptions(secrets.length ? { ...VERSION, additionalSecretOutputs: secrets } : VERSION, opts ?? {});

class Provider extends pulumi.ProviderResource {
  static isInstance(obj) {
    return isA(obj, "pulumi:providers:vsphere");
  }
  constructor(name, args, opts) {
    const strings = [
      "clientDebugPath",
      "clientDebugPathRun",
      "password",
      "restSessionPath",
      "user",
      "vcenterServer",
      "vimSessionPath",
      "vsphereServer",
    ];
    const others = ["allowUnverifiedSsl", "apiTimeout", "clientDebug", "persistSession", "vimKeepAlive"];
    const given = pick(strings, args);
    // A provider's configuration travels as strings; what is no string goes as its JSON.
    for (const key of others) {
      if (args?.[key] !== undefined) given[key] = pulumi.output(args[key]).apply((value) => JSON.stringify(value));
    }
    if (given.password !== undefined) given.password = pulumi.secret(given.password);
    super("vsphere", name, given, options(["password"], opts));
  }
}
exports.Provider = Provider;

class VirtualMachine extends pulumi.CustomResource {
  static spec = {
    inputs: [
      "alternateGuestName",
      "annotation",
      "bootDelay",
      "bootRetryDelay",
      "bootRetryEnabled",
      "cdroms",
      "clone",
      "cpuHotAddEnabled",
      "cpuHotRemoveEnabled",
      "cpuLimit",
      "cpuPerformanceCountersEnabled",
      "cpuReservation",
      "cpuShareCount",
      "cpuShareLevel",
      "customAttributes",
      "datacenterId",
      "datastoreClusterId",
      "datastoreId",
      "disks",
      "efiSecureBootEnabled",
      "enableDiskUuid",
      "enableLogging",
      "eptRviMode",
      "evcMode",
      "extraConfig",
      "extraConfigRebootRequired",
      "firmware",
      "folder",
      "forcePowerOff",
      "guestId",
      "hardwareVersion",
      "hostSystemId",
      "hvMode",
      "ideControllerCount",
      "ignoredGuestIps",
      "latencySensitivity",
      "memory",
      "memoryHotAddEnabled",
      "memoryLimit",
      "memoryReservation",
      "memoryReservationLockedToMax",
      "memoryShareCount",
      "memoryShareLevel",
      "migrateWaitTimeout",
      "name",
      "nestedHvEnabled",
      "networkInterfaces",
      "numCoresPerNumaNode",
      "numCoresPerSocket",
      "numCpus",
      "nvmeControllerCount",
      "ovfDeploy",
      "pciDeviceIds",
      "poweronTimeout",
      "replaceTrigger",
      "resourcePoolId",
      "runToolsScriptsAfterPowerOn",
      "runToolsScriptsAfterResume",
      "runToolsScriptsBeforeGuestReboot",
      "runToolsScriptsBeforeGuestShutdown",
      "runToolsScriptsBeforeGuestStandby",
      "sataControllerCount",
      "scsiBusSharing",
      "scsiControllerCount",
      "scsiType",
      "shutdownWaitTimeout",
      "storagePolicyId",
      "swapPlacementPolicy",
      "syncTimeWithHost",
      "syncTimeWithHostPeriodically",
      "tags",
      "toolsUpgradePolicy",
      "vapp",
      "vbsEnabled",
      "videoCard",
      "vtpm",
      "vvtdEnabled",
      "waitForGuestIpTimeout",
      "waitForGuestNetRoutable",
      "waitForGuestNetTimeout",
    ],
    outputs: [
      "changeVersion",
      "defaultIpAddress",
      "guestIpAddresses",
      "imported",
      "moid",
      "powerState",
      "rebootRequired",
      "uuid",
      "vappTransports",
      "vmwareToolsStatus",
      "vmxPath",
    ],
    required: ["resourcePoolId"],
    secrets: ["extraConfig"],
  };
  static get(name, id, state, opts) {
    return new VirtualMachine(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, "vsphere:index/virtualMachine:VirtualMachine");
  }
  constructor(name, args, opts) {
    const { spec } = VirtualMachine;
    super(
      "vsphere:index/virtualMachine:VirtualMachine",
      name,
      properties(spec, args, opts),
      options(spec.secrets, opts),
    );
  }
}
VirtualMachine.__pulumiType = "vsphere:index/virtualMachine:VirtualMachine";
late(VirtualMachine);
exports.VirtualMachine = VirtualMachine;

class Folder extends pulumi.CustomResource {
  static spec = {
    inputs: ["customAttributes", "datacenterId", "path", "tags", "type"],
    outputs: [],
    required: ["path", "type"],
    secrets: [],
  };
  static get(name, id, state, opts) {
    return new Folder(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, "vsphere:index/folder:Folder");
  }
  constructor(name, args, opts) {
    const { spec } = Folder;
    super("vsphere:index/folder:Folder", name, properties(spec, args, opts), options(spec.secrets, opts));
  }
}
Folder.__pulumiType = "vsphere:index/folder:Folder";
late(Folder);
exports.Folder = Folder;

class ResourcePool extends pulumi.CustomResource {
  static spec = {
    inputs: [
      "cpuExpandable",
      "cpuLimit",
      "cpuReservation",
      "cpuShareLevel",
      "cpuShares",
      "customAttributes",
      "memoryExpandable",
      "memoryLimit",
      "memoryReservation",
      "memoryShareLevel",
      "memoryShares",
      "name",
      "parentResourcePoolId",
      "scaleDescendantsShares",
      "tags",
    ],
    outputs: [],
    required: ["parentResourcePoolId"],
    secrets: [],
  };
  static get(name, id, state, opts) {
    return new ResourcePool(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, "vsphere:index/resourcePool:ResourcePool");
  }
  constructor(name, args, opts) {
    const { spec } = ResourcePool;
    super("vsphere:index/resourcePool:ResourcePool", name, properties(spec, args, opts), options(spec.secrets, opts));
  }
}
ResourcePool.__pulumiType = "vsphere:index/resourcePool:ResourcePool";
late(ResourcePool);
exports.ResourcePool = ResourcePool;

class Tag extends pulumi.CustomResource {
  static spec = { inputs: ["categoryId", "description", "name"], outputs: [], required: ["categoryId"], secrets: [] };
  static get(name, id, state, opts) {
    return new Tag(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, "vsphere:index/tag:Tag");
  }
  constructor(name, args, opts) {
    const { spec } = Tag;
    super("vsphere:index/tag:Tag", name, properties(spec, args, opts), options(spec.secrets, opts));
  }
}
Tag.__pulumiType = "vsphere:index/tag:Tag";
late(Tag);
exports.Tag = Tag;

class TagCategory extends pulumi.CustomResource {
  static spec = {
    inputs: ["associableTypes", "cardinality", "description", "name"],
    outputs: [],
    required: ["associableTypes", "cardinality"],
    secrets: [],
  };
  static get(name, id, state, opts) {
    return new TagCategory(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, "vsphere:index/tagCategory:TagCategory");
  }
  constructor(name, args, opts) {
    const { spec } = TagCategory;
    super("vsphere:index/tagCategory:TagCategory", name, properties(spec, args, opts), options(spec.secrets, opts));
  }
}
TagCategory.__pulumiType = "vsphere:index/tagCategory:TagCategory";
late(TagCategory);
exports.TagCategory = TagCategory;

class ComputeClusterVmAntiAffinityRule extends pulumi.CustomResource {
  static spec = {
    inputs: ["computeClusterId", "enabled", "mandatory", "name", "virtualMachineIds"],
    outputs: [],
    required: ["computeClusterId", "virtualMachineIds"],
    secrets: [],
  };
  static get(name, id, state, opts) {
    return new ComputeClusterVmAntiAffinityRule(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, "vsphere:index/computeClusterVmAntiAffinityRule:ComputeClusterVmAntiAffinityRule");
  }
  constructor(name, args, opts) {
    const { spec } = ComputeClusterVmAntiAffinityRule;
    super(
      "vsphere:index/computeClusterVmAntiAffinityRule:ComputeClusterVmAntiAffinityRule",
      name,
      properties(spec, args, opts),
      options(spec.secrets, opts),
    );
  }
}
ComputeClusterVmAntiAffinityRule.__pulumiType =
  "vsphere:index/computeClusterVmAntiAffinityRule:ComputeClusterVmAntiAffinityRule";
late(ComputeClusterVmAntiAffinityRule);
exports.ComputeClusterVmAntiAffinityRule = ComputeClusterVmAntiAffinityRule;

exports.getDatacenter = (args, opts) =>
  pulumi.runtime.invoke(
    "vsphere:index/getDatacenter:getDatacenter",
    pick(["name"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getDatacenterOutput = (args, opts) =>
  pulumi.runtime.invokeOutput(
    "vsphere:index/getDatacenter:getDatacenter",
    pick(["name"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getDatastore = (args, opts) =>
  pulumi.runtime.invoke(
    "vsphere:index/getDatastore:getDatastore",
    pick(["datacenterId", "name", "stats"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getDatastoreOutput = (args, opts) =>
  pulumi.runtime.invokeOutput(
    "vsphere:index/getDatastore:getDatastore",
    pick(["datacenterId", "name", "stats"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getComputeCluster = (args, opts) =>
  pulumi.runtime.invoke(
    "vsphere:index/getComputeCluster:getComputeCluster",
    pick(["datacenterId", "name"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getComputeClusterOutput = (args, opts) =>
  pulumi.runtime.invokeOutput(
    "vsphere:index/getComputeCluster:getComputeCluster",
    pick(["datacenterId", "name"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getNetwork = (args, opts) =>
  pulumi.runtime.invoke(
    "vsphere:index/getNetwork:getNetwork",
    pick(
      [
        "datacenterId",
        "distributedVirtualSwitchUuid",
        "filters",
        "name",
        "retryInterval",
        "retryTimeout",
        "vpcId",
        "vpcProjectId",
      ],
      args,
    ),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getNetworkOutput = (args, opts) =>
  pulumi.runtime.invokeOutput(
    "vsphere:index/getNetwork:getNetwork",
    pick(
      [
        "datacenterId",
        "distributedVirtualSwitchUuid",
        "filters",
        "name",
        "retryInterval",
        "retryTimeout",
        "vpcId",
        "vpcProjectId",
      ],
      args,
    ),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getVirtualMachine = (args, opts) =>
  pulumi.runtime.invoke(
    "vsphere:index/getVirtualMachine:getVirtualMachine",
    pick(
      [
        "alternateGuestName",
        "annotation",
        "bootDelay",
        "bootRetryDelay",
        "bootRetryEnabled",
        "cpuHotAddEnabled",
        "cpuHotRemoveEnabled",
        "cpuLimit",
        "cpuPerformanceCountersEnabled",
        "cpuReservation",
        "cpuShareCount",
        "cpuShareLevel",
        "datacenterId",
        "efiSecureBootEnabled",
        "enableDiskUuid",
        "enableLogging",
        "eptRviMode",
        "evcMode",
        "extraConfig",
        "extraConfigRebootRequired",
        "firmware",
        "folder",
        "guestId",
        "hardwareVersion",
        "hvMode",
        "ideControllerScanCount",
        "latencySensitivity",
        "memory",
        "memoryHotAddEnabled",
        "memoryLimit",
        "memoryReservation",
        "memoryReservationLockedToMax",
        "memoryShareCount",
        "memoryShareLevel",
        "moid",
        "name",
        "nestedHvEnabled",
        "numCoresPerNumaNode",
        "numCoresPerSocket",
        "numCpus",
        "nvmeControllerScanCount",
        "replaceTrigger",
        "runToolsScriptsAfterPowerOn",
        "runToolsScriptsAfterResume",
        "runToolsScriptsBeforeGuestReboot",
        "runToolsScriptsBeforeGuestShutdown",
        "runToolsScriptsBeforeGuestStandby",
        "sataControllerScanCount",
        "scsiControllerScanCount",
        "storagePolicyId",
        "swapPlacementPolicy",
        "syncTimeWithHost",
        "syncTimeWithHostPeriodically",
        "toolsUpgradePolicy",
        "uuid",
        "vapp",
        "vbsEnabled",
        "vvtdEnabled",
      ],
      args,
    ),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getVirtualMachineOutput = (args, opts) =>
  pulumi.runtime.invokeOutput(
    "vsphere:index/getVirtualMachine:getVirtualMachine",
    pick(
      [
        "alternateGuestName",
        "annotation",
        "bootDelay",
        "bootRetryDelay",
        "bootRetryEnabled",
        "cpuHotAddEnabled",
        "cpuHotRemoveEnabled",
        "cpuLimit",
        "cpuPerformanceCountersEnabled",
        "cpuReservation",
        "cpuShareCount",
        "cpuShareLevel",
        "datacenterId",
        "efiSecureBootEnabled",
        "enableDiskUuid",
        "enableLogging",
        "eptRviMode",
        "evcMode",
        "extraConfig",
        "extraConfigRebootRequired",
        "firmware",
        "folder",
        "guestId",
        "hardwareVersion",
        "hvMode",
        "ideControllerScanCount",
        "latencySensitivity",
        "memory",
        "memoryHotAddEnabled",
        "memoryLimit",
        "memoryReservation",
        "memoryReservationLockedToMax",
        "memoryShareCount",
        "memoryShareLevel",
        "moid",
        "name",
        "nestedHvEnabled",
        "numCoresPerNumaNode",
        "numCoresPerSocket",
        "numCpus",
        "nvmeControllerScanCount",
        "replaceTrigger",
        "runToolsScriptsAfterPowerOn",
        "runToolsScriptsAfterResume",
        "runToolsScriptsBeforeGuestReboot",
        "runToolsScriptsBeforeGuestShutdown",
        "runToolsScriptsBeforeGuestStandby",
        "sataControllerScanCount",
        "scsiControllerScanCount",
        "storagePolicyId",
        "swapPlacementPolicy",
        "syncTimeWithHost",
        "syncTimeWithHostPeriodically",
        "toolsUpgradePolicy",
        "uuid",
        "vapp",
        "vbsEnabled",
        "vvtdEnabled",
      ],
      args,
    ),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getResourcePool = (args, opts) =>
  pulumi.runtime.invoke(
    "vsphere:index/getResourcePool:getResourcePool",
    pick(["datacenterId", "name", "parentResourcePoolId"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );
exports.getResourcePoolOutput = (args, opts) =>
  pulumi.runtime.invokeOutput(
    "vsphere:index/getResourcePool:getResourcePool",
    pick(["datacenterId", "name", "parentResourcePoolId"], args),
    pulumi.mergeOptions(VERSION, opts ?? {}),
  );

pulumi.runtime.registerResourcePackage("vsphere", {
  version: VERSION.version,
  constructProvider: (name, type, urn) => {
    if (type !== "pulumi:providers:vsphere") throw new Error(`unknown provider type ${type}`);
    return new Provider(name, {}, { urn });
  },
});
const classes = { VirtualMachine, Folder, ResourcePool, Tag, TagCategory, ComputeClusterVmAntiAffinityRule };
for (const cls of Object.values(classes)) {
  pulumi.runtime.registerResourceModule("vsphere", cls.__pulumiType.split(":")[1], {
    version: VERSION.version,
    construct: (name, type, urn) => {
      if (type !== cls.__pulumiType) throw new Error(`unknown resource type ${type}`);
      return new cls(name, undefined, { urn });
    },
  });
}
