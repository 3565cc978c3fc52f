import { waitFor } from "../../../../components/cluster/access/wait";

const wait = (probe: () => Promise<string>, timeout: number, report: (message: string) => void = () => undefined) =>
  waitFor({ what: "the thing", probe, timeout, interval: 1, hint: "Look there.", report });

const answers = (...results: (string | Error)[]) => {
  const left = [...results];
  return async () => {
    const next = left.length > 1 ? left.shift() : left[0];
    if (typeof next === "string") return next;
    throw next;
  };
};

test("what is there already is given without a word", async () => {
  const said: string[] = [];
  expect(await wait(answers("yes"), 10, (message) => said.push(message))).toBe("yes");
  expect(said).toEqual([]);
});

test("the same reason is told once, a new one again", async () => {
  const said: string[] = [];
  const [a, b] = [new Error("a"), new Error("b")];
  expect(await wait(answers(a, a, a, b, b, "yes"), 10, (message) => said.push(message))).toBe("yes");
  expect(said).toEqual(["waiting for the thing (0 s): a", "waiting for the thing (0 s): b"]);
});

test("in vain: the error names what, how long, why and where to look", async () => {
  await expect(wait(answers(new Error("connection refused")), 0)).rejects.toThrow(
    "Waited 0 s for the thing, in vain. Last: connection refused. Look there.",
  );
});
