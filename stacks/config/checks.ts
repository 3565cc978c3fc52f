import { overlap, range, toNumber } from "./fields";
import type { Problem } from "./problems";
import type { Config } from "./schema";

/** Rules that join several keys. Each returns every mistake that it finds; none of them throws. */
export function crossChecks(config: Config): Problem[] {
  return [
    ...platformChecks(config),
    ...poolChecks(config),
    ...addressChecks(config),
    ...storageChecks(config),
    ...hubChecks(config),
  ];
}

function platformChecks(config: Config): Problem[] {
  const problems: Problem[] = [];
  if (config.platform === "openstack")
    problems.push({ key: "dsaas:platform", text: '"openstack" cannot be built by this release; write vsphere' });
  if (config[config.platform] === undefined)
    problems.push({
      key: `dsaas:${config.platform}`,
      text: `is missing; dsaas:platform is ${config.platform}, so describe it there (docs/configuration.md)`,
    });
  return problems;
}

function poolChecks({ cluster }: Config): Problem[] {
  const problems: Problem[] = [];
  const total = (role: string) => cluster.pools.filter((p) => p.role === role).reduce((n, p) => n + p.count, 0);
  const controlPlanes = total("control-plane");
  if (controlPlanes === 0)
    problems.push({
      key: "dsaas:cluster.pools",
      text: "has no control plane; add a pool of role control-plane, count 3",
    });
  else if (controlPlanes % 2 === 0)
    problems.push({
      key: "dsaas:cluster.pools",
      text: `has ${controlPlanes} control planes; etcd needs an odd number to keep its majority, write 1, 3 or 5`,
    });
  if (total("worker") === 0)
    problems.push({
      key: "dsaas:cluster.pools",
      text: "has no worker; add a pool of role worker for the hub and its users",
    });
  cluster.pools.forEach((pool, i) => {
    const first = cluster.pools.findIndex((p) => p.name === pool.name);
    if (first !== i)
      problems.push({
        key: `dsaas:cluster.pools[${i}].name`,
        text: `"${pool.name}" is taken by pools[${first}]; choose another`,
      });
  });
  const { duration, renewDeadline, retryPeriod } = cluster.virtualIpLease;
  if (!(duration > renewDeadline && renewDeadline > retryPeriod))
    problems.push({
      key: "dsaas:cluster.virtualIpLease",
      text: `${duration}, ${renewDeadline}, ${retryPeriod} are out of order; duration must exceed renewDeadline, and that retryPeriod`,
    });
  return problems;
}

function addressChecks(config: Config): Problem[] {
  const site = config[config.platform];
  if (site === undefined) return [];
  const { network } = site;
  const base = `dsaas:${config.platform}.network`;
  const problems: Problem[] = [];
  const subnet = subnetOf(network.gateway, network.prefixLength);
  const inside = (address: string) =>
    range(subnet).first <= toNumber(address) && toNumber(address) <= range(subnet).last;
  const [first, last] = [toNumber(network.firstAddress), toNumber(network.lastAddress)];
  const outside = (key: string, address: string) =>
    problems.push({ key, text: `"${address}" is outside ${subnet}, the gateway's subnet; choose an address in it` });

  if (!inside(network.firstAddress)) outside(`${base}.firstAddress`, network.firstAddress);
  if (!inside(network.lastAddress)) outside(`${base}.lastAddress`, network.lastAddress);
  const machines = config.cluster.pools.reduce((n, p) => n + p.count, 0);
  if (last - first + 1 < machines)
    problems.push({
      key: `${base}.lastAddress`,
      text: `"${network.lastAddress}" leaves ${Math.max(0, last - first + 1)} addresses for ${machines} machines; widen the range`,
    });

  const fixed: [string, string][] = [
    ["dsaas:cluster.virtualIp", config.cluster.virtualIp],
    ["dsaas:hub.address", config.hub.address],
    [`${base}.gateway`, network.gateway],
  ];
  fixed.forEach(([key, address], i) => {
    if (!inside(address)) outside(key, address);
    if (first <= toNumber(address) && toNumber(address) <= last)
      problems.push({
        key,
        text: `"${address}" lies in the machines' range ${network.firstAddress}–${network.lastAddress}; take one outside it`,
      });
    const twin = fixed.slice(0, i).find(([, other]) => other === address);
    if (twin) problems.push({ key, text: `"${address}" is ${twin[0]} too; choose another address` });
  });

  const { podSubnet, serviceSubnet } = config.cluster.podNetwork;
  const networks: [string, string][] = [
    ["the machines' network", subnet],
    ["dsaas:cluster.podNetwork.podSubnet", podSubnet],
    ["dsaas:cluster.podNetwork.serviceSubnet", serviceSubnet],
  ];
  networks.forEach(([key, value], i) => {
    const twin = networks.slice(0, i).find(([, other]) => overlap(value, other));
    if (twin)
      problems.push({ key, text: `"${value}" overlaps ${twin[0]} (${twin[1]}); choose a network used nowhere else` });
  });
  return problems;
}

function storageChecks({ storage }: Config): Problem[] {
  switch (storage.driver) {
    case "local":
      return [];
    case "trident":
      return [{ key: "dsaas:storage.driver", text: '"trident" cannot be built by this release; write local' }];
    default:
      return storage satisfies never;
  }
}

function hubChecks({ hub }: Config): Problem[] {
  const problems: Problem[] = [];
  hub.profiles.forEach((profile, i) => {
    const key = `dsaas:hub.profiles[${i}]`;
    const first = hub.profiles.findIndex((p) => p.slug === profile.slug);
    if (first !== i)
      problems.push({ key: `${key}.slug`, text: `"${profile.slug}" is taken by profiles[${first}]; choose another` });
    for (const kind of ["cpu", "memoryMiB"] as const) {
      const { guarantee, limit } = profile.resources[kind];
      if (guarantee > limit)
        problems.push({
          key: `${key}.resources.${kind}`,
          text: `guarantees ${guarantee} but limits to ${limit}; the limit must not be less`,
        });
    }
  });
  const defaults = hub.profiles.filter((p) => p.default).length;
  if (defaults > 1)
    problems.push({ key: "dsaas:hub.profiles", text: `has ${defaults} defaults; mark one profile at most` });
  return problems;
}

/** The subnet that an address lies in: `192.0.2.9`, 24 → `192.0.2.0/24`. */
export function subnetOf(address: string, prefixLength: number): string {
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(toNumber(address) / size) * size;
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefixLength}`;
}
