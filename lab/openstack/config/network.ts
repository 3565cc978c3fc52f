import { database, login, messageUrl, tokenCheck, type ServiceSecrets } from "./common";
import type { Ini } from "./ini";

/** neutron.conf */
export function neutronConfig(secrets: ServiceSecrets): Ini {
  return {
    DEFAULT: {
      bind_host: "127.0.0.1",
      transport_url: messageUrl(secrets),
      core_plugin: "ml2",
      service_plugins: "router",
      // Everything in one process.
      api_workers: 0,
      rpc_workers: 0,
      rpc_state_report_workers: 0,
      // There is no agent to tell.
      dhcp_agent_notification: false,
      auth_strategy: "keystone",
      api_paste_config: "/etc/neutron/api-paste.ini",
      state_path: "/var/lib/neutron",
    },
    quotas: {
      // Ten groups are neutron's own limit, and two generations of a stack need more.
      quota_security_group: 100,
      quota_security_group_rule: 1000,
    },
    database: database("neutron"),
    oslo_concurrency: { lock_path: "/var/lib/neutron" },
    nova: login(secrets),
    keystone_authtoken: tokenCheck(secrets),
  };
}

/** Name of the mechanism driver of python/dsaas_openstack. */
export const mechanism = "dsaas";

/** ml2_conf.ini: the layer below neutron's API. */
export function ml2Config(): Ini {
  return {
    ml2: {
      type_drivers: "flat,vxlan",
      tenant_network_types: "vxlan",
      mechanism_drivers: mechanism,
      extension_drivers: "port_security",
    },
    ml2_type_flat: { flat_networks: "*" },
    ml2_type_vxlan: { vni_ranges: "1:1000" },
    securitygroup: { enable_security_group: true, firewall_driver: "noop" },
  };
}
