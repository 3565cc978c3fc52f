import { labSecret } from "../../secrets";
import { Client } from "../api/client";
import { accounts } from "../facts";
import { ensureExternalNetwork, ensureFlavors, ensureImage } from "./offer";
import { ensureCredential, ensureTenant } from "./tenant";

/** What only the running cloud knows and a stack file must say. */
export interface SeedFacts {
  applicationCredentialId: string;
  /** Id of the node image. */
  image: string;
}

/** The cloud's administrator. */
export async function adminClient(namespace: string): Promise<Client> {
  return new Client({ namespace }, { ...accounts.admin, password: await labSecret("openstack.admin") });
}

/** The plain user that the stack works as. */
export async function tenantClient(namespace: string): Promise<Client> {
  return new Client({ namespace }, { ...accounts.tenant, password: await labSecret("openstack.tenant") });
}

/** What the stack logs in with. */
export async function credentialSecret(): Promise<string> {
  return labSecret("openstack.credential");
}

/**
 * Makes what is missing of what the stack finds in the cloud: project, user, credential, flavors, image, network.
 *
 * @param ready settles when a service answers
 */
export async function seedCloud(namespace: string, ready: (service: string) => Promise<void>): Promise<SeedFacts> {
  await ready("keystone");
  const admin = await adminClient(namespace);
  const credential = async (): Promise<string> => {
    await ensureTenant(admin, await labSecret("openstack.tenant"));
    return ensureCredential(await tenantClient(namespace), await credentialSecret());
  };
  const [applicationCredentialId, image] = await Promise.all([
    credential(),
    ready("glance").then(() => ensureImage(admin)),
    ready("nova-api").then(() => ensureFlavors(admin)),
    ready("neutron").then(() => ensureExternalNetwork(admin)),
  ]);
  return { applicationCredentialId, image };
}
