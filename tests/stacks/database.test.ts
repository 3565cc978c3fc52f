import { ConfigError, loadConfig } from "../../stacks/config";
import { example, valuesOf } from "./example";

const server = {
  kind: "postgresql",
  host: "db.example.org",
  database: "jupyterhub",
  user: "jupyterhub",
  password: "swordfish",
  caCertificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
};

/** The hub's database as it is read, or what is said against it. */
function read(database?: unknown, secrets = ["dsaas:vsphere", "dsaas:hub"]) {
  const config = example();
  if (database !== undefined) (config["dsaas:hub"] as Record<string, unknown>)["database"] = database;
  const values = valuesOf(config);
  try {
    return loadConfig({ values, isSecret: (key) => secrets.includes(key), stackName: "prod" }).hub.database;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const backup = { every: 3600, keep: 48 };

test("it is on a volume of the hub's own unless said otherwise, and always backed up", () => {
  expect(read()).toEqual({ kind: "volume", backup });
  expect(read({ kind: "volume", backup: { keep: 7 } })).toEqual({ kind: "volume", backup: { every: 3600, keep: 7 } });
  expect(read(server)).toEqual({ ...server, port: 5432, backup });
});

test.each<[string, unknown, string]>([
  ["another kind", { kind: "mysql" }, "dsaas:hub.database"],
  ["TLS that is not verified", { ...server, caCertificate: undefined }, "dsaas:hub.database.caCertificate: is missing"],
  ["a switch for TLS", { ...server, tls: false }, "dsaas:hub.database.tls: is not a key of dsaas"],
  ["a server without its password", { ...server, password: undefined }, "dsaas:hub.database.password: is missing"],
  [
    "a server's keys with a volume",
    { kind: "volume", host: "db.example.org" },
    "dsaas:hub.database.host: is not a key",
  ],
  ["no time between backups", { kind: "volume", backup: { every: 1 } }, "dsaas:hub.database.backup.every: 1 is less"],
  ["no backup kept", { kind: "volume", backup: { keep: 0 } }, "dsaas:hub.database.backup.keep: 0 is less than 1"],
])("refused: %s", (_name, database, sentence) => {
  expect(read(database)).toContain(sentence);
});

test("a password in plain text is refused, and never shown", () => {
  const message = read(server, ["dsaas:vsphere"]);
  expect(message).toContain("pulumi config set --secret --path 'dsaas:hub.database.password'");
  expect(message).not.toContain("swordfish");
});
