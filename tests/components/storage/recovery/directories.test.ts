import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { directories } from "../../../../components/storage/recovery/directories";
import { folder, tidyUp } from "./fixtures";

afterEach(tidyUp);

test("every directory of the hub's namespace is a volume, under the path that the machines see", async () => {
  const seenAt = await folder();
  for (const name of ["hub/home-bob", "hub/home-ada/files", "hub/hub-db", "another/home-eve"])
    await mkdir(join(seenAt, name), { recursive: true });
  const found = await directories("/srv/dsaas", seenAt, "hub").volumes();
  expect(found).toEqual(
    ["home-ada", "home-bob", "hub-db"].map((claim) => ({
      source: { driver: "local", path: `/srv/dsaas/hub/${claim}` },
      claim: { namespace: "hub", claim },
    })),
  );
});

test("what can be no claim of ours is none: files, links, a file system's own folders", async () => {
  const seenAt = await folder();
  for (const name of ["hub/lost+found", "hub/.snapshot", "hub/Home", "hub/home-ada"])
    await mkdir(join(seenAt, name), { recursive: true });
  await writeFile(join(seenAt, "hub/notes"), "");
  await symlink(join(seenAt, "hub/home-ada"), join(seenAt, "hub/home-bob"));
  const found = await directories("/srv/dsaas", seenAt, "hub").volumes();
  expect(found.map(({ claim }) => claim?.claim)).toEqual(["home-ada"]);
});

test("an empty path is a first deployment; a missing one is a file system that is not mounted", async () => {
  const seenAt = await folder();
  expect(await directories("/srv/dsaas", seenAt, "hub").volumes()).toEqual([]);
  await rm(seenAt, { recursive: true });
  await expect(directories("/srv/dsaas", seenAt, "hub").volumes()).rejects.toThrow(
    /cannot be listed \(ENOENT.*mount the file system that the machines have at \/srv\/dsaas/,
  );
});

test("a namespace's folder that is no folder is not taken for empty", async () => {
  const seenAt = await folder();
  await writeFile(join(seenAt, "hub"), "");
  await expect(directories("/srv/dsaas", seenAt, "hub").volumes()).rejects.toThrow("ENOTDIR");
});
