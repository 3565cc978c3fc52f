import { planProblems, roomOfSide } from "../../components/machines";
import { tridentProblems } from "../../components/storage/trident/problems";
import { tridentSpec } from "../storage";
import { holds, networkOf, overlap } from "./networks";
import type { Problem } from "./problems";
import type { VsphereConfig } from "./clouds";
import type { Config } from "./schema";

/** Rules that join several keys. Each returns every mistake that it finds; none of them throws. */
export function crossChecks(config: Config, stackName: string): Problem[] {
  return [
    ...platformChecks(config),
    ...openStackChecks(config),
    ...clusterChecks(config),
    ...podRoomChecks(config),
    ...planChecks(config, stackName),
    ...addressChecks(config),
    ...storageChecks(config, stackName),
    ...hubChecks(config),
  ];
}

function platformChecks(config: Config): Problem[] {
  const problems: Problem[] = [];
  if (config[config.platform] === undefined)
    problems.push({
      key: `dsaas:${config.platform}`,
      text: `is missing; dsaas:platform is ${config.platform}, so describe it there (docs/configuration.md)`,
    });
  return problems;
}

function openStackChecks({ platform, openstack, cluster }: Config): Problem[] {
  if (platform !== "openstack" || openstack === undefined) return [];
  const { flavors, network } = openstack;
  const pools = cluster.pools.map(({ name }) => name);
  const problems: Problem[] = [
    ...pools
      .filter((pool) => flavors[pool] === undefined)
      .map((pool) => ({
        key: `dsaas:openstack.flavors.${pool}`,
        text: `is missing; name the flavor of the pool's machines`,
      })),
    ...Object.keys(flavors)
      .filter((pool) => !pools.includes(pool))
      .map((pool) => ({
        key: `dsaas:openstack.flavors.${pool}`,
        text: `is the flavor of no pool; the pools are ${pools.join(", ")}`,
      })),
  ];
  problems.push(...floatingChecks(openstack));
  if (network.searchDomains.length > 0)
    problems.push({
      key: "dsaas:openstack.network.searchDomains",
      text: "cannot be told to machines by a config drive; leave it out, and write host names in full",
    });
  return problems;
}

