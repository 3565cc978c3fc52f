import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ApiAccess } from "../kubernetes/apiclient";
import { storageProblem, unknownDriver } from "./drivers";
import { createHomesList, createInventory, type ShelfSpec } from "./inventory";
import { createLocalStorage } from "./local";
import { reattach, type Report } from "./recovery";
import { recoveryPlan } from "./view";
import { createTridentStorage } from "./trident";
import type { Credentials } from "./trident/types";
import type { StorageSpec } from "./types";

export { storageProblem } from "./drivers";
export type { Report } from "./recovery";
export type * from "./types";

export interface StorageArgs {
  spec: StorageSpec;
  /** Secret values of Trident's backends, by backend name. @default none */
  credentials?: Credentials<pulumi.Input<string>>;
  /** Signs the inventory, secret. Known long before the cluster is: the look at an earlier cluster's heartbeat waits for it. */
  key: pulumi.Output<string>;
  cluster: {
    /** `<stack>-<generation>`. */
    name: string;
    /** How to ask its API, secret; known as soon as its certificates are. */
    access: pulumi.Output<ApiAccess>;
    /** Resolves when the API answers. */
    ready: pulumi.Output<unknown>;
  };
  hub: {
    /** Its namespace, which holds users' homes. */
    namespace: string;
    space: k8s.core.v1.Namespace;
    /** Claims there that the stack makes itself. */
    claims: string[];
    /** What a home has where only its volume is left to tell, GiB. */
    homeGiB: number;
    /** Image with Python and kubernetes_asyncio, in which the inventory is kept. */
    image: string;
  };
}

/** What every driver gives. */
export interface StorageClasses {
  /** Class of users' homes and of the hub's own volume; its volumes outlive their claims. */
  homeClass: pulumi.Output<string>;
  /** Every class that the driver made. */
  classNames: pulumi.Output<string>[];
  /** Namespace of storage's own programs. */
  space: k8s.core.v1.Namespace;
  /** Where the inventory is written. */
  shelf: ShelfSpec;
  /** What must be known before volumes of an earlier cluster can be attached, besides the classes. */
  attachable: pulumi.Input<unknown>[];
  /** Namespace of Trident, where the driver is that. */
  tridentNamespace?: string;
}

/**
 * Storage classes of the stack's cluster, and every volume that an earlier cluster of the stack had: all are attached before
 * `homeClass` is known, so what asks for it starts with them. Pass the cluster's Kubernetes provider in `opts`.
 *
 * @throws when the description cannot be built (see storageProblem).
 */
export class Storage extends pulumi.ComponentResource {
  /** Class of users' homes and of the hub's own volume; resolves when every volume is attached. */
  readonly homeClass: pulumi.Output<string>;
  /** Names of all classes. */
  readonly classNames: pulumi.Output<string[]>;
  /** What was re-attached. */
  readonly report: pulumi.Output<Report>;

  constructor(
    name: string,
    { spec, credentials = {}, key, cluster, hub }: StorageArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const problem = storageProblem(spec, credentials);
    if (problem !== undefined) throw new Error(problem);
    super("dsaas:storage:Storage", name, {}, opts);

    const made = this.create(name, spec, credentials);
    const besideHub = { parent: this, dependsOn: [hub.space] };
    const homesList = createHomesList(`${name}-inventory-known-homes`, hub.namespace, besideHub);
    this.report = reattach(
      {
        secrets: pulumi.secret({ key, credentials }),
        plan: (secrets) => recoveryPlan(spec, cluster.name, hub, secrets),
        access: cluster.access,
        ready: pulumi.all([cluster.ready, hub.space.id, homesList.id, ...made.classNames, ...made.attachable]),
      },
      this,
    );
    // What is attached is known before anything asks for a new volume.
    this.homeClass = pulumi.all([made.homeClass, this.report]).apply(([text]) => text);
    const inventory = {
      cluster: cluster.name,
      hubNamespace: hub.namespace,
      image: this.report.apply(() => hub.image),
      key,
      shelf: made.shelf,
      homesList,
      ...(made.tridentNamespace === undefined ? {} : { tridentNamespace: made.tridentNamespace }),
    };
    createInventory(`${name}-inventory`, inventory, { parent: this, dependsOn: [made.space, hub.space] });
    this.classNames = pulumi.all(made.classNames);
    this.registerOutputs({ homeClass: this.homeClass, classNames: this.classNames });
  }

  /** Annotations of a claim that the stack makes itself, by which it gets the volume that it had. */
  claimAnnotations(claim: string): pulumi.Output<Record<string, string>> {
    return this.report.apply(({ stackClaims }) => stackClaims[claim] ?? {});
  }

  private create(name: string, spec: StorageSpec, credentials: Credentials<pulumi.Input<string>>): StorageClasses {
    switch (spec.driver) {
      case "local":
        return createLocalStorage(name, spec, { parent: this });
      case "trident":
        return createTridentStorage(name, spec, credentials, { parent: this });
      default:
        throw new Error(unknownDriver(spec));
    }
  }
}
