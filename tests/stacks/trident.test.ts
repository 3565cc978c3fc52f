import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { ConfigError, loadConfig, type RawConfig } from "../../stacks/config";
import { storageCredentials, storageSpec } from "../../stacks/storage";
import { setPath } from "../../lab/stackfile";
import { backends, complete, credentials } from "../components/storage/trident/example";
import { example, valuesOf } from "./example";

type Plain = ReturnType<typeof example>;

/** The example on Trident: homes over NFS, with every secret in its place. */
function onTrident(): Plain {
  return {
    ...example(),
    "dsaas:storage": {
      driver: "trident",
      backends: [
        { driver: "ontap-nas", name: "homes", managementLIF: "192.0.2.40", svm: "research", exportPolicy: "dsaas" },
      ],
      classes: [{ name: "dsaas-home", parameters: { backendType: "ontap-nas" }, autogrow: "homes" }],
      homeClass: "dsaas-home",
      autogrow: [{ name: "homes", usedThresholdPercent: 90, maxSizeGiB: 500 }],
      inventory: { server: "nfs.example.org", path: "/export/dsaas", seenAt: "/srv/inventory" },
      credentials: { homes: { username: "dsaas", password: "correct horse battery" } },
    },
  };
}

function raw(change?: (config: Plain) => void, secrets = ["dsaas:vsphere", "dsaas:hub", "dsaas:storage"]): RawConfig {
  const config = onTrident();
  change?.(config);
  const values = valuesOf(config);
  return { values, isSecret: (key) => secrets.includes(key), stackName: "prod" };
}

function messageOf(config: RawConfig): string {
  try {
    loadConfig(config);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
}

const spoil = (key: string, value: unknown) => messageOf(raw((config) => setPath(config, key, value)));

test("a right configuration is accepted, with every default filled in", () => {
  expect(loadConfig(raw()).storage).toMatchSnapshot();
});

test("every driver with all of its fields is accepted", () => {
  const { stack: _, driver: __, recovery: ___, ...rest } = complete();
  const message = messageOf(
    raw((config) => {
      config["dsaas:storage"] = { driver: "trident", ...rest, credentials };
    }),
  );
  expect(message).toBe("accepted");
});

test.each([
  ["dsaas:storage.backends[0].driver", "ontap-tape"],
  ["dsaas:storage.backends[0].exportPolicies", "dsaas"],
  ["dsaas:storage.backends[0].svm", ""],
  ["dsaas:storage.backends[0].password", "correct horse battery"],
  ["dsaas:storage.backends[0].qtreesPerFlexvol", 100],
  ["dsaas:storage.backends[0].storagePrefix", "2 homes"],
  ["dsaas:storage.backends[0].trustedCACertificate", "MIIB"],
  ["dsaas:storage.classes[0].parameters", { backendType: "ontap-san" }],
  ["dsaas:storage.classes[0].parameters", { speed: "fast" }],
  ["dsaas:storage.classes[0].reclaimPolicy", "Delete"],
  ["dsaas:storage.homeClass", "homes"],
  ["dsaas:storage.autogrow[0].maxSizeGiB", 5],
  ["dsaas:storage.operator", { registry: "https://registry.example.org" }],
  ["dsaas:storage.inventory.path", "export"],
  ["dsaas:storage.credentials", { homes: { username: "dsaas" } }],
  ["dsaas:storage.credentials", { homes: { username: "dsaas", password: "x", key: "y" } }],
])("%s = %j is refused by key, with value and remedy", (key, value) => {
  expect(spoil(key, value)).toMatchSnapshot();
});

test("an automatic export policy for homes is refused, as it shuts the institution's own hosts out", () => {
  const message = messageOf(
    raw((config) => {
      setPath(config, "dsaas:storage.backends[0].exportPolicy", undefined);
      setPath(config, "dsaas:storage.backends[0].autoExportPolicy", { cidrs: ["192.0.2.0/24"] });
    }),
  );
  expect(message).toContain("shuts every other host out");
});

describe("credentials", () => {
  test("in plain text are refused, each by its key, and never shown", () => {
    const message = messageOf(raw(undefined, ["dsaas:vsphere", "dsaas:hub"]));
    for (const key of ["username", "password"])
      expect(message).toContain(`pulumi config set --secret --path 'dsaas:storage.credentials.homes.${key}'`);
    expect(message).not.toContain("correct horse");
  });

  test.each([
    ["dsaas:storage.credentials.homes.password", { a: "hunter2" }],
    ["dsaas:storage.credentials.homes", "hunter2"],
    ["dsaas:storage.credentials", "hunter2"],
  ])("at %s in a wrong shape are named without their value", (key, value) => {
    const message = spoil(key, value);
    expect(message).toContain(`${key}: the secret`);
    expect(message).not.toContain("hunter2");
  });

  test("reach the storage layer as secrets, and beside its description", async () => {
    const { storage } = loadConfig(raw());
    expect(JSON.stringify(storageSpec(storage, "prod"))).not.toContain("correct horse");
    const password = storageCredentials(storage)["homes"]!.password!;
    expect(await (password as unknown as { isSecret: Promise<boolean> }).isSecret).toBe(true);
  });
});

test("the description that the storage layer gets names the stack", () => {
  expect(storageSpec(loadConfig(raw()).storage, "prod")).toMatchObject({ driver: "trident", stack: "prod" });
});

test("whatever stands below storage is accepted or refused with a ConfigError, never a crash", () => {
  const keys = ["backends", "classes", "homeClass", "autogrow", "operator", "credentials", "snapshots", "inventory"];
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      expect(spoil(`dsaas:storage.${key}`, value)).toMatch(/^(accepted|The stack's configuration has )/);
    }),
  );
});

test("whatever a backend holds is accepted or refused, never a crash", () => {
  const keys = Object.keys(backends["ontap-nas"]);
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      expect(spoil(`dsaas:storage.backends[0].${key}`, value)).toMatch(/^(accepted|The stack's configuration has )/);
    }),
  );
});

test("Pulumi.prod.yaml lacks nothing of storage but its credentials", () => {
  const text = readFileSync(join(__dirname, "..", "..", "Pulumi.prod.yaml"), "utf8");
  const { config } = parse(text) as { config: Record<string, Record<string, unknown>> };
  const message = messageOf(
    raw((plain) => {
      plain["dsaas:hub"] = { ...(plain["dsaas:hub"] as object), home: config["dsaas:hub"]!["home"] };
      plain["dsaas:storage"] = {
        ...config["dsaas:storage"],
        credentials: { homes: { username: "dsaas", password: "x" } },
      };
    }),
  );
  expect(message).toBe("accepted");
});
