/**
 * Measures the lab on the machine that it runs on and writes bench/results/<figure>.json.
 *
 *   npm run bench                 evaluation, bring-up, bare kubeadm beside it, second preview; removes a lab that runs
 *   npm run bench -- cold         the cold build of toolchain and images, in empty caches
 *   npm run bench -- recovery     re-attachment of 20, 200 and 2,000 homes, on the lab that runs
 *   npm run bench -- scale        evaluation for up to 1,000 workers; previews of up to 100 machines beside OpenTofu's. No lab
 *   npm run bench -- openstack    start and memory of OpenStack's services, on their own. No lab
 *   npm run bench -- rollout      a new generation while somebody works, on the lab, which it brings up
 *   npm run bench -- faults       one fault after another while somebody works, on the lab, which it brings up
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { logIn, openBrowser, openPage, runCell, startServer } from "../lab/browser";
import { datacentreStatus } from "../lab/datacentre/datacentre";
import { prepare } from "../lab/commands/up";
import { labDir, repoRoot } from "../lab/paths";
import { pulumi, stackArgs } from "../lab/pulumi";
import { labSecret } from "../lab/secrets";
import { bareKubeadm } from "./bare";
import { faultFigures, mendAll } from "./faults";
import { rolloutFigures } from "./rollout";
import { seconds, untilNodesReady } from "./readiness";
import { openstackFigures } from "./openstack";
import { recoveryGrowth } from "./recovery";
import { record } from "./results";
import { evaluationFigures, previewFigures } from "./scale";

const hub = "https://localhost:8443";

function lab(...args: string[]) {
  return execa(process.execPath, ["--import", "tsx", join(repoRoot, "lab", "main.ts"), ...args], {
    cwd: repoRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function main(what: string | undefined): Promise<void> {
  if (what === "cold") return cold();
  if (what === "recovery") return recoveryGrowth();
  if (what === "openstack") return openstackFigures();
  if (what === "scale") {
    await evaluationFigures();
    return previewFigures();
  }
  if (what === "faults" || what === "rollout") {
    await prepare({});
    await mendAll();
    await lab();
    return what === "faults" ? faultFigures() : rolloutFigures();
  }
  if (what !== undefined)
    throw new Error(
      `"${what}" is not a benchmark; there are "cold", "recovery", "scale", "openstack", "rollout" and "faults", or nothing for the others`,
    );
  await evaluationFigures();
  const bare = await bareFigure();
  const { nodesReady, cell } = await bringUp();
  await record("bring-up", { "from nothing to the user's cell, s": cell, "aim, s": 120 });
  await record("ratio", {
    "stack, s from pulumi up to five Ready nodes": nodesReady,
    "bare kubeadm, s to the same": bare,
    ratio: Math.round((nodesReady / bare) * 100) / 100,
    aim: 1.25,
  });
  await record("preview", { "second preview, s": await secondPreview(), "aim, s": 10 });
}

async function bareFigure(): Promise<number> {
  await lab("destroy");
  await prepare({});
  const taken = await bareKubeadm();
  await lab("destroy");
  return taken;
}

/** Toolchain and images are in the cache; nothing else is there. */
async function bringUp(): Promise<{ nodesReady: number; cell: number }> {
  const start = Date.now();
  const running = lab();
  let updating: number | undefined;
  running.stdout?.on("data", (chunk: Buffer) => {
    if (updating === undefined && chunk.toString().includes("Updating (")) updating = Date.now();
  });
  const ready = firstControlPlane()
    .then((name) => untilNodesReady(name, 5))
    .then(() => Date.now());
  await running;
  const nodesReady = Math.round(((await ready) - (updating ?? start)) / 100) / 10;

  await runFirstCell();
  return { nodesReady, cell: seconds(start) };
}

/** What a user does first, in a real browser. */
async function runFirstCell(): Promise<void> {
  const browser = await openBrowser();
  try {
    await runCellAs(await openPage(browser), "alice");
  } finally {
    await browser.close();
  }
}

async function runCellAs(page: Page, user: string): Promise<void> {
  const answer = await logIn(page, hub, user, await labSecret(`people.${user}`));
  if (answer !== "in") throw new Error(`${user} cannot log in: ${answer}`);
  await startServer(page, hub, "Data Science");
  const printed = await runCell(page, "print(6 * 7)");
  if (printed !== "42") throw new Error(`the cell printed ${printed}`);
}

async function firstControlPlane(): Promise<string> {
  for (const deadline = Date.now() + 600_000; Date.now() < deadline;) {
    const { machines } = await datacentreStatus();
    const first = machines.find((name) => name.endsWith("control-plane-1"));
    if (first !== undefined) return first;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("No control plane after ten minutes");
}

async function secondPreview(): Promise<number> {
  const start = Date.now();
  await pulumi(["preview", ...stackArgs, "--non-interactive", "--expect-no-changes"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return seconds(start);
}

/** Everything from the registries, as on a machine that has never seen the project; several gigabytes in a folder of its own. */
async function cold(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dsaas-cold-"));
  const env = {
    DSAAS_OFFLINE: "1",
    DSAAS_CACHE: join(folder, "cache"),
    GOCACHE: join(folder, "go-build"),
    GOMODCACHE: join(folder, "go-mod"),
    GOFLAGS: "-modcacherw",
  };
  const run = (...script: string[]) =>
    execa(process.execPath, ["--import", "tsx", ...script], { cwd: repoRoot, env, stdio: "inherit" });
  try {
    const start = Date.now();
    await run(join(repoRoot, "lab", "toolchain", "main.ts"));
    const toolchain = seconds(start);
    await run(join(repoRoot, "images", "containers", "main.ts"));
    const images = seconds(start) - toolchain;
    await record("cold", {
      "toolchain, s": toolchain,
      "aim, s": 1500,
      "container images, s": Math.round(images * 10) / 10,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  console.error(`The lab's logs are in ${join(labDir, "run")}.`);
  process.exitCode = 1;
});
