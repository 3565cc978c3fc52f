/**
 * Runs `make` without stack traces in the errors that it makes; they have their messages.
 *
 * Pulumi's SDK notes a stack trace for each of the four promises of every property of a resource
 * (runtime/debuggable.ts), and each is then translated by source maps: of a program with a thousand machines that alone
 * takes most of the time.
 */
export function withoutStackTraces<T>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
