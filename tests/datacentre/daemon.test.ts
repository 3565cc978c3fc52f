import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDaemon, inNamespace, startDaemon, stopDaemon, type Daemon } from "../../lab/datacentre/daemon";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "daemon-"))));
afterEach(async () => {
  await stopDaemon("trial", 0, folder);
  rmSync(folder, { recursive: true });
});

const daemon = (script: string, rest: Partial<Daemon> = {}): Daemon => ({
  name: "trial",
  command: ["sh", "-c", script],
  folder,
  ready: async () => (await findDaemon("trial", folder)) !== undefined,
  ...rest,
});

describe("startDaemon", () => {
  it("starts once, and finds what runs", async () => {
    expect(await startDaemon(daemon("exec sleep 60"))).toBe(true);
    const first = await findDaemon("trial", folder);
    expect(first).toBeDefined();
    expect(await startDaemon(daemon("exec sleep 60"))).toBe(false);
    expect(await findDaemon("trial", folder)).toEqual(first);
  });

  it("starts anew what has other settings", async () => {
    await startDaemon(daemon("exec sleep 60", { settings: "one" }));
    const first = await findDaemon("trial", folder);
    expect(await startDaemon(daemon("exec sleep 60", { settings: "two" }))).toBe(true);
    expect(await findDaemon("trial", folder)).not.toEqual(first);
    expect(await startDaemon(daemon("exec sleep 60", { settings: "two" }))).toBe(false);
  });

  it("waits until the daemon is ready", async () => {
    let asked = 0;
    await startDaemon(daemon("exec sleep 60", { ready: async () => ++asked === 3 }));
    expect(asked).toBe(3);
  });

  it("says what a daemon said that ended", async () => {
    const ready = async (): Promise<boolean> => false;
    await expect(startDaemon(daemon("echo no such bridge >&2; exit 1", { ready }))).rejects.toThrow(
      /trial ended at once\. It said:\nno such bridge/,
    );
  });

  it("gives up on a daemon that never gets ready", async () => {
    const never = daemon("exec sleep 60", { ready: async () => false, patience: 100 });
    await expect(startDaemon(never)).rejects.toThrow("trial did not get ready within 0.1 s");
  });
});

describe("stopDaemon", () => {
  it("ends the daemon and forgets it", async () => {
    await startDaemon(daemon("exec sleep 60"));
    expect(await stopDaemon("trial", 5000, folder)).toBe(true);
    expect(await findDaemon("trial", folder)).toBeUndefined();
    expect(await stopDaemon("trial", 5000, folder)).toBe(false);
  });

  it("kills a daemon that does not listen", async () => {
    const ready = async (): Promise<boolean> => readFileSync(join(folder, "trial.log"), "utf8").includes("deaf");
    await startDaemon(daemon("trap '' TERM; echo deaf; while :; do sleep 1; done", { ready }));
    expect(await stopDaemon("trial", 200, folder)).toBe(true);
    expect(await findDaemon("trial", folder)).toBeUndefined();
  });

  it("never touches a process that got the pid later", async () => {
    const bystander = spawn("sleep", ["60"], { stdio: "ignore" });
    const stat = readFileSync(`/proc/${bystander.pid}/stat`, "utf8").split(" ");
    stat[21] = String(Number(stat[21]) - 1); // what ran under the pid before started earlier
    writeFileSync(join(folder, "trial.pid"), stat.join(" "));
    expect(await stopDaemon("trial", 0, folder)).toBe(false);
    expect(bystander.exitCode).toBeNull();
    expect(() => process.kill(bystander.pid ?? 0, 0)).not.toThrow();
    bystander.kill("SIGKILL");
  });
});

test("inNamespace enters the network only", () => {
  expect(inNamespace(undefined, ["a", "b"])).toEqual(["a", "b"]);
  expect(inNamespace("lan", ["a", "b"])).toEqual(["nsenter", "--net=/run/netns/lan", "--", "a", "b"]);
});
