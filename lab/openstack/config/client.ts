import { stringify } from "yaml";
import { accounts, authUrl, region } from "../facts";

/** Where the `openstack` client in the tree finds its accounts. */
export const clientFile = "/etc/openstack/clouds.yaml";

/** clouds.yaml: the accounts `admin` and `tenant`, for `openstack --os-cloud NAME`. */
export function clientConfig(passwords: { admin: string; tenant: string }): string {
  const cloud = (name: keyof typeof passwords): object => ({
    region_name: region,
    auth: {
      auth_url: authUrl,
      username: accounts[name].user,
      password: passwords[name],
      project_name: accounts[name].project,
      user_domain_id: "default",
      project_domain_id: "default",
    },
  });
  return stringify({ clouds: { admin: cloud("admin"), tenant: cloud("tenant") } });
}
