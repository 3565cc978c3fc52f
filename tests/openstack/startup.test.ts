import { services, type Service } from "../../lab/openstack/services";
import { startInOrder } from "../../lab/openstack/startup";

test("what a service needs stands before it", () => {
  const seen = new Set<string>();
  for (const { name, needs } of services) {
    expect(needs.filter((one) => !seen.has(one))).toEqual([]);
    seen.add(name);
  }
});

const chain: Service[] = [
  { name: "database", needs: [] },
  { name: "queue", needs: [] },
  { name: "api", needs: ["database", "queue"] },
  { name: "worker", needs: ["api"] },
];

test("each starts after what it needs, and others do not wait", async () => {
  const events: string[] = [];
  const start = async (name: string): Promise<void> => {
    events.push(`${name} starts`);
    await new Promise((done) => setTimeout(done, name === "database" ? 20 : 1));
    events.push(`${name} answers`);
  };
  const told: string[] = [];
  const { ready, all } = startInOrder(chain, start, (line) => told.push(line));
  await ready("api");
  expect(events).not.toContain("worker answers");
  await all;
  expect(events).toEqual([
    "database starts",
    "queue starts",
    "queue answers",
    "database answers",
    "api starts",
    "api answers",
    "worker starts",
    "worker answers",
  ]);
  expect(told).toContain("OpenStack: waiting for database, queue");
});

test("one that fails fails the start, and whoever waits for it or for what needs it", async () => {
  const start = async (name: string): Promise<void> => {
    if (name === "queue") throw new Error("queue ended at once");
  };
  const { ready, all } = startInOrder(chain, start, () => undefined);
  await expect(all).rejects.toThrow("queue ended at once");
  await expect(ready("queue")).rejects.toThrow("queue ended at once");
  await expect(ready("api")).rejects.toThrow("queue ended at once");
  await expect(ready("nobody")).rejects.toThrow("There is no service nobody");
});
