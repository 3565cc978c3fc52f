import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { MachinePool } from "../../components/machines";
import { OpenStackError } from "../../components/machines/openstack/api";
import { explainAccess } from "../../components/machines/openstack/explain";
import { leftoverHook } from "../../components/machines/openstack/leftovers";
import { fakeCloud } from "../openstack/cloud";
import { acceptResourceHooks } from "../resourceHooks";
import { openings } from "./openings";
import { generationOn, type Made } from "./cloud";
import { blocks, page, quoted, tableOf } from "./page";
import { accepted, committed } from "./stackFile";

// Loading the SDK takes seconds where much else runs.
jest.setTimeout(60_000);

const text = page("openstack");
const devPools = (committed("dev")["dsaas:cluster"] as { pools: MachinePool[] }).pools;
const [fragment = ""] = blocks(text, "yaml");
const largePools = (parse(fragment) as { "dsaas:cluster": { pools: MachinePool[] } })["dsaas:cluster"].pools;

test("openings are those of securityRules", () => {
  expect(tableOf(text, "into", "port", "from")).toEqual(openings());
});

test("the stack file is accepted, by itself and with the page's block", () => {
  expect(accepted("dev", {})).toBe("accepted");
  expect(accepted("dev", parse(fragment) as Record<string, unknown>)).toBe("accepted");
});

describe("what the program makes", () => {
  const sites = { dev: devPools, large: largePools };
  const made = {} as Record<keyof typeof sites, Record<"control-plane" | "load-balancer", Made[]>>;
  beforeAll(async () => {
    for (const site of ["dev", "large"] as const) {
      const pools = sites[site];
      made[site] = {
        "control-plane": await generationOn(pools, "control-plane"),
        "load-balancer": await generationOn(pools, "load-balancer"),
      };
    }
  });

  test("is in the table, with its name and whose it is, and nothing else is", () => {
    const pattern = (name: string) => {
      const [inner = ""] = quoted(name);
      const known = inner
        .replace("<stack>", "demo")
        .replace("<generation>", "0a1b2c3d")
        .replace("<role>", "(control-plane|worker)")
        .replace("<side>", "(blue|green)")
        .replace("<pool>-<n>", "(control-plane|worker)-\\d");
      return new RegExp(`^${known}$`);
    };
    const rows = tableOf(text, "resource", "name", "how many").map(([kind = "", name = "", , whose]) => ({
      kind: quoted(kind)[0],
      name: pattern(name),
      whose,
      hits: 0,
    }));
    for (const resource of [...made.large["control-plane"], ...made.large["load-balancer"]]) {
      const fitting = rows.filter(
        ({ kind, name, whose }) => kind === resource.kind && name.test(resource.name) && whose === resource.whose,
      );
      expect([resource, fitting.length]).toEqual([resource, 1]);
      for (const row of fitting) row.hits += 1;
    }
    expect(rows.filter(({ hits }) => hits === 0)).toEqual([]);
  });

  test("takes the quotas that the table says, with two generations", () => {
    const sum = (pools: MachinePool[], one: (pool: MachinePool) => number) =>
      2 * pools.reduce((total, pool) => total + pool.count * one(pool), 0);
    const needs = (site: keyof typeof sites): Record<string, number> => {
      const pools = sites[site];
      const number = (kind: string, list = made[site]["control-plane"]) =>
        list
          .filter((resource) => resource.kind === kind)
          .reduce((total, { whose }) => total + (whose === "generation" ? 2 : 1), 0);
      const ofRole = (role: string) => pools.reduce((total, pool) => total + (pool.role === role ? pool.count : 0), 0);
      const grouped = ["control-plane", "worker"].map(ofRole).filter((count) => count > 1);
      return {
        instances: number("Instance"),
        cores: sum(pools, ({ cpus }) => cpus),
        ram: sum(pools, ({ memoryMiB }) => memoryMiB),
        "server-groups": number("ServerGroup"),
        "server-group-members": Math.max(0, ...grouped),
        networks: number("Network"),
        subnets: number("Subnet"),
        routers: number("Router"),
        ports: number("Port") + number("RouterInterface"),
        secgroups: number("SecGroup"),
        "secgroup-rules": number("SecGroupRule"),
        "floating-ips": number("FloatingIpAssociate"),
        volumes: number("Instance"),
        gigabytes: sum(pools, ({ diskGiB }) => diskGiB),
        loadbalancers: number("LoadBalancer", made[site]["load-balancer"]),
        members: number("Members", made[site]["load-balancer"]) * ofRole("control-plane"),
      };
    };
    const [dev, large] = [needs("dev"), needs("large")];
    expect(
      tableOf(text, "quota", "formula").map(([name = "", , first, second]) => [quoted(name)[0], first, second]),
    ).toEqual(Object.keys(dev).map((key) => [key, String(dev[key]), String(large[key])]));
    // A load balancer takes the port that there is, and asks for one rule more.
    const balanced = made.large["load-balancer"];
    const count = (kind: string, list: Made[]) => list.filter((resource) => resource.kind === kind).length;
    expect(count("Port", balanced)).toBe(count("Port", made.large["control-plane"]));
    expect(count("SecGroupRule", balanced)).toBe(count("SecGroupRule", made.large["control-plane"]) + 1);
  });
});

test("what Pulumi is said to say is what it says", async () => {
  const folder = join(__dirname, "..", "components", "machines", "openstack");
  const snapshots = readdirSync(join(folder, "__snapshots__")).map((name) =>
    readFileSync(join(folder, "__snapshots__", name), "utf8"),
  );
  const noRegion = readFileSync(join(folder, "lookup.test.ts"), "utf8");
  const refused = explainAccess(new OpenStackError(401, "no", "log-in to Keystone"), "https://cloud.example.org/v3");
  const known = [...snapshots, noRegion, refused, await portInTheWay()].join("\n");
  const said = [...tableOf(text, "it is", "Pulumi says"), ...tableOf(text, "what happened", "Pulumi says")].flatMap(
    ([, says = ""]) => quoted(says),
  );
  expect(said.length).toBeGreaterThan(12);
  expect(said.filter((sentence) => !known.includes(sentence))).toEqual([]);
});

/** What is said where somebody else's port has the address of one that is to be made. */
async function portInTheWay(): Promise<string> {
  acceptResourceHooks();
  await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "", state: inputs }), call: () => ({}) });
  const printer = { id: "p", name: "printer", description: "", device_id: "", device_owner: "" };
  const cloud = await fakeCloud({ "GET /network/v2.0/ports": { body: { ports: [printer] } } });
  const hook = leftoverHook("leftovers", cloud.api);
  const newInputs = {
    name: "demo-1",
    description: "Port of demo-1",
    networkId: "n",
    fixedIps: [{ ipAddress: "192.0.2.20" }],
  };
  const type = "openstack:networking/port:Port";
  try {
    await hook.callback({ urn: "", id: "", name: "demo-1-port", type, newInputs });
    return "nothing";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await cloud.close();
  }
}
