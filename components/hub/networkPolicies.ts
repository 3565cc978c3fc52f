import type * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import { fewestNetworks } from "../machines/ipv4";
import { labels, ports, selector, type Part } from "./names";
import type { HubNetwork, HubSpec } from "./types";

type Policy = k8s.networking.v1.NetworkPolicyArgs;
type Ingress = types.input.networking.v1.NetworkPolicyIngressRule;
type Egress = types.input.networking.v1.NetworkPolicyEgressRule;

/** Ranges that are not the public internet: private, shared, link-local, loopback, benchmarks, multicast, reserved. */
const notPublic = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

const tcp = (...numbers: number[]) => numbers.map((port) => ({ protocol: "TCP", port }));
const pods = (...parts: Part[]) => parts.map((part) => ({ podSelector: { matchLabels: selector(part) } }));
const host = (address: string) => `${address}/32`;
const unique = (values: string[]) => [...new Set(values)].sort();

function policy(namespace: string, part: Part, rules: { ingress: Ingress[]; egress: Egress[] }): Policy {
  return {
    metadata: { name: part, namespace, labels: labels(part) },
    spec: { podSelector: { matchLabels: selector(part) }, policyTypes: ["Ingress", "Egress"], ...rules },
  };
}

/** A server of the institution's: its address where that is given, else its port anywhere outside. */
function server({ host: name, port }: { host: string; port: number }, network: HubNetwork): Egress {
  const ipBlock = /^\d+(\.\d+){3}$/.test(name)
    ? { cidr: host(name) }
    : { cidr: "0.0.0.0/0", except: unique([network.podSubnet, network.serviceSubnet]) };
  return { to: [{ ipBlock }], ports: tcp(port) };
}

/**
 * Everything is denied, then each part gets what it needs, by name of the policy. Users' servers reach the hub, DNS
 * and public addresses; no other user, no machine, no API server, no metadata service, no private network.
 */
export function networkPolicies(spec: HubSpec, network: HubNetwork): Record<string, Policy> {
  const { namespace } = spec;
  return {
    "default-deny": {
      metadata: { name: "default-deny", namespace, labels: { "app.kubernetes.io/part-of": "dsaas" } },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
    dns: {
      metadata: { name: "dns", namespace, labels: { "app.kubernetes.io/part-of": "dsaas" } },
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
              },
            ],
            ports: [
              { protocol: "UDP", port: 53 },
              { protocol: "TCP", port: 53 },
            ],
          },
        ],
      },
    },
    hub: policy(namespace, "hub", {
      ingress: [{ from: pods("proxy", "singleuser-server", "idle-culler"), ports: tcp(ports.hub) }],
      egress: [
        { to: pods("proxy"), ports: tcp(ports.proxyApi) },
        { to: pods("singleuser-server"), ports: tcp(ports.server) },
        {
          to: unique(network.apiServers).map((address) => ({ ipBlock: { cidr: host(address) } })),
          ports: tcp(ports.kubernetesApi),
        },
        server(spec.login, network),
        ...(spec.database.kind === "postgresql" ? [server(spec.database, network)] : []),
      ],
    }),
    proxy: policy(namespace, "proxy", {
      ingress: [{ ports: tcp(ports.https, ports.http) }, { from: pods("hub"), ports: tcp(ports.proxyApi) }],
      egress: [
        { to: pods("hub"), ports: tcp(ports.hub) },
        { to: pods("singleuser-server"), ports: tcp(ports.server) },
      ],
    }),
    "idle-culler": policy(namespace, "idle-culler", {
      ingress: [],
      egress: [{ to: pods("hub"), ports: tcp(ports.hub) }],
    }),
    "singleuser-server": policy(namespace, "singleuser-server", {
      ingress: [{ from: pods("proxy", "hub"), ports: tcp(ports.server) }],
      egress: [
        { to: pods("hub"), ports: tcp(ports.hub) },
        { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: deniedRanges(spec, network) } }] },
      ],
    }),
  };
}

/** Every range that a user's server may not reach, CIDR, in order and as few as they can be: each is asked of each connection. */
export function deniedRanges(spec: HubSpec, network: HubNetwork): string[] {
  return fewestNetworks([
    ...notPublic,
    ...spec.deniedNetworks,
    network.podSubnet,
    network.serviceSubnet,
    host(spec.address),
    ...[...network.apiServers, ...network.machines].map(host),
  ]);
}