/** Each leads to another address, and none is one of the machines' network itself. */
function floatingChecks({ apiFloatingIps, hubFloatingIp, network }: NonNullable<Config["openstack"]>): Problem[] {
  const { cidr, subnet } = networkOf(network.firstAddress, network.prefixLength);
  const given = Object.entries({
    "apiFloatingIps.blue": apiFloatingIps?.blue,
    "apiFloatingIps.green": apiFloatingIps?.green,
    hubFloatingIp,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.flatMap(([name, address], i) => {
    const key = `dsaas:openstack.${name}`;
    const twin = given.slice(0, i).find(([, other]) => other === address);
    return [
      ...(twin ? [{ key, text: `"${address}" is ${twin[0]} too; choose another address` }] : []),
      ...(holds(subnet, address)
        ? [
            {
              key,
              text: `"${address}" is in ${cidr}, the machines' own network; name a floating address of the project`,
            },
          ]
        : []),
    ];
  });
}

/** Prefix of a node's share of the pod network, Kubernetes' default (`--node-cidr-mask-size`). */
const nodeBits = 24;

/** A node beyond the last share is never Ready. */
function podRoomChecks({ cluster }: Config): Problem[] {
  const { podSubnet } = cluster.podNetwork;
  const needed = cluster.pools.reduce((sum, pool) => sum + pool.count, 0);
  const bits = Number(podSubnet.split("/")[1]);
  const room = bits > nodeBits ? 0 : 2 ** (nodeBits - bits);
  if (needed <= room) return [];
  const enough = nodeBits - Math.ceil(Math.log2(needed));
  const text = `"${podSubnet}" has room for ${room} nodes, a /${nodeBits} each, and the pools ask for ${needed}; write a network of /${enough} or larger`;
  return [{ key: "dsaas:cluster.podNetwork.podSubnet", text }];
}

function clusterChecks({ cluster }: Config): Problem[] {
  const problems: Problem[] = [];
  if (!cluster.pools.some((pool) => pool.role === "worker"))
    problems.push({
      key: "dsaas:cluster.pools",
      text: "has no worker; add a pool of role worker for the hub and its users",
    });
  const { duration, renewDeadline, retryPeriod } = cluster.virtualIpLease;
  if (!(duration > renewDeadline && renewDeadline > retryPeriod))
    problems.push({
      key: "dsaas:cluster.virtualIpLease",
      text: `${duration}, ${renewDeadline}, ${retryPeriod} are out of order; duration must exceed renewDeadline, and that retryPeriod`,
    });
  return problems;
}

/** What the machines' plan itself refuses, under the keys of the stack's file. */
function planChecks(config: Config, stackName: string): Problem[] {
  const site = config[config.platform];
  if (site === undefined) return [];
  const { pools, virtualIps } = config.cluster;
  const reserved = {
    "dsaas:cluster.virtualIps.blue": virtualIps.blue,
    "dsaas:cluster.virtualIps.green": virtualIps.green,
    "dsaas:hub.address": config.hub.address,
  };
  const problems = planProblems(stackName, "00000000", pools, site.network, reserved).map(({ path, message }) => ({
    key: path.startsWith("pools") ? `dsaas:cluster.${path}` : `dsaas:${config.platform}.${path}`,
    text: message.replace(/\.$/, ""),
  }));
  return problems.length > 0 ? problems : roomChecks(config, site.network);
}

/** The next generation is built beside the one that serves: each has half of the addresses. */
function roomChecks({ platform, cluster }: Config, network: VsphereConfig["network"]): Problem[] {
  const needed = cluster.pools.reduce((sum, pool) => sum + pool.count, 0);
  const room = roomOfSide(network);
  if (needed <= room) return [];
  const { firstAddress, lastAddress } = network;
  const text = `${firstAddress}–${lastAddress} has room for ${room} machines on each side, the generation that serves and the next; the pools ask for ${needed}, so widen the range or lower the counts`;
  return [{ key: `dsaas:${platform}.network.lastAddress`, text }];
}

function addressChecks(config: Config): Problem[] {
  const site = config[config.platform];
  if (site === undefined) return [];
  const problems: Problem[] = [];
  const { cidr, subnet } = networkOf(site.network.firstAddress, site.network.prefixLength);
  const fixed: [string, string][] = [
    ["dsaas:cluster.virtualIps.blue", config.cluster.virtualIps.blue],
    ["dsaas:cluster.virtualIps.green", config.cluster.virtualIps.green],
    ["dsaas:hub.address", config.hub.address],
    [`dsaas:${config.platform}.network.gateway`, site.network.gateway],
  ];
  fixed.forEach(([key, address], i) => {
    if (i < 3 && !holds(subnet, address))
      problems.push({ key, text: `"${address}" is outside ${cidr}, the machines' subnet; choose an address in it` });
    const twin = fixed.slice(0, i).find(([, other]) => other === address);
    if (twin) problems.push({ key, text: `"${address}" is ${twin[0]} too; choose another address` });
  });

  const { podSubnet, serviceSubnet } = config.cluster.podNetwork;
  const networks: [string, string][] = [
    ["the machines' network", cidr],
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

function storageChecks({ storage, hub }: Config, stackName: string): Problem[] {
  switch (storage.driver) {
    case "local":
      return [];
    case "trident": {
      const given = Object.entries(storage.credentials).map(([name, values]) => [name, Object.keys(values)] as const);
      const context = {
        credentials: Object.fromEntries(given),
        homeCapacityGiB: Math.max(hub.home.capacityGiB, ...hub.home.quotas.map(({ capacityGiB }) => capacityGiB)),
      };
      return tridentProblems(tridentSpec(storage, stackName), context).map(({ key, text }) => ({
        key: `dsaas:storage.${key}`,
        text,
      }));
    }
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
    for (const kind of ["cpu", "memoryMiB", "ephemeralGiB"] as const) {
      const { guarantee, limit } = profile.resources[kind] ?? { guarantee: 0, limit: 0 };
      if (guarantee > limit)
        problems.push({
          key: `${key}.resources.${kind}`,
          text: `guarantees ${guarantee} but limits to ${limit}; the limit must not be less`,
        });
    }
  });
  hub.home.quotas.forEach(({ group }, i, quotas) => {
    const first = quotas.findIndex((quota) => quota.group === group);
    if (first !== i)
      problems.push({
        key: `dsaas:hub.home.quotas[${i}].group`,
        text: `"${group}" has a quota in quotas[${first}] already; keep one`,
      });
  });
  hub.profiles.forEach((profile, i) => {
    if (profile.default && profile.groups !== undefined)
      problems.push({
        key: `dsaas:hub.profiles[${i}].groups`,
        text: "are given for the default profile, which everybody needs; leave them out or mark another as default",
      });
  });
  const defaults = hub.profiles.filter((p) => p.default).length;
  if (defaults > 1)
    problems.push({ key: "dsaas:hub.profiles", text: `has ${defaults} defaults; mark one profile at most` });
  return problems;
}
