import { setTimeout as pause } from "node:timers/promises";
import { execInMachine } from "../../lab/datacentre/exec";
import { kubectl } from "../../lab/kubectl";
import { openstackAdmin, openstackTenant, setQuota } from "../../lab/openstack/admin";
import { pulumi, pulumiText, stackArgs } from "../../lab/pulumi";
import { labSecret } from "../../lab/secrets";
import { Session } from "../../lab/session";
import { lab } from "./command";
import { killedAtEach, type Moment } from "./killed";

/*
 * The whole stack on real OpenStack services, made under one fault after another: each is told in one sentence, and the
 * same command goes on from there.
 */

interface Named {
  id: string;
  name: string;
  status?: string;
  metadata?: Record<string, string>;
}

const kinds = ["servers", "server-groups", "ports", "subnets", "networks", "routers", "security-groups"] as const;

/** Things of the stack's project, as the cloud has them. */
async function list(kind: (typeof kinds)[number]): Promise<Named[]> {
  const tenant = await openstackTenant();
  if (kind === "servers")
    return (await tenant.call<{ servers: Named[] }>("compute", "GET", "/v2.1/servers/detail")).servers;
  if (kind === "server-groups")
    return (await tenant.call<{ server_groups: Named[] }>("compute", "GET", "/v2.1/os-server-groups")).server_groups;
  const { project } = await tenant.identity();
  const body = await tenant.call<Record<string, Named[]>>("network", "GET", `/v2.0/${kind}?project_id=${project}`);
  return body[kind.replace("-", "_")] ?? [];
}

/** Everything of the project, but for what the cloud makes by itself. */
async function everything(): Promise<(Named & { kind: string })[]> {
  const found = await Promise.all(kinds.map(async (kind) => (await list(kind)).map((thing) => ({ kind, ...thing }))));
  return found.flat().filter(({ name, kind }) => name !== "default" && !(kind === "ports" && name === ""));
}

/** Ids of every resource of the state. */
async function stateIds(): Promise<Set<string>> {
  const { deployment } = JSON.parse(await pulumiText(["stack", "export", "--stack", "lab"])) as {
    deployment: { resources: { id?: string }[] };
  };
  return new Set(deployment.resources.map(({ id = "" }) => id));
}

/** What the stack's project has and its state does not know. */
async function orphans(): Promise<string[]> {
  const [known, found] = await Promise.all([stateIds(), everything()]);
  return found.filter(({ id }) => !known.has(id)).map(({ kind, name, id }) => `${kind}: ${name || id}`);
}

/** Runs the lab, which has to fail with this sentence, once; @returns all that it printed. */
async function failsWith(sentence: RegExp, ...args: string[]): Promise<string> {
  const { exitCode, output } = await lab(...args);
  expect(output).toMatch(sentence);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/The same command goes on from here/);
  return output;
}

/** Has every instance of a flavor fail with these words, until that is undone. */
async function failing(flavor: string, words: string): Promise<{ undo(): Promise<void> }> {
  const admin = await openstackAdmin();
  const { flavors } = await admin.call<{ flavors: Named[] }>("compute", "GET", "/v2.1/flavors");
  const path = `/v2.1/flavors/${flavors.find(({ name }) => name === flavor)?.id}/os-extra_specs`;
  await admin.call("compute", "POST", path, { extra_specs: { "dsaas:fail": words } });
  return { undo: () => admin.call("compute", "DELETE", `${path}/dsaas:fail`) };
}

const preview = (key: string, value: string) => lab("preview", "--set", `dsaas:openstack.${key}=${value}`);

test("a missing image is said before anything is made", async () => {
  await failsWith(
    /dsaas:openstack\.image: the project sees no image 'none'; write the id or the name of one that/,
    ...["--cloud", "openstack", "--set", 'dsaas:openstack.image="none"'],
  );
  expect(await list("networks")).toEqual([]);
  // The cloud's packages may have to be fetched and its database made first.
}, 1_800_000);

test.each([
  ["a missing flavor", "flavors.worker", '"m9.huge"', /flavors\.worker: the project sees no flavor 'm9\.huge'/],
  [
    "a flavor that is too small",
    "flavors.worker",
    '"dsaas-control-plane"',
    /flavors\.worker: .* has 2048 MiB of memory of/,
  ],
  [
    "a missing network",
    "externalNetwork",
    '"nowhere"',
    /externalNetwork: the project sees no external network 'nowhere'/,
  ],
  ["another region", "region", '"North"', /dsaas:openstack\.region: the cloud has no region 'North'; it has RegionOne/],
  ["an unknown credential", "applicationCredentialId", '"0123"', /applicationCredentialSecret: Keystone refuses/],
  ["a Keystone that does not answer", "authUrl", '"http://127.0.0.1:9/v3"', /authUrl: OpenStack does not answer/],
])("%s gives one clear sentence", async (_, key, value, sentence) => {
  const { exitCode, output } = await preview(key, value);
  expect(output).toMatch(sentence);
  expect(exitCode).toBe(1);
});

