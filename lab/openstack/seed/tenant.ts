import type { Client } from "../api/client";
import { accounts, credentialName, tenantRoles } from "../facts";

interface Named {
  id: string;
  name: string;
}

/** The project and the plain user that the stack works as, with the user's roles. What is there stays. */
export async function ensureTenant(admin: Client, password: string): Promise<void> {
  const project = await ensure(admin, "project", accounts.tenant.project);
  const user = await ensure(admin, "user", accounts.tenant.user, { password });
  for (const name of tenantRoles) {
    const role = await ensure(admin, "role", name);
    await admin.call("identity", "PUT", `/v3/projects/${project.id}/users/${user.id}/roles/${role.id}`);
  }
}

async function ensure(admin: Client, kind: "project" | "user" | "role", name: string, more = {}): Promise<Named> {
  const list = await admin.call<Record<string, Named[]>>("identity", "GET", `/v3/${kind}s?name=${name}`);
  const found = list[`${kind}s`]?.[0];
  if (found !== undefined) return found;
  const made = await admin.call<Record<string, Named>>("identity", "POST", `/v3/${kind}s`, {
    [kind]: { name, ...more },
  });
  return made[kind] as Named;
}

/**
 * The user's application credential, made by the user, as only its owner can.
 *
 * @param secret what the stack logs in with
 * @returns its id
 */
export async function ensureCredential(tenant: Client, secret: string): Promise<string> {
  const { user } = await tenant.identity();
  const path = `/v3/users/${user}/application_credentials`;
  const list = await tenant.call<{ application_credentials: Named[] }>(
    "identity",
    "GET",
    `${path}?name=${credentialName}`,
  );
  const found = list.application_credentials[0];
  if (found !== undefined) return found.id;
  const body = { application_credential: { name: credentialName, secret } };
  const made = await tenant.call<{ application_credential: Named }>("identity", "POST", path, body);
  return made.application_credential.id;
}
