import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fenced, firstLook } from "../../../../components/storage/recovery/fence";
import { seal } from "../../../../components/storage/recovery/seal";
import { Shelf } from "../../../../components/storage/recovery/shelf";
import { failure, key, shelfWith, tidyUp } from "./fixtures";

afterEach(tidyUp);

const own = { name: "lab-2", uid: "own" };
const other = { name: "lab-1", uid: "other" };
const beatOf = (cluster: typeof own, beat: number, at = "2026-11-21T08:00:00Z") =>
  seal("heartbeat", { cluster, beat, at }, key);

/** Looks once, and again after `writes` has happened in each pause. */
async function fence(shelf: Shelf, writes: ((round: number) => Promise<void>) | undefined, stopped?: string) {
  const said: string[] = [];
  let pauses = 0;
  const result = await failure(
    fenced(
      shelf,
      { own, stopped },
      await firstLook(shelf),
      (line) => said.push(line),
      undefined,
      async () => {
        const round = pauses++;
        await writes?.(round);
      },
    ),
  );
  return { said, pauses, result };
}
const passes = "no error";
const write = (shelf: Shelf, text: string) => writeFile(join(shelf.folder, "heartbeat"), text);

test("another cluster that lives is refused, by its name", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  const { result, said } = await fence(shelf, (round) => write(shelf, beatOf(other, 2 + round)));
  expect(result).toMatch(/^Cluster lab-1 still uses the volumes: .*Switch that cluster's machines off/);
  expect(result).toContain(join(shelf.folder, "heartbeat"));
  expect(said[0]).toMatch(/^waiting 90 s to see that cluster lab-1 no longer lives$/);
});

test.each([
  ["a century behind", "1926-11-21T08:00:00Z"],
  ["a century ahead", "2126-11-21T08:00:00Z"],
])("whatever its clock says: %s", async (_what, at) => {
  const alive = await shelfWith({ heartbeat: beatOf(other, 1, at) });
  expect((await fence(alive, (round) => write(alive, beatOf(other, 2 + round, at)))).result).toContain(
    "lab-1 still uses",
  );
  const dead = await shelfWith({ heartbeat: beatOf(other, 1, at) });
  expect((await fence(dead, undefined)).result).toBe(passes);
});

test("this machine's clock may jump in between", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  const first = await firstLook(shelf);
  const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 3_600_000);
  try {
    const pauses: number[] = [];
    await fenced(
      shelf,
      { own },
      first,
      () => undefined,
      undefined,
      async (time) => pauses.push(time),
    );
    // An hour has not passed, though the clock says so.
    expect(pauses).toEqual([expect.any(Number)]);
  } finally {
    clock.mockRestore();
  }
});

test("a cluster that has stood still for long enough is dead", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  const { result, pauses } = await fence(shelf, undefined);
  expect({ result, pauses }).toEqual({ result: passes, pauses: 1 });
});

test("nobody waits where the first look was long ago", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  const first = await firstLook(shelf);
  const pauses: number[] = [];
  await fenced(
    shelf,
    { own },
    { ...first, at: first.at - 100_000 },
    () => undefined,
    undefined,
    async (time) => pauses.push(time),
  );
  expect(pauses).toEqual([]);
});

test("a cluster that lived when the program started, and was removed by it, is dead in the second round", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  const { result, pauses } = await fence(shelf, (round) =>
    round === 0 ? write(shelf, beatOf(other, 9)) : Promise.resolve(),
  );
  expect({ result, pauses }).toEqual({ result: passes, pauses: 2 });
});

test("this cluster's own sign of life, or none, is no reason to wait", async () => {
  for (const files of [{}, { heartbeat: beatOf(own, 3) }]) {
    const { result, pauses } = await fence(await shelfWith(files as Record<string, string>), undefined);
    expect({ result, pauses }).toEqual({ result: passes, pauses: 0 });
  }
});

test("nobody waits for a cluster that the handover has stopped, and for any other all the same", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  expect(await fence(shelf, undefined, other.uid)).toEqual({ result: passes, pauses: 0, said: [] });
  const third = await shelfWith({ heartbeat: beatOf({ name: "lab-0", uid: "third" }, 1) });
  const { result } = await fence(
    third,
    (round) => write(third, beatOf({ name: "lab-0", uid: "third" }, 2 + round)),
    other.uid,
  );
  expect(result).toContain("Cluster lab-0 still uses the volumes");
});

test("another generation of the same name is another cluster", async () => {
  const again = { name: own.name, uid: "founded earlier" };
  const shelf = await shelfWith({ heartbeat: beatOf(again, 1) });
  const { result } = await fence(shelf, (round) => write(shelf, beatOf(again, 2 + round)));
  expect(result).toContain("Cluster lab-2 still uses the volumes");
});

test("a file that another stack signs, and that changes, is somebody who writes here", async () => {
  const foreign = (beat: number) => seal("heartbeat", { cluster: other, beat, at: "" }, "another key");
  const shelf = await shelfWith({ heartbeat: foreign(1) });
  const { result } = await fence(shelf, (round) => write(shelf, foreign(2 + round)));
  expect(result).toContain("Cluster that this stack does not know still uses the volumes");
  const still = await shelfWith({ heartbeat: foreign(1) });
  expect((await fence(still, undefined)).result).toBe(passes);
});

test("a folder that can no longer be read stops the run", async () => {
  const shelf = await shelfWith({ heartbeat: beatOf(other, 1) });
  const gone = { folder: shelf.folder, heartbeat: () => Promise.reject(new Error("ESTALE")) } as unknown as Shelf;
  const first = await firstLook(shelf);
  await expect(
    fenced(
      gone,
      { own },
      first,
      () => undefined,
      undefined,
      () => Promise.resolve(),
    ),
  ).rejects.toThrow("ESTALE");
});
