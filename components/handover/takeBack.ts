import { serve } from "./serve";
import { messageOf, patient, type Side } from "./side";
import { stop } from "./stop";

/**
 * Lets the old generation serve again. The new one is stopped first, down to the last pod that can use a volume; if its hub
 * has written to the database already, that is the same volume, and the old one goes on with it. Where a newer JupyterHub has
 * upgraded the database, the old one starts with the backup that was made before that (components/hub/python/dsaas_restore.py).
 *
 * @param own undefined where nothing in the new generation can ever have used a volume: then it need not even answer
 * @returns the error to be thrown
 */
export async function takeBack(old: Side, own: Side | undefined, cause: string): Promise<Error> {
  old.progress.say(`${cause}\nThe handover is taken back: generation ${old.generation} is to serve again.`);
  const failed = await attempt(old, own);
  if (failed !== undefined)
    return new Error(
      `${cause}\nTaking the handover back failed too: ${messageOf(failed)}\nIt may be that no generation serves now. Run the same command again: it goes on from here.`,
      { cause: failed },
    );
  return new Error(
    `${cause}\nThe handover was taken back: generation ${old.generation} serves again, and users can start their servers. Run the same command again once the cause is gone.`,
  );
}

/** Seconds for which taking back is tried at least, however little patience there is with all else. */
const least = 60;

/** Every step may be gone through again, so one refusal is not the end. @returns what it failed of in the end */
async function attempt(old: Side, own: Side | undefined): Promise<unknown> {
  for (const end = old.now() + Math.max(least, old.patience) * 1000; ; await old.pause(2_000)) {
    try {
      if (own !== undefined) await stop(patient(own), old.generation);
      await serve(patient(old), []);
      return undefined;
    } catch (error) {
      if (old.now() >= end) return error;
    }
  }
}
