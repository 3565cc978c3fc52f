import { apiUrl } from "../facts";
import { database, login, messageUrl, serviceToken, tokenCheck, type ServiceSecrets } from "./common";
import type { Ini } from "./ini";

/** cinder.conf */
export function cinderConfig(secrets: ServiceSecrets): Ini {
  return {
    DEFAULT: {
      my_ip: "127.0.0.1",
      host: "volumes",
      transport_url: messageUrl(secrets),
      auth_strategy: "keystone",
      state_path: "/var/lib/cinder",
      api_paste_config: "/etc/cinder/api-paste.ini",
      enabled_backends: "records",
      glance_api_servers: apiUrl("image"),
      quota_volumes: 100,
      quota_gigabytes: 10_000,
    },
    records: { volume_driver: "dsaas_openstack.volumes.RecordedVolumes", volume_backend_name: "records" },
    database: database("cinder"),
    oslo_concurrency: { lock_path: "/var/lib/cinder" },
    nova: login(secrets),
    service_user: serviceToken(secrets),
    keystone_authtoken: tokenCheck(secrets),
  };
}
