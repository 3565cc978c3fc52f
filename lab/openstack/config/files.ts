import { computeHosts } from "../facts";
import type { ServiceSecrets } from "./common";
import { hostConfig, novaConfig, type ComputeDriver } from "./compute";
import { keystoneConfig } from "./identity";
import { glanceConfig } from "./image";
import { iniText } from "./ini";
import { octaviaConfig } from "./loadBalancer";
import { rabbitConfig } from "./messages";
import { ml2Config, neutronConfig } from "./network";
import { placementConfig } from "./placement";
import { cinderConfig } from "./volume";

/** The extra file of one host's nova-compute. */
export const hostFile = (host: string): string => `/etc/nova/${host}.conf`;

export const ml2File = "/etc/neutron/ml2_conf.ini";

/** Every configuration file of the services, text by path. They hold passwords. */
export function configFiles(secrets: ServiceSecrets, driver: ComputeDriver): Record<string, string> {
  return {
    "/etc/keystone/keystone.conf": iniText(keystoneConfig()),
    "/etc/placement/placement.conf": iniText(placementConfig(secrets)),
    "/etc/glance/glance-api.conf": iniText(glanceConfig(secrets)),
    "/etc/neutron/neutron.conf": iniText(neutronConfig(secrets)),
    [ml2File]: iniText(ml2Config()),
    "/etc/cinder/cinder.conf": iniText(cinderConfig(secrets)),
    "/etc/nova/nova.conf": iniText(novaConfig(secrets, driver)),
    ...Object.fromEntries(computeHosts.map((host) => [hostFile(host), iniText(hostConfig(host))])),
    "/etc/octavia/octavia.conf": iniText(octaviaConfig(secrets)),
    "/etc/rabbitmq/rabbitmq.conf": rabbitConfig(secrets),
  };
}
