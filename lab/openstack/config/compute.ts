import { apiUrl, region } from "../facts";
import { database, login, messageUrl, serviceToken, tokenCheck, type ServiceSecrets } from "./common";
import type { Ini } from "./ini";

/**
 * What runs the machines behind nova's API: nothing, as with the driver of nova's own tests, or the lab's machines.
 */
export type ComputeDriver = "fake.FakeDriver" | typeof machineDriver;

/** The virt driver of python/dsaas_nova. */
export const machineDriver = "dsaas_nova.driver.MachineDriver";

/** nova.conf, of all of its services. */
export function novaConfig(secrets: ServiceSecrets, driver: ComputeDriver): Ini {
  return {
    DEFAULT: {
      my_ip: "127.0.0.1",
      host: "controller",
      transport_url: messageUrl(secrets),
      state_path: "/var/lib/nova",
      // What is done now and then begins at once; services of a data centre put it off so as not to do it all together.
      periodic_fuzzy_delay: 0,
      compute_driver: driver,
    },
    api: { auth_strategy: "keystone" },
    api_database: database("nova_api"),
    database: database("nova"),
    conductor: { workers: 1 },
    scheduler: { workers: 1, discover_hosts_in_cells_interval: 2 },
    // The scheduler keeps members of a server group apart where it knows of the ones before. A host that looks once more
    // gives its instance up, and of three that are asked for at once on three hosts one may find none in three attempts
    // (terraform-provider-openstack #1165): what such a cloud does by chance, the lab does not.
    workarounds: { disable_group_policy_check_upcall: true },
    // Enough for two generations of a stack with a dozen machines each, side by side.
    quota: { instances: 100, cores: 400, ram: 1_048_576, server_groups: 100, server_group_members: 100 },
    glance: { api_servers: apiUrl("image") },
    cinder: { os_region_name: region, catalog_info: "volumev3:cinderv3:publicURL", ...login(secrets) },
    neutron: login(secrets),
    placement: login(secrets),
    service_user: serviceToken(secrets),
    keystone_authtoken: tokenCheck(secrets),
    oslo_concurrency: { lock_path: "/var/lib/nova" },
    vnc: { enabled: false },
  };
}

/** The further file that makes a nova-compute that of one host. */
export function hostConfig(host: string): Ini {
  return { DEFAULT: { host } };
}
