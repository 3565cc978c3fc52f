import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import { claimBody, hubClaims } from "../../../components/hub/database";
import { hubContent } from "../../../components/hub/folders";
import { hubDeployment } from "../../../components/hub/hubPod";
import { networkPolicies } from "../../../components/hub/networkPolicies";
import { hubProblems } from "../../../components/hub/problems";
import { hubSettings } from "../../../components/hub/settings";
import { secretProblems } from "../../../components/hub/secrets";
import type { HubSpec, PostgresqlDatabase } from "../../../components/hub/types";
import { homeClass, network, spec } from "./example";
import { recordResources, settled, valueOf } from "./mocks";

type Pod = types.input.core.v1.PodSpec;
type Container = types.input.core.v1.Container & { volumeMounts: types.input.core.v1.VolumeMount[] };

const registered = recordResources();
const backup = { every: 3600, keep: 48 };
const postgresql: PostgresqlDatabase = {
  kind: "postgresql",
  host: "db.example.org",
  port: 5432,
  database: "jupyterhub",
  user: "jupyterhub",
  caCertificate: "-----BEGIN CERTIFICATE-----\ndatabase\n-----END CERTIFICATE-----\n",
  backup,
};
const onServer: HubSpec = { ...spec, database: postgresql };

function podOf(description: HubSpec) {
  const deployment = hubDeployment(description, "hash") as unknown as { spec: { template: { spec: Pod } } };
  const { containers, volumes, ...pod } = deployment.spec.template.spec;
  const [hub, sidecar] = containers as [Container, Container];
  const mounts = (container: Container) =>
    Object.fromEntries(
      container.volumeMounts.map(({ name, readOnly }) => [name, readOnly === true ? "read" : "write"]),
    );
  return { pod, hub: mounts(hub), backup: mounts(sidecar), sidecar, volumes: JSON.stringify(volumes) };
}

test("the claims that the stack makes", () => {
  expect(hubClaims(spec).map(({ name }) => name)).toEqual(["hub-db", "hub-backup"]);
  expect(hubClaims(onServer).map(({ name }) => name)).toEqual(["hub-backup"]);
});

test("a claim has the annotations by which it gets its volume", () => {
  const [claim] = hubClaims(spec) as [ReturnType<typeof hubClaims>[0]];
  const annotations = { "example.org/volume": "pv-1" };
  expect(claimBody("dsaas", claim, homeClass, annotations).metadata.annotations).toEqual(annotations);
});

test("the hub's component makes no claim: its pod waits for the handover", async () => {
  const { Hub, HubIdentity } = await import("../../../components/hub");
  const space = new k8s.core.v1.Namespace("space", {});
  const identity = new HubIdentity("hub-identity", { spec, secrets: { ldapBindPassword: "bind" } });
  await valueOf(new Hub("hub", { spec, identity, storageClass: homeClass, network, space }).prepared);
  await settled();
  expect(registered.filter(({ type }) => type.endsWith(":Deployment")).map(({ name }) => name)).toContain("hub-hub");
  expect(registered.filter(({ type }) => type.endsWith(":PersistentVolumeClaim"))).toEqual([]);
});

test("whoever makes backups has the database, where they go, and nothing else of the hub's", () => {
  const { pod, hub, backup: sidecar } = podOf(spec);
  expect(pod.automountServiceAccountToken).toBe(false);
  expect(hub).toMatchObject({ state: "write", backup: "read", "api-access": "read", secrets: "read" });
  expect(sidecar).toEqual({
    state: "read",
    backup: "write",
    "backup-tmp": "write",
    python: "read",
    settings: "read",
  });
});

test("with PostgreSQL it has that one's password, and no volume of the hub's", () => {
  const { backup: sidecar, volumes } = podOf(onServer);
  expect(sidecar).not.toHaveProperty("state");
  expect(sidecar).toHaveProperty("database-secrets", "read");
  expect(volumes).toContain('{"key":"database-password","path":"database-password"}');
  expect(volumes).not.toContain("hub-db");
  expect(podOf(spec).volumes).not.toContain("database-password");
});

test("nothing of it makes the hub's pod unready but its own end", () => {
  const { sidecar } = podOf(spec);
  expect([sidecar.readinessProbe, sidecar.livenessProbe, sidecar.startupProbe]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("the settings say where the database is, its certificate is a file of its own", async () => {
  expect(hubSettings(onServer, homeClass, false).database).toEqual({
    kind: "postgresql",
    host: "db.example.org",
    port: 5432,
    database: "jupyterhub",
    user: "jupyterhub",
    backup: { ...backup, folder: "/srv/backup" },
  });
  expect(hubContent(onServer, homeClass, false).settings.data).toHaveProperty(
    ["database-ca.pem"],
    postgresql.caCertificate,
  );
  expect(hubContent(spec, homeClass, false).settings.data).not.toHaveProperty(["database-ca.pem"]);
});

test("only the hub reaches the database, at its port", () => {
  const egress = (description: HubSpec) =>
    Object.entries(networkPolicies(description, network))
      .filter(([, policy]) => JSON.stringify(policy).includes('"port":5432'))
      .map(([name]) => name);
  expect(egress(onServer)).toEqual(["hub"]);
  expect(egress(spec)).toEqual([]);
  const byAddress = { ...onServer, database: { ...postgresql, host: "198.51.100.5" } };
  expect(JSON.stringify(networkPolicies(byAddress, network)["hub"])).toContain('"cidr":"198.51.100.5/32"');
});

test.each<[string, Partial<PostgresqlDatabase>, string]>([
  ["a host", { host: "db example" }, 'hub.database.host: "db example" is no host name'],
  ["a certificate", { caCertificate: "MIIB" }, 'hub.database.caCertificate: "MIIB" is no certificate'],
  ["no time between backups", { backup: { every: 0, keep: 1 } }, "hub.database.backup.every: 0 must be more than 0"],
  ["no backup", { backup: { every: 60, keep: 0 } }, "hub.database.backup.keep: 0 must be 1 or more"],
])("refused: %s", (_name, change, sentence) => {
  expect(hubProblems({ ...spec, database: { ...postgresql, ...change } }).join("\n")).toContain(sentence);
});

test("a good description has no problem, with the password that it needs", () => {
  const secrets = { ldapBindPassword: "bind" };
  expect(hubProblems(onServer)).toEqual([]);
  expect(secretProblems(onServer, { ...secrets, databasePassword: "secret" })).toEqual([]);
  expect(secretProblems(onServer, secrets)).toEqual([expect.stringMatching(/^hub\.database\.password: is missing/)]);
  expect(secretProblems(spec, { ...secrets, databasePassword: "secret" })).toEqual([
    expect.stringMatching(/^hub\.database\.password: is given/),
  ]);
});
