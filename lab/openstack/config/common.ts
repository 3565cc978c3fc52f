import { accounts, authUrl, ports, region } from "../facts";
import type { Ini } from "./ini";

/** Passwords that the services' configuration holds; each lab has its own. */
export interface ServiceSecrets {
  /** Of the services' own account in keystone. */
  services: string;
  /** Of their account at the message queue. */
  messages: string;
  /** Key of what octavia keeps encrypted in its database: 32 characters of URL-safe base64. */
  certificates: string;
}

type Section = Ini[string];

/** The database's socket, in a folder that only root may enter: whoever connects is known to it as root, with no password. */
export const databaseSocket = "/run/mysqld.sock";

/** Databases, by the service that has them. */
export const databases = [
  "keystone",
  "placement",
  "glance",
  "neutron",
  "cinder",
  "nova_api",
  "nova",
  "nova_cell0",
  "octavia",
] as const;

/** Address of a database. pymysql knows no utf8mb3, MariaDB's name of what it calls utf8. */
export function databaseUrl(name: (typeof databases)[number]): string {
  return `mysql+pymysql://root@localhost/${name}?unix_socket=${databaseSocket}&charset=utf8`;
}

/** Section with a service's database. Few connections are kept: fifteen services hold some each. */
export function database(name: (typeof databases)[number]): Section {
  return { connection: databaseUrl(name), max_pool_size: 5 };
}

/** Account at the message queue. */
export const messageUser = "openstack";

/** The `transport_url` of services that talk over the message queue. */
export function messageUrl(secrets: ServiceSecrets): string {
  return `rabbit://${messageUser}:${secrets.messages}@127.0.0.1:${ports.messages}/`;
}

/** How a service logs in to keystone. */
export function login(secrets: ServiceSecrets): Section {
  return {
    auth_url: authUrl,
    auth_type: "password",
    username: accounts.services.user,
    password: secrets.services,
    project_name: accounts.services.project,
    user_domain_id: "default",
    project_domain_id: "default",
    region_name: region,
  };
}

/**
 * How an API checks its callers' tokens. A request that one service makes for a user carries the service's token too, and
 * is believed for its role: without that the volume API refuses to detach what the compute API asks it to.
 */
export function tokenCheck(secrets: ServiceSecrets): Section {
  return {
    www_authenticate_uri: authUrl,
    ...login(secrets),
    service_token_roles: "service",
    service_token_roles_required: true,
    // Seconds that a token is believed without asking: 300 by default, and a credential that ends would be noticed as late.
    token_cache_time: 2,
  };
}

/** Sends the service's own token along with a user's. */
export function serviceToken(secrets: ServiceSecrets): Section {
  return { ...login(secrets), send_service_user_token: true };
}
