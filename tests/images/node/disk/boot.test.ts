import { bootSector, coreImage, grubConfig, uefiConfig } from "../../../../images/node/disk/boot";
import { partitions, rootUuid } from "../../../../images/node/disk/geometry";

test("the boot sector is GRUB's code around the disk's own table", () => {
  const sector = bootSector(Buffer.alloc(512, 0x11), Buffer.alloc(512, 0x22));
  expect(sector).toHaveLength(512);
  // Where the core image begins: sector 2048.
  expect(sector.subarray(0x5c, 0x64).toString("hex")).toBe("0008000000000000");
  expect(sector[0x64]).toBe(0xff);
  expect(sector.subarray(0x66, 0x68).toString("hex")).toBe("9090");
  expect(new Set(sector.subarray(0x68, 0x1b8))).toEqual(new Set([0x11]));
  expect(new Set(sector.subarray(0x1b8))).toEqual(new Set([0x22]));
});

test("a boot sector of another size is refused", () => {
  expect(() => bootSector(Buffer.alloc(511), Buffer.alloc(512))).toThrow("boot.img has 511 bytes");
});

test("the core image's first sector says where its rest is, and nothing else changes", () => {
  const core = Buffer.alloc(1500, 0x33);
  const image = coreImage(core);
  expect(image.subarray(500, 508).toString("hex")).toBe("0108000000000000");
  expect(image.subarray(508)).toEqual(core.subarray(508));
  expect(new Set(core)).toEqual(new Set([0x33]));
});

test("a core image that does not fit its partition is refused", () => {
  expect(() => coreImage(Buffer.alloc(partitions.bios.size + 1))).toThrow("its partition has 1048576");
});

test("one entry, started at once, with a console that clouds read", () => {
  expect(grubConfig("6.1.0-1-cloud-amd64")).toMatchSnapshot();
  expect(uefiConfig).toContain(`search.fs_uuid ${rootUuid} root`);
});
