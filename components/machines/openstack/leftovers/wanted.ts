/** What Pulumi is about to make, as far as it tells a thing that an earlier run left from one of somebody else's. */
export type Wanted =
  | { kind: "server"; name: string; metadata: Record<string, string> }
  | { kind: "port"; name: string; description: string; networkId: string; address: string }
  | { kind: "subnet"; name: string; description: string; networkId: string }
  | { kind: "router interface"; name: string; routerId: string; subnetId: string }
  | { kind: "security group rule"; name: string; groupId: string; description: string }
  | { kind: "server group"; name: string }
  | { kind: "health monitor"; name: string; poolId: string }
  | { kind: Described; name: string; description: string };

/** Things that are found by their name and known by their description. */
export type Described = "network" | "router" | "security group" | "load balancer" | "listener" | "load balancer pool";

const described: Readonly<Record<string, Described>> = {
  "openstack:networking/network:Network": "network",
  "openstack:networking/router:Router": "router",
  "openstack:networking/secGroup:SecGroup": "security group",
  "openstack:loadbalancer/loadBalancer:LoadBalancer": "load balancer",
  "openstack:loadbalancer/listener:Listener": "listener",
  "openstack:loadbalancer/pool:Pool": "load balancer pool",
};

/** What a resource is, from its type and its inputs; undefined for one that needs nothing of its own name to be free. */
export function wantedOf(type: string, resourceName: string, inputs: Record<string, unknown>): Wanted | undefined {
  const text = (key: string): string => textOf(inputs[key]);
  const [name, description] = [text("name"), text("description")];
  const kind = described[type];
  if (kind !== undefined) return { kind, name, description };
  switch (type) {
    case "openstack:compute/instance:Instance":
      return { kind: "server", name, metadata: textsOf(inputs["metadata"]) };
    case "openstack:compute/serverGroup:ServerGroup":
      return { kind: "server group", name };
    case "openstack:loadbalancer/monitor:Monitor":
      return { kind: "health monitor", name, poolId: text("poolId") };
    case "openstack:networking/subnet:Subnet":
      return { kind: "subnet", name, description, networkId: text("networkId") };
    case "openstack:networking/port:Port": {
      const [fixed] = Array.isArray(inputs["fixedIps"]) ? (inputs["fixedIps"] as unknown[]) : [];
      const address = textOf((fixed as Record<string, unknown> | undefined)?.["ipAddress"]);
      return { kind: "port", name, description, networkId: text("networkId"), address };
    }
    case "openstack:networking/routerInterface:RouterInterface":
      return { kind: "router interface", name: resourceName, routerId: text("routerId"), subnetId: text("subnetId") };
    case "openstack:networking/secGroupRule:SecGroupRule":
      return { kind: "security group rule", name: resourceName, groupId: text("securityGroupId"), description };
    default:
      return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
