import type { Client } from "../api/client";
import { accounts, catalogue, region, type Api } from "../facts";

/** What clients find: every API's service and its three endpoints, which are one. keystone's own came with its bootstrap. */
export async function makeCatalogue(admin: Client): Promise<void> {
  for (const [api, { name, type, url }] of Object.entries(catalogue) as [Api, (typeof catalogue)[Api]][]) {
    if (api === "identity") continue;
    const { service } = await admin.call<{ service: { id: string } }>("identity", "POST", "/v3/services", {
      service: { name, type },
    });
    for (const face of ["public", "internal", "admin"])
      await admin.call("identity", "POST", "/v3/endpoints", {
        endpoint: { service_id: service.id, region_id: region, interface: face, url },
      });
  }
}

/** The services' own account: an administrator, whose requests for users are believed for the role `service`. */
export async function makeServiceAccount(admin: Client, password: string): Promise<void> {
  const { user: name, project: projectName } = accounts.services;
  const { project } = await admin.call<{ project: { id: string } }>("identity", "POST", "/v3/projects", {
    project: { name: projectName },
  });
  const { user } = await admin.call<{ user: { id: string } }>("identity", "POST", "/v3/users", {
    user: { name, password },
  });
  await admin.call("identity", "POST", "/v3/roles", { role: { name: "service" } });
  const { roles } = await admin.call<{ roles: { id: string; name: string }[] }>("identity", "GET", "/v3/roles");
  for (const role of roles.filter((one) => ["admin", "service"].includes(one.name)))
    await admin.call("identity", "PUT", `/v3/projects/${project.id}/users/${user.id}/roles/${role.id}`);
}
