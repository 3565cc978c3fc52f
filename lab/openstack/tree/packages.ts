/**
 * Debian packages of the OpenStack services' tree; their dependencies come along. The services' own packages would bring
 * hypervisors, web servers and questions of an installer: what runs is in the libraries.
 */
export const packages = [
  // A root directory that programs can run in
  "base-files",
  "base-passwd",
  "bash",
  "coreutils",
  "dash",
  "grep",
  "libc-bin",
  "mawk",
  "netbase",
  "sed",
  "util-linux",
  // What the services stand on
  "mariadb-server",
  "python3-pymysql",
  "rabbitmq-server",
  "uwsgi-plugin-python3",
  // The services; nova, neutron, cinder and glance keep their pipelines of filters (api-paste.ini) in their common packages
  "python3-keystone",
  "python3-placement",
  "glance-common",
  "neutron-common",
  "cinder-common",
  "nova-common",
  "python3-octavia",
  // `openstack`, for people and tests
  "python3-openstackclient",
  "python3-octaviaclient",
] as const;
