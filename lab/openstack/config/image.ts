import { database, tokenCheck, type ServiceSecrets } from "./common";
import type { Ini } from "./ini";

/** glance-api.conf */
export function glanceConfig(secrets: ServiceSecrets): Ini {
  return {
    DEFAULT: { bind_host: "127.0.0.1", workers: 0, enabled_backends: "files:file" },
    database: database("glance"),
    glance_store: { default_backend: "files" },
    files: { filesystem_store_datadir: "/var/lib/glance/images" },
    paste_deploy: { flavor: "keystone", config_file: "/etc/glance/glance-api-paste.ini" },
    keystone_authtoken: tokenCheck(secrets),
  };
}
