/*
 * Pulumi's SDK notes a stack trace for each of the four promises of every property of every resource
 * (runtime/debuggable.ts), and ts-node translates each of them by source maps, though nobody reads any: of a program with
 * a thousand machines that took most of the time.
 */

/**
 * Has stack traces translated only where an error ends the program: a trace is written when it is first asked for, and for
 * such an error that is when it is shown.
 */
export function translateOnlyFailures(): void {
  const translate = Error.prepareStackTrace;
  Object.assign(Error, { prepareStackTrace: undefined });
  const restore = () => void Object.assign(Error, { prepareStackTrace: translate });
  // Before Pulumi's own listeners, which print.
  process.prependListener("uncaughtException", restore);
  process.prependListener("unhandledRejection", restore);
}

/** Makes something of which there are many; an error in it has a message and no trace. */
export function withoutTraces<T>(make: () => T): T {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Object.assign(Error, { stackTraceLimit: 0, prepareStackTrace: String });
  try {
    return make();
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}
