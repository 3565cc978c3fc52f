import { database, tokenCheck, type ServiceSecrets } from "./common";
import type { Ini } from "./ini";

/** placement.conf */
export function placementConfig(secrets: ServiceSecrets): Ini {
  return {
    placement_database: database("placement"),
    api: { auth_strategy: "keystone" },
    keystone_authtoken: tokenCheck(secrets),
  };
}
