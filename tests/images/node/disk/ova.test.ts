import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withContentId } from "../../../../images/node/disk/formats";
import { ovaArguments } from "../../../../images/node/disk/ova";
import { ovfDescriptor, ovfManifest } from "../../../../images/node/disk/ovf";

const input = { name: "dsaas-node-1.34.0-abc", version: "1.34.0-abc", disk: { file: "disk0.vmdk", bytes: 12345 } };

test("the descriptor", () => expect(ovfDescriptor(input)).toMatchSnapshot());

test("its manifest, in the form that OVF wants", () => {
  expect(ovfManifest({ "a.ovf": "12", "b.vmdk": "34" })).toBe("SHA256(a.ovf)= 12\nSHA256(b.vmdk)= 34\n");
});

describe("a VMDK's content ID", () => {
  const descriptor = (id: string): Buffer => {
    const sectors = Buffer.alloc(1024);
    sectors.write(`# Disk DescriptorFile\nversion=1\nCID=${id}\nparentCID=ffffffff\n`);
    return sectors;
  };

  test.each(["0badcafe", "badcafe", "1"])("comes from the content, whatever QEMU has made up: %s", (id) => {
    expect(withContentId(descriptor(id), "0123456789abcdef")).toEqual(descriptor("01234567"));
  });

  test("must be where QEMU puts it", () => {
    expect(() => withContentId(Buffer.from("KDMV"), "01234567")).toThrow("no CID");
  });
});

test("an archive has the descriptor first, and nothing of who made it when", () => {
  const folder = mkdtempSync(join(tmpdir(), "ova-"));
  try {
    for (const name of ["z.ovf", "a.mf", "b.vmdk"]) writeFileSync(join(folder, name), name);
    const make = () => {
      execFileSync("tar", ovaArguments(folder, join(folder, "x.ova"), ["z.ovf", "a.mf", "b.vmdk"]));
      return readFileSync(join(folder, "x.ova"));
    };
    const first = make();
    writeFileSync(join(folder, "b.vmdk"), "b.vmdk", { mode: 0o600 });
    expect(make().equals(first)).toBe(true);
    expect(execFileSync("tar", ["-tf", join(folder, "x.ova")]).toString()).toBe("z.ovf\na.mf\nb.vmdk\n");
    expect(first.subarray(257, 263).toString()).toBe("ustar\0");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
