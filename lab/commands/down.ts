import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { forgetCloud } from "../cloud";
import { datacentreStatus, stopDatacentre } from "../datacentre/datacentre";
import { LabError } from "../errors";
import { labDir } from "../paths";
import { dropStaleLock, forgetStack, hasStack, pulumi, stackArgs } from "../pulumi";

/** `npm run lab -- down`: nothing runs any more; users' homes and the lab's passwords stay. */
export async function down(): Promise<void> {
  await removeStack();
  await stopDatacentre();
  await forgetCloud();
  console.log(
    "The lab is down. Users' homes are kept; `npm run lab` finds them again, `npm run lab -- destroy` removes them.",
  );
}

/** `npm run lab -- destroy`: no machine, volume, process or file is left, only the cache of built tools and images. */
export async function destroy(): Promise<void> {
  await removeStack();
  await stopDatacentre({ removeData: true });
  await rm(labDir, { recursive: true, force: true });
  console.log("The lab is gone, users' homes with it. Built tools and images stay in the cache.");
}

async function removeStack(): Promise<void> {
  if (!existsSync(labDir) || !hasStack()) return;
  await dropStaleLock();
  const { running } = await datacentreStatus();
  if (!running) {
    // The data centre keeps its machines in memory: where it does not run, nothing of the stack is left to remove.
    await forgetStack();
    return;
  }
  const display = process.stdout.isTTY ? [] : ["--non-interactive", "--color", "never"];
  const removal = ["destroy", ...stackArgs, "--yes", "--skip-preview", ...display];
  try {
    const { failed, interrupted } = await pulumi(removal, { reject: false });
    if (interrupted) throw new LabError("interrupted");
    // Machines that somebody else has removed can only be left alone by one that looks first, which takes longer.
    if (failed) await pulumi([...removal, "--refresh"]);
  } catch (error) {
    throw new LabError("pulumi destroy did not finish (its own words stand above); run the same command again.", {
      cause: error,
    });
  }
  await forgetStack();
}
