import * as pulumi from "@pulumi/pulumi";
import { storageProblem, unknownDriver } from "./drivers";
import { createLocalStorage } from "./local";
import type { StorageSpec } from "./types";

export { storageProblem } from "./drivers";
export type * from "./types";

export interface StorageArgs {
  spec: StorageSpec;
}

/** What every driver gives. */
export interface StorageClasses {
  /** Class of users' homes and of the hub's own volume; its volumes outlive their claims. */
  homeClass: pulumi.Output<string>;
  /** Every class that the driver made. */
  classNames: pulumi.Output<string>[];
}

/**
 * Storage classes of the stack's cluster. Pass the cluster's Kubernetes provider in `opts`.
 *
 * @throws when the description cannot be built (see storageProblem).
 */
export class Storage extends pulumi.ComponentResource {
  /** Class of users' homes and of the hub's own volume. */
  readonly homeClass: pulumi.Output<string>;
  /** Names of all classes. */
  readonly classNames: pulumi.Output<string[]>;

  constructor(name: string, { spec }: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    const problem = storageProblem(spec);
    if (problem !== undefined) throw new Error(problem);
    super("dsaas:storage:Storage", name, {}, opts);

    const { homeClass, classNames } = this.create(name, spec);
    this.homeClass = homeClass;
    this.classNames = pulumi.all(classNames);
    this.registerOutputs({ homeClass: this.homeClass, classNames: this.classNames });
  }

  private create(name: string, spec: StorageSpec): StorageClasses {
    switch (spec.driver) {
      case "local":
        return createLocalStorage(name, spec, { parent: this });
      case "trident":
        throw new Error(storageProblem(spec));
      default:
        throw new Error(unknownDriver(spec));
    }
  }
}
