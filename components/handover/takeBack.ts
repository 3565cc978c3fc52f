import { serve } from "./serve";
import { messageOf, patient, type Side } from "./side";
import { stop } from "./stop";

/**
 * Lets the old generation serve again. The new one is stopped first, down to the last pod that can use a volume; if its hub
 * has written to the database already, that is the same volume, and the old one goes on with it. The version of JupyterHub
 * is the only thing that may stand in the way of that: a database that a newer one has upgraded is refused by an older one.
 *
 * @param own undefined where nothing in the new generation can ever have used a volume: then it need not even answer
 * @returns the error to be thrown
 */
export async function takeBack(old: Side, own: Side | undefined, cause: string): Promise<Error> {
  old.progress.say(`${cause}\nThe handover is taken back: generation ${old.generation} is to serve again.`);
  try {
    if (own !== undefined) await stop(patient(own), old.generation);
    await serve(patient(old), []);
  } catch (error) {
    return new Error(
      `${cause}\nTaking the handover back failed too: ${messageOf(error)}\nIt may be that no generation serves now. Run the same command again: it goes on from here.`,
      { cause: error },
    );
  }
  return new Error(
    `${cause}\nThe handover was taken back: generation ${old.generation} serves again, and users can start their servers. Run the same command again once the cause is gone.`,
  );
}