test("an image's name that two images have is refused, with both ids", async () => {
  const admin = await openstackAdmin();
  const make = () =>
    admin.call<Named>("image", "POST", "/v2/images", {
      name: "twice",
      visibility: "public",
      disk_format: "raw",
      container_format: "bare",
    });
  const twins = [await make(), await make()];
  try {
    const { output } = await preview("image", '"twice"');
    expect(output).toMatch(/dsaas:openstack\.image: 'twice' is the name of 2 images; write the id/);
    for (const { id } of twins) expect(output).toContain(id);
  } finally {
    for (const { id } of twins) await admin.call("image", "DELETE", `/v2/images/${id}`);
  }
});

describe("one bring-up, under one fault after another", () => {
  let generation: string | undefined;

  test("a quota of ports", async () => {
    // Of one port, several that are made at once could all be within it: Neutron counts what is there already.
    await setQuota("network", { port: 0 });
    const output = await failsWith(
      /The port dsaas-lab-\S+ is more than the project's quota allows: .*[Rr]aised, or free some of it\./,
    );
    [, generation] = /dsaas-([0-9a-f]{8})-/.exec(output) ?? [];
    await setQuota("network", { port: 100 });
    expect(await orphans()).toEqual([]);
  }, 300_000);

  test("an address that somebody else's port has, and a port that a killed run left", async () => {
    const [admin, tenant] = await Promise.all([openstackAdmin(), openstackTenant()]);
    const [network] = (await list("networks")).filter(({ name }) => name === "dsaas-lab-network");
    const port = (by: typeof admin, more: object) =>
      by.call<{ port: Named }>("network", "POST", "/v2.0/ports", { port: { network_id: network?.id, ...more } });
    const name = `lab-${generation}-worker-2`;
    const foreign = await port(admin, { name: "printer", fixed_ips: [{ ip_address: "198.18.0.23" }] });
    const left = await port(tenant, {
      name,
      description: `Port of ${name} of the dsaas stack lab, generation ${generation}`,
      fixed_ips: [{ ip_address: "198.18.0.24" }],
    });
    const output = await failsWith(
      /The port \S+-worker-1 cannot be made: port 'printer' \(\S+\) has the address 198\.18\.0\.23/,
    );
    expect(output).toMatch(/The port \S+-worker-2: removed what an interrupted run had left; it is made anew\./);
    expect((await list("ports")).map(({ id }) => id)).not.toContain(left.port.id);
    await admin.call("network", "DELETE", `/v2.0/ports/${foreign.port.id}`);
    expect(await orphans()).toEqual([]);
  }, 300_000);

  test("a quota of instances", async () => {
    await setQuota("compute", { instances: 0 });
    await failsWith(/The server lab-\S+ is more than the project's quota allows: Quota exceeded for instances/);
    await setQuota("compute", { instances: 20 });
    expect(await orphans()).toEqual([]);
  }, 300_000);

  test("instances that go to ERROR are removed, and made anew by the next run", async () => {
    const fail = await failing("dsaas-worker", "the host's disk is on fire");
    await failsWith(
      /The server lab-\S+-worker-\d went to ERROR and was removed; Nova says: .*the host's disk is on fire/,
    );
    expect((await list("servers")).filter(({ status }) => status === "ERROR")).toEqual([]);
    await fail.undo();
    expect(await orphans()).toEqual([]);
  }, 300_000);

  test("a credential that ends half-way", async () => {
    const tenant = await openstackTenant();
    const { user } = await tenant.identity();
    const path = `/v3/users/${user}/application_credentials`;
    const running = lab();
    for (let tries = 0; tries < 300; tries++) {
      if ((await list("servers")).some(({ name }) => name.includes("-worker-"))) break;
      await pause(500);
    }
    const { application_credentials: all } = await tenant.call<{ application_credentials: Named[] }>(
      "identity",
      "GET",
      path,
    );
    for (const { id } of all) await tenant.call("identity", "DELETE", `${path}/${id}`);
    const { exitCode, output } = await running;
    expect(output).toMatch(/was refused: Keystone no longer takes the application credential/);
    expect(exitCode).toBe(1);
  }, 300_000);

  test("and then the same command goes on to the end", async () => {
    const { exitCode, output, seconds } = await lab();
    expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
    console.log(`went on to the end in ${Math.round(seconds)} s`);
    expect(await orphans()).toEqual([]);
  }, 900_000);
});

test("machines are what nova says that they are, and found their user data on the config drive", async () => {
  const servers = await list("servers");
  expect(servers.map(({ status }) => status)).toEqual(servers.map(() => "ACTIVE"));
  const nodes = (await kubectl("get", "nodes", "--output", "name")).trim().split("\n");
  expect(nodes.map((node) => node.replace("node/", "")).sort()).toEqual(servers.map(({ name }) => name).sort());
  for (const { id, name } of servers) {
    expect((await execInMachine(name, ["hostname"])).trim()).toBe(name);
    // Made by nova's own code; that a machine is a node shows that it has done what its user data there says.
    const drive = "/var/lib/cloud/seed/config_drive/openstack/latest/meta_data.json";
    expect(JSON.parse(await execInMachine(name, ["cat", drive]))).toMatchObject({ uuid: id, name });
  }
});

/** Logs in, starts the server and does something there. */
async function atWork<T>(run: (session: Session) => Promise<T>): Promise<T> {
  const session = await Session.open("https://localhost:8443", "alice", await labSecret("people.alice"));
  try {
    await session.startServer("basic");
    return await run(session);
  } finally {
    await session.close();
  }
}

test("somebody logs in, and their server runs", async () => {
  await atWork((session) => session.write("kept.txt", Buffer.from("written in the first generation")));
}, 300_000);

test.each([["preview"], ["refresh", "--yes", "--skip-preview"]])(
  "%s finds nothing to change",
  async (...command) => {
    const options = ["--non-interactive", "--expect-no-changes", "--color", "never"];
    const { exitCode, stdout } = await pulumi([...command, ...stackArgs, ...options], {
      stdio: ["ignore", "pipe", "pipe"],
      reject: false,
      all: true,
    });
    expect([exitCode, exitCode === 0 ? "" : stdout]).toEqual([0, ""]);
  },
  300_000,
);

test("another generation takes over in the same network, with the files, and nothing of the first is left", async () => {
  const names = async () => (await list("servers")).map(({ name }) => name).sort();
  const before = await names();
  const { exitCode, output } = await lab("--set", 'dsaas:cluster.rotation="once"');
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
  const after = await names();
  expect(after).toHaveLength(before.length);
  expect(after.filter((name) => before.includes(name))).toEqual([]);
  expect(await orphans()).toEqual([]);
  const read = await atWork((session) => session.read("kept.txt"));
  expect(String(read)).toBe("written in the first generation");
}, 900_000);

test("the state holds neither user data nor the credential in plain text", async () => {
  const text = await pulumiText(["stack", "export", "--stack", "lab"]);
  expect(text).not.toContain(await labSecret("openstack.credential"));
  // What gzip begins with, in base64.
  expect(text).not.toMatch(/"H4sI/);
});

const destroy = () =>
  pulumi(["destroy", ...stackArgs, "--yes", "--skip-preview", "--non-interactive", "--color", "never"], {
    stdio: "ignore",
  });

/** The cloud's own part of a bring-up; all after it is the same on every cloud, and killed in 0-killed. */
const moments: readonly Moment[] = [
  [/:Network .* creating/, 100],
  [/:(Router|SecGroup|ServerGroup) .* creating/, 2000],
  [/:(Subnet|SecGroupRule) .* creating/, 300],
  [/:(Subnet|SecGroupRule|RouterInterface) .* creating/, 2000],
  [/:Port .* creating/, 300],
  [/:Port .* creating/, 2000],
  [/:Instance .* creating/, 100],
  [/:Instance .* creating/, 1500],
  [/:Instance .* creating/, 4000],
];

test("a bring-up that is killed again and again goes on each time, and leaves nothing twice", async () => {
  await destroy();
  // Whatever a test before has last deployed, this is the stack as its file has it.
  await lab("preview");
  console.log((await killedAtEach(moments)).join("\n"));
  const { exitCode, output } = await lab();
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
  expect(await orphans()).toEqual([]);
  expect(await list("servers")).toHaveLength(5);
}, 1_800_000);

test("a change to the network that both generations stand in is refused by a preview", async () => {
  const { exitCode, output } = await preview("network.gateway", '"198.18.0.253"');
  expect(output).toMatch(
    /dsaas:openstack\.network\.gateway: "198\.18\.0\.253", but this stack's subnet \(\S+\) has 198\.18\.0\.1\. .*put the old/,
  );
  expect(exitCode).toBe(1);
});

test("pulumi destroy leaves nothing in the project", async () => {
  await destroy();
  expect(await everything()).toEqual([]);
}, 600_000);

test("the lab goes as a whole", async () => {
  expect((await lab("destroy")).exitCode).toBe(0);
}, 300_000);
