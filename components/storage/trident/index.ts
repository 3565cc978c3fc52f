import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { podSecurityLabels } from "../../kubernetes/podSecurity";
import type { StorageClasses } from "../index";
import { namespace as programs } from "../inventory/names";
import { autogrowPolicy } from "./autogrow";
import { backendConfig, secretName } from "./backends";
import { storageClass } from "./classes";
import { secretData } from "./credentials";
import { installTrident, kept } from "./install";
import { tridentNamespace } from "./install/operator";
import { labels, namespace } from "./names";
import { installSnapshots } from "./snapshots";
import { snapshotClass } from "./snapshots/controller";
import type { Credentials, TridentBackend, TridentStorage } from "./types";

/** The inventory's program needs nothing of its machine. */
const confinedSpace = { ...labels, ...podSecurityLabels("restricted") };

export { tridentProblems, type TridentContext, type TridentProblem } from "./problems";
export type * from "./types";

/**
 * Trident as native resources: operator, Trident itself, backends, classes, snapshots. Each step waits for the one
 * before it: kinds → operator → Installed → backends Bound → classes.
 *
 * @param credentials secret values by backend; they go into Secrets of Trident's namespace and nowhere else
 */
export function createTridentStorage(
  name: string,
  spec: TridentStorage,
  credentials: Credentials<pulumi.Input<string>>,
  opts: pulumi.CustomResourceOptions,
): StorageClasses {
  const space = new k8s.core.v1.Namespace(`${name}-namespace`, tridentNamespace(), kept(opts));
  const snapshots = spec.snapshots?.enabled ?? true;
  const snapshotKinds = snapshots ? installSnapshots(`${name}-snapshots`, spec.operator ?? {}, space, opts) : [];
  const trident = installTrident(name, spec, space, snapshotKinds, opts);

  const installed = { ...opts, dependsOn: [trident] };
  const backends = spec.backends.map((backend) => createBackend(name, spec.stack, backend, credentials, installed));
  const policies = (spec.autogrow ?? []).map(
    (policy) =>
      new k8s.apiextensions.CustomResource(`${name}-autogrow-${policy.name}`, autogrowPolicy(policy), installed),
  );
  if (snapshots)
    new k8s.apiextensions.CustomResource(`${name}-snapshots-class`, snapshotClass(), {
      ...opts,
      dependsOn: [trident, ...snapshotKinds],
    });

  // Last, so that what waits for a class can have volumes at once.
  const classes = spec.classes.map(
    (one) =>
      new k8s.storage.v1.StorageClass(`${name}-class-${one.name}`, storageClass(one), {
        ...opts,
        dependsOn: [...backends, ...policies],
      }),
  );
  const classNames = classes.map((one) => one.metadata.name);
  const homeClass = classNames[spec.classes.findIndex((one) => one.name === spec.homeClass)];
  if (homeClass === undefined) throw new Error(`storage.homeClass: "${spec.homeClass}" is none of the classes.`);
  return {
    homeClass,
    classNames,
    space: new k8s.core.v1.Namespace(`${name}-programs`, { metadata: { name: programs, labels: confinedSpace } }, opts),
    shelf: { kind: "nfs", server: spec.inventory.server, path: spec.inventory.path },
    // Each is known when Trident has bound it.
    attachable: backends.map((backend) => backend.metadata.name),
    tridentNamespace: namespace,
  };
}

/** A backend and the Secret that it names. Neither is ever deleted with the stack: volumes are found through them. */
function createBackend(
  name: string,
  stack: string,
  backend: TridentBackend,
  credentials: Credentials<pulumi.Input<string>>,
  opts: pulumi.CustomResourceOptions & { dependsOn: pulumi.Resource[] },
): k8s.apiextensions.CustomResource {
  const values = pulumi.all(Object.hasOwn(credentials, backend.name) ? (credentials[backend.name] ?? {}) : {});
  const secret = new k8s.core.v1.Secret(
    `${name}-secret-${backend.name}`,
    {
      metadata: { name: secretName(backend), namespace, labels },
      stringData: pulumi.secret(values.apply((known) => secretData(backend, known))),
    },
    kept(opts),
  );
  return new k8s.apiextensions.CustomResource(`${name}-backend-${backend.name}`, backendConfig(backend, stack), {
    ...kept(opts),
    dependsOn: [...opts.dependsOn, secret],
  });
}
