import { diskSize, partitions, partitionScript } from "../../../../images/node/disk/geometry";
import { nodeFiles } from "../../../../images/node/files";
import { rootUuid } from "../../../../images/node/disk/geometry";

const mib = 1024 * 1024;

test("partitions begin at whole MiB, do not overlap, and leave room for both copies of the table", () => {
  const inOrder = Object.values(partitions).sort((a, b) => a.start - b.start);
  let free = mib;
  for (const { start, size } of inOrder) {
    expect(start % mib).toBe(0);
    expect(start).toBeGreaterThanOrEqual(free);
    free = start + size;
  }
  expect(free).toBeLessThanOrEqual(diskSize - mib);
});

test("the root file system is last, so that it can grow", () => {
  expect(Math.max(...Object.values(partitions).map(({ start }) => start))).toBe(partitions.root.start);
});

test("the root file system is mounted by the name that the disk gives it", () => {
  const fstab = nodeFiles("disk").find(({ path }) => path === "/etc/fstab");
  expect(fstab).toMatchObject({ content: expect.stringContaining(`UUID=${rootUuid} / `) });
});

test("what sfdisk reads", () => expect(partitionScript("disk")).toMatchSnapshot());
