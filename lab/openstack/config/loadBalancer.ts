import { database, login, messageUrl, tokenCheck, type ServiceSecrets } from "./common";
import type { Ini } from "./ini";

/** Certificate and key that octavia would sign amphorae's certificates with. */
export const octaviaCa = { certificate: "/etc/octavia/ca.pem", key: "/etc/octavia/ca.key" } as const;

/**
 * octavia.conf: its own worker builds each load balancer of an amphora that is never there. The drivers that do nothing
 * are octavia's own, but for the network's: a load balancer's address is a real port.
 */
export function octaviaConfig(secrets: ServiceSecrets): Ini {
  return {
    DEFAULT: { host: "controller", transport_url: messageUrl(secrets) },
    api_settings: {
      auth_strategy: "keystone",
      enabled_provider_drivers: "amphora: real ports without load balancers behind them",
      default_provider_driver: "amphora",
    },
    database: database("octavia"),
    controller_worker: {
      workers: 1,
      amphora_driver: "amphora_noop_driver",
      compute_driver: "compute_noop_driver",
      image_driver: "image_noop_driver",
      network_driver: "dsaas",
      volume_driver: "volume_noop_driver",
      distributor_driver: "distributor_noop_driver",
      client_ca: octaviaCa.certificate,
    },
    certificates: {
      cert_generator: "local_cert_generator",
      ca_certificate: octaviaCa.certificate,
      ca_private_key: octaviaCa.key,
      server_certs_key_passphrase: secrets.certificates,
    },
    health_manager: { heartbeat_key: secrets.certificates },
    oslo_messaging: { topic: "octavia" },
    service_auth: login(secrets),
    keystone_authtoken: tokenCheck(secrets),
  };
}
