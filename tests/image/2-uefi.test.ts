import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDebianPackages } from "../../lab/toolchain";
import { emulation, image } from "./image";
import { type Machine, startMachine } from "./machine";
import { configDrive, machineDisk } from "./seed";
import { reported, withReport } from "./userdata";

const mac = "52:54:00:d5:aa:50";

/** What OpenStack writes to a config drive of a machine with one port. */
const files = {
  "openstack/latest/meta_data.json": JSON.stringify({
    uuid: "d5aa5000-0000-4000-8000-000000000001",
    hostname: "worker-1",
  }),
  "openstack/latest/network_data.json": JSON.stringify({
    links: [{ id: "tap0", type: "ovs", ethernet_mac_address: mac, mtu: 1450, vif_id: "0" }],
    networks: [
      {
        id: "network0",
        network_id: "d5aa5000-0000-4000-8000-000000000002",
        type: "ipv4",
        link: "tap0",
        ip_address: "198.18.0.21",
        netmask: "255.255.255.0",
        routes: [{ network: "0.0.0.0", netmask: "0.0.0.0", gateway: "198.18.0.1" }],
      },
    ],
    services: [{ type: "dns", address: "198.18.0.2" }],
  }),
  "openstack/latest/user_data": withReport(
    "#cloud-config\nmanage_etc_hosts: true\n",
    "test -e /run/cloud-init/result.json",
  ),
};

let work: string;
let machine: Machine;
let facts: Record<string, string>;

/** The qcow2 on an OpenStack machine with the properties of docs/node-image.md: UEFI, Secure Boot, virtio, config drive. */
beforeAll(async () => {
  await ensureDebianPackages(emulation);
  const { qcow2 } = await image();
  work = await mkdtemp(join(tmpdir(), "dsaas-image-"));
  await machineDisk(join(work, "disk"), qcow2, "qcow2", 8);
  await configDrive(join(work, "seed"), files);
  await copyFile("/usr/share/OVMF/OVMF_VARS_4M.ms.fd", join(work, "variables"));
  machine = startMachine({
    memoryMiB: 1536,
    console: join(work, "console"),
    arguments: [
      ...["-machine", "q35,smm=on", "-global", "driver=cfi.pflash01,property=secure,value=on"],
      ...["-drive", "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd"],
      ...["-drive", `if=pflash,format=raw,unit=1,file=${join(work, "variables")}`],
      ...["-device", "virtio-scsi-pci,id=scsi", "-drive", `if=none,id=disk,file=${join(work, "disk")}`],
      ...["-drive", `if=none,id=seed,format=raw,readonly=on,file=${join(work, "seed")}`],
      ...["-device", "scsi-hd,bus=scsi.0,drive=disk,bootindex=1", "-device", "scsi-cd,bus=scsi.0,drive=seed"],
      ...["-netdev", "user,id=net,net=198.18.0.0/24,host=198.18.0.1,dns=198.18.0.2,restrict=on"],
      ...["-device", `virtio-net-pci,netdev=net,mac=${mac},romfile=`],
    ],
  });
  const seconds = await machine.until(/REPORT end=/, 900);
  facts = reported(machine.text());
  console.info(`In emulation, s from power on to the report: ${seconds}`);
});

afterAll(async () => {
  await machine?.stop();
  if (facts) await rm(work, { recursive: true });
});

test("UEFI started it with Secure Boot on, from a virtio disk", () => {
  expect(facts).toMatchObject({ firmware: "UEFI", secureboot: "1", drivers: "virtio_net virtio_scsi" });
});

test("cloud-init took everything from the config drive, and looked for no metadata service", () => {
  expect(facts).toMatchObject({ hostname: "worker-1", address: "198.18.0.21/24", resolver: "nameserver 198.18.0.2" });
  expect(facts["seed"]).toContain("ConfigDrive");
  expect(machine.text()).not.toContain("169.254.169.254");
});

test("the root file system has the whole disk, containerd runs, nothing failed", () => {
  expect(Number(facts["root"])).toBeGreaterThan(7 * 1024);
  expect(facts).toMatchObject({ containerd: "active", failed: "" });
});

test("nothing listens for the network", () => {
  const outside = facts["listening"]?.split(" ").filter((address) => !/^(127\.|\[::1\])/.test(address));
  expect(outside).toEqual([]);
});
