import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { setPath } from "../../lab/stackfile";
import { valuesOf } from "../stacks/example";
import { ConfigError, loadConfig } from "../../stacks/config";

type Tree = Record<string, unknown>;

const root = join(__dirname, "..", "..");

/** The configuration in a committed stack file. */
export const committed = (stack: string): Tree =>
  (parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")) as { config: Tree }).config;

/** What a committed stack file leaves to whoever uses it. */
const yours: Record<string, Tree> = {
  dev: { "dsaas:openstack.applicationCredentialSecret": "secret" },
  prod: {
    "dsaas:vsphere.password": "secret",
    "dsaas:storage.credentials": { homes: { username: "vsadmin", password: "secret" } },
  },
};

/** `accepted`, or what is said of a committed stack file with these blocks in the place of its own. */
export function accepted(stack: string, blocks: Tree): string {
  const config = { ...committed(stack), ...blocks };
  const mine = {
    ...yours[stack],
    "dsaas:hub.login.bindPassword": "secret",
    "dsaas:hub.login.caCertificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  };
  for (const [key, value] of Object.entries(mine)) setPath(config, key, value);
  const values = valuesOf(config);
  try {
    loadConfig({
      values,
      isSecret: () => true,
      stackName: stack,
    });
    return "accepted";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
