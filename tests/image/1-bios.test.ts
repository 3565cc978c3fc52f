import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vmMetadata } from "../../components/machines/vsphere/metadata";
import { clusterImages } from "../../components/cluster/versions";
import { run } from "../../images/containers/run";
import { ensureDebianPackages, versions } from "../../lab/toolchain";
import { emulation, image } from "./image";
import { type Machine, startMachine } from "./machine";
import { machineDisk, noCloudDisk } from "./seed";
import { founderUserData, inEmulation, network, node, reported, withReport } from "./userdata";

/** GiB of the machine's disk; the image's own has 4. */
const disk = 12;

let work: string;
let machine: Machine;
let facts: Record<string, string>;
const times: Record<string, number> = {};

/** Production's user data, and the OVA's own disk on vSphere's hardware as QEMU has it; no way out of the network. */
beforeAll(async () => {
  await ensureDebianPackages(emulation);
  const { ova, name } = await image();
  work = await mkdtemp(join(tmpdir(), "dsaas-image-"));
  const { network: config, ...metaData } = JSON.parse(vmMetadata(node, network)) as Record<string, unknown>;
  await noCloudDisk(join(work, "seed"), {
    "meta-data": JSON.stringify(metaData),
    "network-config": JSON.stringify(config),
    "user-data": withReport(inEmulation(await founderUserData()), "test -e /var/lib/dsaas/bootstrapped"),
  });
  await run("tar", ["-xf", ova, "-C", work, `${name}-disk0.vmdk`]);
  await machineDisk(join(work, "disk"), join(work, `${name}-disk0.vmdk`), "vmdk", disk);
  machine = startMachine({
    memoryMiB: 3072,
    console: join(work, "console"),
    arguments: [
      ...["-machine", "pc", "-device", "pvscsi,id=scsi"],
      ...[
        "-drive",
        `if=none,id=disk,file=${join(work, "disk")}`,
        "-device",
        "scsi-hd,bus=scsi.0,drive=disk,bootindex=1",
      ],
      ...["-drive", `if=none,id=seed,format=raw,readonly=on,file=${join(work, "seed")}`],
      ...["-device", "scsi-hd,bus=scsi.0,drive=seed"],
      ...["-nic", "user,model=vmxnet3,net=198.18.0.0/24,host=198.18.0.1,dns=198.18.0.2,restrict=on"],
    ],
  });
  for (const [what, shown] of Object.entries({
    kernel: /Linux version/,
    "cloud-init has the user data": /Cloud-init v.* running 'modules:final'/,
    kubelet: /The kubelet is healthy/,
    "the API server": /kube-apiserver is healthy/,
    node: /this machine is a node/,
    report: /REPORT end=/,
  }))
    times[what] = await machine.until(shown, 1500);
  facts = reported(machine.text());
  console.info(`In emulation, s from power on: ${JSON.stringify(times)}`);
});

afterAll(async () => {
  await machine?.stop();
  if (facts) await rm(work, { recursive: true });
});

test("cloud-init took everything from the seed", () => {
  expect(facts).toMatchObject({ cloud: "nocloud", hostname: node.name });
  expect(facts["candidates"]).toBe("NoCloud ConfigDrive VMware OpenStack None");
  // The second one is the virtual address, which the founder holds.
  expect(facts["address"]?.split(" ")[0]).toBe(`${node.address}/24`);
  expect(facts["resolver"]).toBe("nameserver 198.18.0.2");
});

test("a BIOS started it, from a pvscsi disk, with a vmxnet3 card named eth0", () => {
  expect(facts).toMatchObject({ firmware: "BIOS", drivers: "vmxnet3 vmw_pvscsi" });
});

test("the root file system has the whole disk", () => {
  expect(Number(facts["root"])).toBeGreaterThan((disk - 1) * 1024);
});

test("container images are there, unpacked", () => {
  const images = facts["images"]?.split(" ") ?? [];
  expect(images).toEqual(expect.arrayContaining(clusterImages(`v${versions.kubernetes}`)));
  expect(Number(facts["unpacked"])).toBe(images.length);
});

test("kubeadm made a node of it, whose control plane runs with nothing pulled", () => {
  expect(facts).toMatchObject({ containerd: "active", kubelet: "active" });
  const objects = facts["cluster"]?.split(" ");
  expect(objects).toContain(`Node:${node.name}:<none>:v${versions.kubernetes}`);
  const pods = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
  expect(objects).toEqual(expect.arrayContaining(pods.map((pod) => `Pod:${pod}-${node.name}:Running:<none>`)));
});

test("nothing failed, and nobody can log in", () => {
  expect(facts).toMatchObject({ failed: "", passwords: "", keys: "" });
  expect(facts["listening"]).not.toMatch(/:22\b/);
});
