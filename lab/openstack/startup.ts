import { atMost } from "../../images/containers/pool";
import type { Service } from "./services";

/** A start under way. */
export interface Startup {
  /** Settles when the service answers, or has failed. */
  ready: (name: string) => Promise<void>;
  /** Settles when every service answers, or with the first that fails. */
  all: Promise<void>;
}

/** How many services load at a time: Python keeps a core busy, and the disk while it waits for neither. */
const together = 5;

/**
 * Starts services in their order, some at a time, each after what it needs.
 *
 * @param services what a service needs stands before it
 * @param start starts one, and settles when it answers
 * @param report told which services are awaited
 */
export function startInOrder(
  services: readonly Service[],
  start: (name: string) => Promise<unknown>,
  report: (line: string) => void,
): Startup {
  const loading = new Set<string>();
  const tell = (): void => report(`OpenStack: waiting for ${[...loading].join(", ")}`);
  const begun = new Map(services.map(({ name }) => [name, deferred()]));
  const ready = (name: string): Promise<void> => {
    const found = begun.get(name);
    return found === undefined ? Promise.reject(new Error(`There is no service ${name}`)) : found.promise;
  };
  const all = atMost(together, services, async ({ name, needs }) => {
    try {
      await Promise.all(needs.map(ready));
      loading.add(name);
      tell();
      await start(name);
      loading.delete(name);
      begun.get(name)?.resolve();
    } catch (error) {
      begun.get(name)?.reject(error);
      throw error;
    }
  }).then(() => undefined);
  return { ready, all };
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const promise = new Promise<void>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  promise.catch(() => undefined); // Whoever starts the services hears of it; not everybody who might have asked.
  return { promise, resolve, reject };
}
