import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { Side } from "../sides";
import type { ApiHolder, MachineNetwork, Role } from "../types";
import { allocationPools, cidrOf } from "./addresses";
import type { OpenStackApi } from "./api";
import { failureHook } from "./failures";
import { leftoverHook } from "./leftovers";
import type { FoundSite } from "./lookup";
import { descriptionOf, nameOf } from "./names";
import { securityRules, type Access, type PodTraffic, type SecurityRule } from "./rules";

/** What is created on OpenStack beside the machines. */
export interface OpenStackSpaceArgs {
  /** Part of the names of everything. */
  stackName: string;
  site: FoundSite;
  /** The cloud's APIs, used only to remove what a run left that was killed. */
  api: OpenStackApi;
  /** The machines' whole network, both sides. */
  network: MachineNetwork;
  /** Virtual addresses of the Kubernetes API. */
  apiAddresses: Readonly<Record<Side, string>>;
  apiHolder: ApiHolder;
  /** Virtual address of the hub. */
  hubAddress: string;
  /** Floating addresses that the project has, for the API; left out: it is reached by its own. */
  apiFloatingIps?: Readonly<Record<Side, string>> | undefined;
  /** A floating address that the project has, for the hub; left out: the hub is reached by its own address. */
  hubFloatingIp?: string | undefined;
  access: Access;
  podTraffic: PodTraffic;
}

/**
 * A stack's own place on OpenStack, which machines of every generation share: a network behind a router, security groups,
 * and ports that keep the virtual addresses from being given to anybody. Give the OpenStack provider with the component's
 * `provider` option.
 */
export class OpenStackSpace extends pulumi.ComponentResource {
  readonly site: FoundSite;
  readonly networkId: pulumi.Output<string>;
  readonly subnetId: pulumi.Output<string>;
  /** Machines find the world through it; what needs that depends on it. */
  readonly wayOut: pulumi.Resource;
  readonly securityGroupIds: Readonly<Record<Role, pulumi.Output<string>>>;
  /** Ports of the API's virtual addresses. */
  readonly apiPortIds: Readonly<Record<Side, pulumi.Output<string>>>;
  /** For everything that is made in this place. */
  readonly hooks: pulumi.ResourceHookBinding;

  constructor(name: string, args: OpenStackSpaceArgs, opts: pulumi.ComponentResourceOptions) {
    super("dsaas:machines:OpenStackSpace", name, {}, opts);
    const { stackName, site, api, network, hubAddress, apiAddresses } = args;
    this.site = site;
    this.hooks = {
      beforeCreate: [leftoverHook(`${name}-leftovers`, api)],
      onError: [failureHook(`${name}-failures`, api)],
    };
    const own = { parent: this, hooks: this.hooks };
    const called = (what: string, words: string) => ({
      name: nameOf({ stackName }, what),
      description: descriptionOf({ stackName }, words),
    });

    const lan = new openstack.networking.Network(
      `${name}-network`,
      { ...called("network", "Network"), adminStateUp: true },
      own,
    );
    const virtual = [apiAddresses.blue, apiAddresses.green, hubAddress];
    const subnet = new openstack.networking.Subnet(
      `${name}-subnet`,
      {
        ...called("subnet", "Subnet"),
        networkId: lan.id,
        cidr: cidrOf(network),
        ipVersion: 4,
        gatewayIp: network.gateway,
        dnsNameservers: network.nameservers,
        // Addresses are the stack's to give; each machine finds its own on its config drive, and no server answers DHCP.
        enableDhcp: false,
        allocationPools: allocationPools(network, virtual),
      },
      own,
    );
    const router = new openstack.networking.Router(
      `${name}-router`,
      { ...called("router", "Router"), adminStateUp: true, externalNetworkId: site.externalNetworkId },
      own,
    );
    this.networkId = lan.id;
    this.subnetId = subnet.id;
    this.wayOut = new openstack.networking.RouterInterface(
      `${name}-router-interface`,
      { routerId: router.id, subnetId: subnet.id },
      own,
    );
    this.securityGroupIds = this.securityGroups(name, args, own);
    this.apiPortIds = this.keepVirtualAddresses(name, args, own);
    this.registerOutputs({ networkId: this.networkId, subnetId: this.subnetId });
  }

