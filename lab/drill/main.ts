/**
 * npm run drill: the worst day of the year, on the lab. Twenty people work; every machine is destroyed at once; one
 * `pulumi up`; everybody logs in again and finds every file. Then once more, with the hub's database lost as well.
 */
import { record } from "../../bench/results";
import { destroy } from "../commands/down";
import { up } from "../commands/up";
import { LabError } from "../errors";
import { disaster, loseDatabase, participants, work, type Outcome } from "./drill";

async function main(): Promise<void> {
  say("A fresh lab");
  await destroy();
  const before = await up({});
  say(`${participants.length} people log in, start a server and write files`);
  const filed = await work(participants);
  console.log(`  ${filed.length} files in ${participants.length} homes, checksums taken`);

  say("Every machine is destroyed");
  const first = await disaster(participants, filed, async () => undefined);
  tell(first);
  say("Every machine is destroyed once more, and the hub's database is lost with its backups");
  const second = await disaster(participants, filed, loseDatabase);
  tell(second);

  await record("drill", {
    homes: first.homes,
    "files lost": first.lost.length,
    "files lost, the hub's database lost too": second.lost.length,
    "bring-up of a fresh lab, s": before,
    "recovery: pulumi up to the hub serving, s": first.recovery,
    "recovery, the hub's database lost too, s": second.recovery,
    "recovery over bring-up, s": Math.round((first.recovery - before) * 10) / 10,
    "aim, s over bring-up": 30,
  });
  if (first.lost.length + second.lost.length > 0) throw new LabError("Files were lost; they are named above.");
}

function say(line: string): void {
  console.log(`\n── ${line}`);
}

function tell({ machines, homes, files, lost, recovery, preview, done }: Outcome): void {
  console.log(`  ${machines} machines destroyed`);
  console.log(`  preview: ${preview}`);
  console.log(`  up:      ${done}`);
  console.log(`  recovered after ${recovery} s; ${homes} people logged in again and are in their homes`);
  console.log(`  lost: ${lost.length === 0 ? "nothing" : ""} (${files} files looked at)`);
  for (const { user, path } of lost) console.log(`    ${user}: ${path}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof LabError ? `\n${error.message}` : error);
  process.exitCode = 1;
});
