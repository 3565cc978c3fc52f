import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { storageProblem, unknownDriver } from "./drivers";
import { createHomesList, createInventory, type ShelfSpec } from "./inventory";
import { createLocalStorage } from "./local";
import { Reattachment } from "./recovery";
import { recoveryPlan, type RecoverySecrets } from "./view";
import { createTridentStorage } from "./trident";
import type { Credentials } from "./trident/types";
import type { StorageSpec } from "./types";

export { storageProblem } from "./drivers";
export type { Reattachment, Report } from "./recovery";
export type { RecoverySecrets } from "./view";
export type * from "./types";

export interface StorageArgs {
  spec: StorageSpec;
  /** Secret values of Trident's backends, by backend name. @default none */
  credentials?: Credentials<pulumi.Input<string>>;
  /** Signs the inventory, secret. Known long before the cluster is: the look at an earlier cluster's heartbeat waits for it. */
  key: pulumi.Output<string>;
  /** The cluster's name, `<stack>-<generation>`. */
  cluster: string;
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
 * Storage classes of a generation's cluster, the program that keeps the inventory, and the re-attachment of every volume
 * that an earlier cluster of the stack had. Pass the cluster's Kubernetes provider in `opts`.
 *
 * @throws when the description cannot be built (see storageProblem).
 */
export class Storage extends pulumi.ComponentResource {
  /** Class of users' homes and of the hub's own volumes. */
  readonly homeClass: pulumi.Output<string>;
  /** Names of all classes. */
  readonly classNames: pulumi.Output<string[]>;
  /** Resolves when the cluster can take volumes, and the inventory's program stands by. */
  readonly prepared: pulumi.Output<unknown>;
  /** What re-attachment needs and nobody may see; known in every preview but the first. */
  readonly secrets: pulumi.Output<RecoverySecrets>;

  private attachment: Reattachment | undefined;

  constructor(
    name: string,
    private readonly args: StorageArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const { spec, credentials = {}, key, cluster, hub } = args;
    const problem = storageProblem(spec, credentials);
    if (problem !== undefined) throw new Error(problem);
    super("dsaas:storage:Storage", name, {}, opts);

    const made = this.create(name, spec, credentials);
    const besideHub = { parent: this, dependsOn: [hub.space] };
    const homesList = createHomesList(`${name}-inventory-known-homes`, hub.namespace, besideHub);
    const inventory = {
      cluster,
      hubNamespace: hub.namespace,
      image: hub.image,
      key,
      shelf: made.shelf,
      homesList,
      ...(made.tridentNamespace === undefined ? {} : { tridentNamespace: made.tridentNamespace }),
    };
    const writer = createInventory(`${name}-inventory`, inventory, {
      parent: this,
      dependsOn: [made.space, hub.space],
    });
    this.homeClass = made.homeClass;
    this.classNames = pulumi.all(made.classNames);
    this.prepared = pulumi.all([writer.id, homesList.id, ...made.classNames, ...made.attachable]);
    this.secrets = pulumi.secret({ key, credentials });
    // At once, so that the first look at the heartbeat of the cluster before is an early one.
    this.secrets.apply((secrets) => void this.reattachment(secrets));
    this.registerOutputs({ homeClass: this.homeClass, classNames: this.classNames });
  }

  /** The deployment's one re-attachment. A method, since Pulumi turns an object that passes through an output into a plain one. */
  reattachment(secrets: RecoverySecrets): Reattachment {
    const { spec, cluster, hub } = this.args;
    return (this.attachment ??= new Reattachment(recoveryPlan(spec, cluster, hub, secrets), this));
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
