import { translateOnlyFailures, withoutTraces } from "../../components/traces";

const frames = (error: Error) => (error.stack ?? "").split("\n").slice(1).length;

test("what is made in numbers has messages without traces, and afterwards all is as before", () => {
  const before = { limit: Error.stackTraceLimit, prepare: Error.prepareStackTrace };
  const error = withoutTraces(() => new Error("what went wrong"));
  expect([error.message, frames(error)]).toEqual(["what went wrong", 0]);
  expect(() =>
    withoutTraces(() => {
      throw error;
    }),
  ).toThrow(error);
  expect({ limit: Error.stackTraceLimit, prepare: Error.prepareStackTrace }).toEqual(before);
  expect(frames(new Error("later"))).toBeGreaterThan(0);
});

test("a trace is translated only when an error has ended the program", () => {
  const { prepareStackTrace } = Error;
  const listeners = { uncaughtException: process.listeners("uncaughtException"), unhandledRejection: [] as unknown[] };
  try {
    let translated = 0;
    Error.prepareStackTrace = (error) => `translated ${++translated}: ${String(error)}`;
    translateOnlyFailures();
    const unread = new Error("nobody looks");
    expect(unread.stack).toContain("traces.test");
    const fatal = new Error("the end");
    const added = process.listeners("uncaughtException").filter((one) => !listeners.uncaughtException.includes(one));
    expect(added).toHaveLength(1);
    expect(process.listeners("uncaughtException")[0]).toBe(added[0]);
    added[0]?.(fatal, "uncaughtException");
    expect(fatal.stack).toBe("translated 1: Error: the end");
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    for (const event of ["uncaughtException", "unhandledRejection"]) {
      const [first] = process.listeners(event as "uncaughtException");
      if (first !== undefined) process.removeListener(event, first);
    }
  }
});
