import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeServerCertificate } from "../directory/certificate";
import { labSecret } from "../secrets";
import { hashInputs } from "../toolchain/hash";
import { clientConfig, clientFile } from "./config/client";
import type { ServiceSecrets } from "./config/common";
import type { ComputeDriver } from "./config/compute";
import { configFiles } from "./config/files";
import { octaviaCa } from "./config/loadBalancer";
import { certificatesKey, keyFiles, keystoneHash, passwordStatements } from "./database/passwords";
import { accounts } from "./facts";
import { passwordFile } from "./programs";
import type { Tree } from "./tree/launch";
import { makeOwnFolder, ownPython, writeOwnFile } from "./tree/own";

/**
 * Writes what the services read, with this lab's passwords and keys.
 *
 * @returns a text that changes with it, and says nothing of a password
 */
export async function writeSettings(tree: Tree, driver: ComputeDriver): Promise<string> {
  const keys = await labSecret("openstack.keys");
  const secrets: ServiceSecrets = {
    services: await labSecret("openstack.services"),
    messages: await labSecret("openstack.messages"),
    certificates: certificatesKey(keys),
  };
  const people = { admin: await labSecret("openstack.admin"), tenant: await labSecret("openstack.tenant") };
  const files = { ...configFiles(secrets, driver), ...keyFiles(keys), [clientFile]: clientConfig(people) };
  await makeOwnFolder(tree, files);
  await ensureSigner(tree);
  const hashes = {
    [accounts.admin.user]: keystoneHash(people.admin),
    [accounts.services.user]: keystoneHash(secrets.services),
  };
  // Not part of the settings that services are started anew for: a salted hash is another one each time.
  await writeOwnFile(tree, passwordFile, passwordStatements(hashes));
  return hashInputs({ values: files, files: { python: ownPython } });
}

/** What octavia signs certificates of amphorae with. No amphora is there to show one, so it need not be a real authority. */
async function ensureSigner(tree: Tree): Promise<void> {
  if (existsSync(join(tree.own, octaviaCa.key))) return;
  const { certificate, key } = await makeServerCertificate("dsaas lab amphorae", ["amphorae"]);
  await writeOwnFile(tree, octaviaCa.certificate, certificate);
  await writeOwnFile(tree, octaviaCa.key, key);
}
