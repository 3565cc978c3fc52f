import { createHash, randomBytes } from "node:crypto";
import { Session } from "../session";

/** A file of a user's with its checksum. */
export interface Filed {
  user: string;
  path: string;
  sha256: string;
}

const digest = (content: Buffer) => createHash("sha256").update(content).digest("hex");

/** What a researcher has: notes, data, folders in folders, names that are no plain ASCII. */
function work(user: string): [path: string, content: Buffer][] {
  return [
    ["notes.txt", Buffer.from(`${user}: ${randomBytes(12).toString("hex")}\n`)],
    ["data/measurements.bin", randomBytes(256 * 1024)],
    ["data/2026/Größe & Gewicht.csv", Buffer.from(`id,cm,kg\n1,${Math.random()},${Math.random()}\n`)],
    ["empty.txt", Buffer.alloc(0)],
  ];
}

/** Writes a user's files and remembers what they must be. */
export async function writeWork(session: Session): Promise<Filed[]> {
  const filed: Filed[] = [];
  for (const [path, content] of work(session.user)) {
    await session.write(path, content);
    filed.push({ user: session.user, path, sha256: digest(content) });
  }
  return filed;
}

/** Those of a user's files that are gone or are not what they were. */
export async function lost(session: Session, filed: Filed[]): Promise<Filed[]> {
  const missing: Filed[] = [];
  for (const file of filed.filter(({ user }) => user === session.user)) {
    const content = await session.read(file.path).catch(() => undefined);
    if (content === undefined || digest(content) !== file.sha256) missing.push(file);
  }
  return missing;
}
