import { atMost } from "../../images/containers/pool";

test("so many at a time, results in order", async () => {
  let running = 0;
  let most = 0;
  const results = await atMost(2, [30, 1, 10, 5], async (time) => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, time));
    running--;
    return time * 2;
  });
  expect(results).toEqual([60, 2, 20, 10]);
  expect(most).toBe(2);
});

test("nothing is begun after a failure", async () => {
  const begun: number[] = [];
  const failing = atMost(1, [1, 2, 3], async (item) => {
    begun.push(item);
    if (item === 2) throw new Error("two");
  });
  await expect(failing).rejects.toThrow("two");
  expect(begun).toEqual([1, 2]);
});
