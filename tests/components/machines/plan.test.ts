import fc from "fast-check";
import { PlanError, planMachines, planProblems } from "../../../components/machines";
import { parseIpv4 } from "../../../components/machines/ipv4";
import type { MachineNetwork, MachinePool } from "../../../components/machines/types";
import { controlPlanes, network, pool } from "./fixtures";

const paths = (pools: MachinePool[], net: MachineNetwork = network, reserved = {}) =>
  planProblems("demo", "0a1b2c3d", pools, net, reserved).map(({ path }) => path);
const messages = (pools: MachinePool[], net: MachineNetwork = network, reserved = {}) =>
  planProblems("demo", "0a1b2c3d", pools, net, reserved).map(({ path, message }) => `${path}: ${message}`);

test("three control planes and two workers", () => {
  const gpu = pool({ name: "gpu", count: 1, labels: { gpu: "yes" }, taints: [{ key: "gpu", effect: "NoSchedule" }] });
  expect(planMachines("demo", "0a1b2c3d", [pool(), controlPlanes, gpu], network)).toMatchSnapshot();
});

describe("any valid description", () => {
  const counts = fc.tuple(fc.constantFrom(1, 3, 5), fc.array(fc.nat({ max: 8 }), { maxLength: 6 }), fc.nat({ max: 6 }));
  const pools = counts.map(([control, workers, at]) => {
    const list = workers.map((count, index) => pool({ name: `w${index}`, count }));
    list.splice(Math.min(at, list.length), 0, { ...controlPlanes, count: control });
    return list;
  });
  const plan = (list: MachinePool[]) => planMachines("demo", "0a1b2c3d", list, network);

  test("gives every machine its own name, key and address in the range, with nothing left out", () => {
    fc.assert(
      fc.property(pools, (list) => {
        const machines = plan(list);
        const first = parseIpv4(network.firstAddress) ?? 0;
        expect(machines).toHaveLength(list.reduce((sum, { count }) => sum + count, 0));
        expect(new Set(machines.map(({ name }) => name)).size).toBe(machines.length);
        expect(new Set(machines.map(({ key }) => key)).size).toBe(machines.length);
        expect(machines.map(({ address }) => parseIpv4(address))).toEqual(machines.map((_, index) => first + index));
      }),
    );
  });

  test("has its control planes first, is the same twice, and a machine more in the last pool moves no other", () => {
    fc.assert(
      fc.property(pools, (list) => {
        const machines = plan(list);
        const roles = machines.map(({ role }) => role);
        expect(roles.lastIndexOf("control-plane")).toBeLessThan(
          roles.includes("worker") ? roles.indexOf("worker") : roles.length,
        );
        expect(plan(list)).toEqual(machines);
        const grown = plan([...list, pool({ name: "extra", count: 1 })]);
        expect(grown.slice(0, -1)).toEqual(machines);
      }),
    );
  });

  test("keeps keys over generations", () => {
    fc.assert(
      fc.property(pools, (list) => {
        const next = planMachines("demo", "ffffffff", list, network);
        expect(next.map(({ key }) => key)).toEqual(plan(list).map(({ key }) => key));
        expect(next.every(({ name }) => name.startsWith("demo-ffffffff-"))).toBe(true);
      }),
    );
  });
});

describe("mistakes", () => {
  test("a range with too little room says how much there is and how much is asked for", () => {
    expect(messages([controlPlanes, pool({ count: 2 })], { ...network, lastAddress: "198.18.0.23" })).toEqual([
      "network.lastAddress: 198.18.0.20–198.18.0.23 has room for 4 machines and the pools ask for 5; widen the range or lower the counts.",
    ]);
    expect(paths([controlPlanes, pool({ count: 2 })], { ...network, lastAddress: "198.18.0.24" })).toEqual([]);
  });

  test.each([2, 4])("%i control planes are refused with the two good numbers next to it", (count) => {
    expect(messages([{ ...controlPlanes, count }]).join()).toContain(`use ${count - 1} or ${count + 1}`);
  });

  test("two pools of control planes count together", () => {
    const second = { ...controlPlanes, name: "cp2", count: 2 };
    expect(paths([{ ...controlPlanes, count: 1 }, second])).toEqual([]);
    expect(paths([controlPlanes, { ...second, count: 1 }])).toEqual(["pools"]);
  });

  test("no control plane at all", () => expect(paths([pool()])).toEqual(["pools"]));

  test("two pools of one name", () => {
    expect(messages([controlPlanes, pool(), pool()])).toEqual([
      "pools[2].name: 'worker' is already the name of pools[1]; give each pool its own.",
    ]);
  });

  test.each([
    ["name", "Big_Pool"],
    ["count", 1.5],
    ["count", -1],
    ["cpus", 0],
    ["memoryMiB", 2050],
    ["memoryMiB", 0],
    ["diskGiB", Number.NaN],
  ] as const)("a pool's %s of %p", (key, value) => {
    expect(paths([controlPlanes, pool({ [key]: value })])).toEqual([`pools[1].${key}`]);
  });

  test("names of 63 characters fit, of 64 do not", () => {
    const rest = "demo-0a1b2c3d--2".length;
    expect(paths([controlPlanes, pool({ name: "w".repeat(63 - rest) })])).toEqual([]);
    expect(paths([controlPlanes, pool({ name: "w".repeat(64 - rest) })])).toEqual(["pools[1].name"]);
  });

  test.each([
    ["the gateway", { gateway: "198.18.0.30" }, {}],
    ["a name server", { nameservers: ["198.18.0.31"] }, {}],
    ["the virtual IP", {}, { "virtual IP": "198.18.0.20" }],
    ["the hub's address", {}, { "hub's address": "198.18.0.99" }],
  ])("a range that holds %s", (what, change, reserved) => {
    const [message, ...others] = messages([controlPlanes], { ...network, ...change }, reserved);
    expect(others).toEqual([]);
    expect(message).toContain(`holds ${what}`);
  });

  test.each([
    ["network.firstAddress", { firstAddress: "198.18.0" }],
    ["network.lastAddress", { lastAddress: "198.18.0.300" }],
    ["network.lastAddress", { lastAddress: "198.18.0.10" }],
    ["network.lastAddress", { lastAddress: "198.18.1.20" }],
    ["network.firstAddress", { firstAddress: "198.18.0.0", gateway: "198.18.0.200", nameservers: ["192.0.2.1"] }],
    ["network.firstAddress", { lastAddress: "198.18.0.255" }],
    ["network.gateway", { gateway: "198.18.1.1" }],
    ["network.prefixLength", { prefixLength: 31 }],
    ["network.prefixLength", { prefixLength: 24.5 }],
    ["network.nameservers", { nameservers: [] }],
    ["network.nameservers[0]", { nameservers: ["dns.example.org"] }],
  ])("%s in %p", (path, change) => {
    expect(paths([controlPlanes], { ...network, ...change })).toContain(path);
  });

  test("all at once, in one error", () => {
    const broken = { ...network, gateway: "nowhere", lastAddress: "198.18.0.21" };
    const plan = () => planMachines("demo", "0a1b2c3d", [{ ...controlPlanes, count: 2, cpus: 0 }, pool()], broken);
    expect(plan).toThrow(PlanError);
    expect(plan).toThrowErrorMatchingSnapshot();
  });
});
