import { diskSize } from "./geometry";

/** What an OVF descriptor is made of. */
export interface OvfInput {
  /** Of the virtual machine and of the files. */
  name: string;
  /** Kubernetes' version and the image's hash, for people. */
  version: string;
  /** The VMDK's file name and its bytes. */
  disk: { file: string; bytes: number };
}

const namespaces = {
  xmlns: "http://schemas.dmtf.org/ovf/envelope/1",
  "xmlns:ovf": "http://schemas.dmtf.org/ovf/envelope/1",
  "xmlns:rasd": "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData",
  "xmlns:vssd": "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData",
  "xmlns:vmw": "http://www.vmware.com/schema/ovf",
};

/** An item of virtual hardware. OVF wants its elements in the order of their names. */
function item(elements: Record<string, string | number>): string {
  const lines = Object.entries(elements)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `        <rasd:${name}>${value}</rasd:${name}>\n`);
  return `      <Item>\n${lines.join("")}      </Item>\n`;
}

/** The kinds of CIM's resource types that are used here. */
const kind = { cpu: 3, memory: 4, scsi: 6, network: 10, disk: 17 } as const;

/** Sizes are the least that a control plane works with; the platform sets its own on every clone. */
const hardware = [
  item({
    ElementName: "2 CPUs",
    InstanceID: 1,
    ResourceType: kind.cpu,
    VirtualQuantity: 2,
    AllocationUnits: "hertz * 10^6",
  }),
  item({
    ElementName: "4096 MiB",
    InstanceID: 2,
    ResourceType: kind.memory,
    VirtualQuantity: 4096,
    AllocationUnits: "byte * 2^20",
  }),
  item({
    ElementName: "SCSI controller",
    InstanceID: 3,
    ResourceType: kind.scsi,
    ResourceSubType: "VirtualSCSI",
    Address: 0,
  }),
  item({
    ElementName: "disk0",
    InstanceID: 4,
    ResourceType: kind.disk,
    HostResource: "ovf:/disk/disk0",
    Parent: 3,
    AddressOnParent: 0,
  }),
  item({
    ...{ ElementName: "Network adapter", InstanceID: 5, ResourceType: kind.network, ResourceSubType: "VmxNet3" },
    ...{ Connection: "machines", AddressOnParent: 7, AutomaticAllocation: "true" },
  }),
].join("");

/**
 * The descriptor of the OVA: UEFI with Secure Boot, paravirtual SCSI, a vmxnet3 card, as components/machines/vsphere
 * clones them. Hardware version 17 is vSphere 7.0's.
 */
export function ovfDescriptor({ name, version, disk }: OvfInput): string {
  const attributes = Object.entries(namespaces).map(([key, value]) => ` ${key}="${value}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope${attributes.join("")}>
  <References>
    <File ovf:href="${disk.file}" ovf:id="file0" ovf:size="${disk.bytes}"/>
  </References>
  <DiskSection>
    <Info>Virtual disks</Info>
    <Disk ovf:capacity="${diskSize / 2 ** 20}" ovf:capacityAllocationUnits="byte * 2^20" ovf:diskId="disk0" ovf:fileRef="file0" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
  </DiskSection>
  <NetworkSection>
    <Info>Networks</Info>
    <Network ovf:name="machines">
      <Description>The machines' network; dsaas connects each clone to its own</Description>
    </Network>
  </NetworkSection>
  <VirtualSystem ovf:id="${name}">
    <Info>A node of dsaas, to be made a template and cloned</Info>
    <Name>${name}</Name>
    <OperatingSystemSection ovf:id="96" vmw:osType="debian11_64Guest">
      <Info>Debian 12, which vSphere 7.0 does not know yet</Info>
    </OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>Virtual hardware</Info>
      <System>
        <vssd:ElementName>Virtual hardware</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>${name}</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>vmx-17</vssd:VirtualSystemType>
      </System>
${hardware}      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
      <vmw:Config ovf:required="false" vmw:key="bootOptions.efiSecureBootEnabled" vmw:value="true"/>
      <vmw:Config ovf:required="false" vmw:key="tools.syncTimeWithHost" vmw:value="true"/>
    </VirtualHardwareSection>
    <ProductSection>
      <Info>What is inside</Info>
      <Product>dsaas node</Product>
      <Version>${version}</Version>
    </ProductSection>
  </VirtualSystem>
</Envelope>
`;
}

/** An OVF manifest: SHA-256 of each file in the archive but itself. */
export function ovfManifest(sums: Record<string, string>): string {
  return Object.entries(sums)
    .map(([file, sum]) => `SHA256(${file})= ${sum}\n`)
    .join("");
}
