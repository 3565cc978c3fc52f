import type { ApiHolder, Role } from "../types";

/** How pods of different machines reach each other. */
export type PodTraffic =
  /** Packed into UDP between machines (flannel's vxlan). */
  | { kind: "vxlan" }
  /** As they are: their own addresses on the machines' network (flannel's host-gw). */
  | { kind: "routed"; podSubnet: string };

/** From where the platform may be reached, CIDRs. */
export interface Access {
  /** Users, on the hub's address. */
  hub: readonly string[];
  /** Operators and Pulumi, on the Kubernetes API. */
  api: readonly string[];
}

export type Source = { kind: "machines of role"; role: Role } | { kind: "network"; cidr: string };

/** One opening into machines of a role. All else stays closed. */
export interface SecurityRule {
  /** Part of the resource's name. */
  key: string;
  role: Role;
  /** Left out: any protocol. */
  protocol?: "tcp" | "udp";
  /** First and last port. */
  ports?: readonly [number, number];
  from: Source;
  /** What it is for. */
  purpose: string;
}

const roles = ["control-plane", "worker"] as const;

/**
 * The openings that the platform needs (https://kubernetes.io/docs/reference/networking/ports-and-protocols, without the
 * NodePorts, which no Service here has).
 *
 * @param subnet the machines' own, CIDR
 */
export function securityRules(traffic: PodTraffic, access: Access, api: ApiHolder, subnet: string): SecurityRule[] {
  const of = (role: Role): Source => ({ kind: "machines of role", role });
  const network = (cidr: string): Source => ({ kind: "network", cidr });
  const open = (role: Role, key: string, port: number, from: Source, purpose: string): SecurityRule => ({
    key: `${role}-${key}`,
    role,
    protocol: "tcp",
    ports: [port, port],
    from,
    purpose,
  });
  const apiSources = [...new Set([...access.api, ...(api === "load-balancer" ? [subnet] : [])])];
  return [
    ...roles.map((from) => open("control-plane", `api-${from}`, 6443, of(from), `Kubernetes API, from ${from}s`)),
    ...apiSources.map((cidr, i) =>
      open("control-plane", `api-${i}`, 6443, network(cidr), `Kubernetes API, from ${cidr}`),
    ),
    {
      ...open("control-plane", "etcd", 2379, of("control-plane"), "etcd, its clients and members"),
      ports: [2379, 2380],
    },
    ...roles.map((role) => open(role, "kubelet", 10250, of("control-plane"), "kubelet, from the API server")),
    // kube-vip, on a control plane, holds the hub's address.
    ...access.hub.flatMap((cidr, i) => [
      open("control-plane", `hub-${i}`, 443, network(cidr), `the hub, from ${cidr}`),
      open("control-plane", `hub-http-${i}`, 80, network(cidr), `the hub's way to https, from ${cidr}`),
    ]),
    ...roles.flatMap((role) => podRules(role, traffic)),
  ];
}

function podRules(role: Role, traffic: PodTraffic): SecurityRule[] {
  switch (traffic.kind) {
    case "vxlan":
      return roles.map((from) => ({
        key: `${role}-pods-${from}`,
        role,
        protocol: "udp" as const,
        ports: [8472, 8472] as const,
        from: { kind: "machines of role", role: from },
        purpose: `pods' traffic, from ${from}s`,
      }));
    case "routed":
      // Machines' and pods' addresses alike: a host's own traffic to a pod elsewhere comes from the machine's.
      return [
        ...roles.map((from) => ({
          key: `${role}-pods-${from}`,
          role,
          from: { kind: "machines of role" as const, role: from },
          purpose: `pods' traffic, from ${from}s and their pods`,
        })),
      ];
    default:
      return traffic satisfies never;
  }
}
