import { databaseUrl } from "../config/common";
import { ml2File } from "../config/files";
import { authUrl, region } from "../facts";

/**
 * Commands that make the services' tables, and keystone's first account. Each list is run in its order; the lists do not
 * need each other.
 *
 * nova's cell takes the message queue's address, with the password in it, from the configuration that reads it.
 *
 * @param password of the account `admin`
 */
export function migrations(password: string): string[][][] {
  const url = authUrl;
  return [
    [
      ["keystone-manage", "db_sync"],
      [
        `OS_BOOTSTRAP_PASSWORD=${password}`,
        ...["keystone-manage", "bootstrap", "--bootstrap-region-id", region],
        ...["--bootstrap-public-url", url, "--bootstrap-internal-url", url, "--bootstrap-admin-url", url],
      ],
      ["placement-manage", "db", "sync"],
      ["glance-manage", "db_sync"],
      ["cinder-manage", "db", "sync"],
      ["octavia-db-manage", "upgrade", "head"],
    ],
    [
      ["nova-manage", "api_db", "sync"],
      ["nova-manage", "cell_v2", "map_cell0", "--database_connection", databaseUrl("nova_cell0")],
      ["nova-manage", "db", "sync"],
      [
        ...["nova-manage", "cell_v2", "create_cell", "--name", "cell1", "--database_connection", databaseUrl("nova")],
        ...["--transport-url", "{scheme}://{username}:{password}@{hostname}:{port}/{path}"],
      ],
      ["neutron-db-manage", "--config-file=/etc/neutron/neutron.conf", `--config-file=${ml2File}`, "upgrade", "heads"],
    ],
  ];
}
