import * as pulumi from "@pulumi/pulumi";
import { exportAnnotation, type HubNetwork, type HubSecrets, type HubSpec } from "../components/hub";
import type { Side } from "../components/machines";
import type { Config } from "./config";

/** The hub's description, without secrets. @param logo text of the institution's logo, as a data URI */
export function hubSpec({ hub, storage }: Config, logo: string): HubSpec {
  const { tls: _tls, handover: _handover, login, branding, home, database, ...rest } = hub;
  const { bindPassword: _bindPassword, ...directory } = login;
  const { password: _password, ...where } = { password: undefined, ...database };
  return {
    ...rest,
    database: where,
    login: directory,
    branding: { ...branding, logo },
    home: { ...home, ...homesOf(storage) },
  };
}

/** What the operator gives, marked as secret before a resource sees it. */
export function hubSecrets({ tls, login, database }: Config["hub"]): HubSecrets {
  const password = database.kind === "postgresql" ? database.password : undefined;
  return {
    ldapBindPassword: pulumi.secret(login.bindPassword),
    ...(password !== undefined && { databasePassword: pulumi.secret(password) }),
    ...(tls && { tls: { certificate: tls.certificate, key: pulumi.secret(tls.privateKey) } }),
  };
}

/** @param machines addresses of the stack's machines, of both sides */
export function hubNetwork(
  { cluster, openstack }: Config,
  side: Side,
  controlPlanes: string[],
  machines: string[],
): HubNetwork {
  // The other side's API is as much out of bounds, and both from outside.
  const otherApis = [...Object.values(cluster.virtualIps), ...Object.values(openstack?.apiFloatingIps ?? {})];
  return {
    podSubnet: cluster.podNetwork.podSubnet,
    serviceSubnet: cluster.podNetwork.serviceSubnet,
    apiServers: [cluster.virtualIps[side], ...controlPlanes],
    machines: [...machines, ...otherApis],
  };
}

/** What the storage driver means for homes: whether they can grow, and where they are mounted from outside. */
function homesOf(storage: Config["storage"]): Pick<HubSpec["home"], "expandable" | "export"> {
  switch (storage.driver) {
    case "local": {
      const shared = storage.export;
      const template = shared && `${shared.server}:${shared.path}/{namespace}/{claim}`;
      return { expandable: false, ...(template !== undefined && { export: { kind: "path", template } }) };
    }
    case "trident":
      return { expandable: true, export: { kind: "annotation", key: exportAnnotation } };
    default:
      return storage satisfies never;
  }
}