  /** One group for each role, with no rule but those of `securityRules`, and the way out. */
  private securityGroups(name: string, args: OpenStackSpaceArgs, own: pulumi.CustomResourceOptions) {
    const { stackName } = args;
    const group = (role: Role) =>
      new openstack.networking.SecGroup(
        `${name}-${role}s`,
        {
          name: nameOf({ stackName }, `${role}s`),
          description: descriptionOf({ stackName }, `Openings into ${role}s`),
          deleteDefaultRules: true,
        },
        own,
      );
    const groups: Record<Role, openstack.networking.SecGroup> = {
      "control-plane": group("control-plane"),
      worker: group("worker"),
    };
    // A group takes its rules with it, and one by one the provider waits five seconds for each.
    const rule = (
      key: string,
      role: Role,
      rest: Omit<openstack.networking.SecGroupRuleArgs, "securityGroupId" | "ethertype">,
    ) =>
      new openstack.networking.SecGroupRule(
        `${name}-${key}`,
        { securityGroupId: groups[role].id, ethertype: "IPv4", ...rest },
        { ...own, deletedWith: groups[role] },
      );
    for (const role of ["control-plane", "worker"] as const) {
      rule(`${role}-out`, role, {
        direction: "egress",
        description: `${role}s to anywhere: images, directory, storage`,
      });
    }
    for (const opening of securityRules(args.podTraffic, args.access, args.apiHolder, cidrOf(args.network))) {
      rule(opening.key, opening.role, ingress(opening, groups));
    }
    return { "control-plane": groups["control-plane"].id, worker: groups.worker.id };
  }

  /** No machine's, but announced by one: Neutron must give them to nobody else, and a floating address needs a port. */
  private keepVirtualAddresses(name: string, args: OpenStackSpaceArgs, own: pulumi.CustomResourceOptions) {
    const { stackName } = args;
    const keep = (key: string, address: string, words: string) =>
      new openstack.networking.Port(
        `${name}-${key}`,
        {
          name: nameOf({ stackName }, key),
          description: descriptionOf({ stackName }, words),
          networkId: this.networkId,
          adminStateUp: true,
          fixedIps: [{ subnetId: this.subnetId, ipAddress: address }],
          securityGroupIds: [this.securityGroupIds["control-plane"]],
        },
        own,
      );
    const api = (side: Side) => {
      const port = keep(`api-${side}`, args.apiAddresses[side], `Address of the API on the ${side} side`);
      this.openToWorld(`${name}-api-${side}-floating`, args.apiFloatingIps?.[side], port.id);
      return port.id;
    };
    const hub = keep("hub", args.hubAddress, "Address of the hub");
    this.openToWorld(`${name}-hub-floating`, args.hubFloatingIp, hub.id);
    return { blue: api("blue"), green: api("green") };
  }

  /** Has a floating address of the project lead to a port; nothing where there is none. */
  private openToWorld(name: string, floatingIp: string | undefined, portId: pulumi.Input<string>): void {
    if (floatingIp === undefined) return;
    new openstack.networking.FloatingIpAssociate(
      name,
      { floatingIp, portId },
      // Neutron associates it only where the subnet is behind the router, and frees it before that ends.
      { parent: this, hooks: this.hooks, dependsOn: [this.wayOut] },
    );
  }
}

function ingress(rule: SecurityRule, groups: Readonly<Record<Role, openstack.networking.SecGroup>>) {
  const { protocol, ports, from, purpose } = rule;
  return {
    direction: "ingress",
    description: purpose,
    ...(protocol === undefined ? {} : { protocol }),
    ...(ports === undefined ? {} : { portRangeMin: ports[0], portRangeMax: ports[1] }),
    ...(from.kind === "network" ? { remoteIpPrefix: from.cidr } : { remoteGroupId: groups[from.role].id }),
  };
}
