import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedMachine } from "../types";
import { descriptionOf, nameOf } from "./names";
import type { OpenStackSpace } from "./space";

const apiPort = 6443;

/**
 * A load balancer of Octavia that holds the API's address and passes connections on to the control planes. It opens
 * nothing itself: clients' certificates reach the API server.
 */
export function apiLoadBalancer(
  name: string,
  owner: { stackName: string; generation: string },
  space: OpenStackSpace,
  portId: pulumi.Input<string>,
  controlPlanes: readonly PlannedMachine[],
  opts: pulumi.CustomResourceOptions,
): openstack.loadbalancer.LoadBalancer {
  const called = (what: string, words: string) => ({
    name: nameOf(owner, what),
    description: descriptionOf(owner, words),
  });
  // A generation that never came to serve holds the address that the next one on its side needs.
  const own = pulumi.mergeOptions(opts, { deleteBeforeReplace: true });
  const balancer = new openstack.loadbalancer.LoadBalancer(
    `${name}-api`,
    {
      ...called("api", "Load balancer of the API"),
      // A port of the stack's own: the address is the same whoever holds it, in this generation and the next.
      vipPortId: portId,
    },
    pulumi.mergeOptions(own, { replaceOnChanges: ["name"], dependsOn: [space.wayOut] }),
  );
  // It takes its parts with it.
  const part = pulumi.mergeOptions(own, { deletedWith: balancer });
  const listener = new openstack.loadbalancer.Listener(
    `${name}-api-listener`,
    {
      ...called("api-listener", "Port of the API"),
      loadbalancerId: balancer.id,
      protocol: "TCP",
      protocolPort: apiPort,
    },
    part,
  );
  const pool = new openstack.loadbalancer.Pool(
    `${name}-api-pool`,
    {
      ...called("api-pool", "Control planes"),
      listenerId: listener.id,
      protocol: "TCP",
      lbMethod: "LEAST_CONNECTIONS",
    },
    part,
  );
  // All in one request: those that are deleted one by one meet a load balancer that is busy with the last
  // (terraform-provider-openstack, docs of lb_members_v2).
  const members = new openstack.loadbalancer.Members(
    `${name}-api-members`,
    {
      poolId: pool.id,
      members: controlPlanes.map((machine) => ({
        name: machine.name,
        address: machine.address,
        protocolPort: apiPort,
        subnetId: space.subnetId,
      })),
    },
    part,
  );
  new openstack.loadbalancer.Monitor(
    `${name}-api-monitor`,
    { poolId: pool.id, name: nameOf(owner, "api-monitor"), type: "TCP", delay: 5, timeout: 3, maxRetries: 2 },
    // Octavia changes one part of a load balancer at a time.
    pulumi.mergeOptions(part, { dependsOn: [members] }),
  );
  return balancer;
}
