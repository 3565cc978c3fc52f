import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Home, HomesQuota, HubSpec } from "./types";

export { exportAnnotation, homeLabel, knownHomes, ownerAnnotation } from "../homes";

/*
 * Users' homes: whose claim is whose, and what the namespace allows of them. python/dsaas_homes.py is the other half;
 * the two agree on the names below.
 */

/** How every home's claim begins, and no other. */
export const homePrefix = "home-";

/** Annotation that a home needs before it may be deleted, with the value `"true"`. */
export const allowDeletionAnnotation = "dsaas/allow-deletion";

/** kubespawner's longest slug of a user's name, and the hash at the end of one that is not the name itself. */
const slugLength = 48;
const hashLength = 8;

/**
 * The claim of a user's home: `home-` and the name where that is a DNS label of at most 48 characters, else what of
 * it can be read and a hash, as in `home-ada-lovelace---d239a0a8`. Exactly what kubespawner makes of
 * `home-{username}` with its slug scheme "safe", and a function of the name alone, so that a home is found again
 * whatever became of server, profile, log-in or the hub's database.
 *
 * @param username as the hub knows it, see userName
 */
export function homeClaim(username: string): string {
  const plain = /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(username) && username.length <= slugLength;
  return `${homePrefix}${plain && !username.includes("--") ? username : hashed(username)}`;
}

/** kubespawner's strip_and_hash. */
function hashed(name: string): string {
  const room = slugLength - hashLength - "---".length;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, room)
    .replace(/-+$/, "");
  const letterFirst = /^[a-z]/.test(readable) || readable === "" ? readable : `x-${readable.slice(0, room - 2)}`;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, hashLength);
  return `${letterFirst || "x"}---${hash}`;
}

/**
 * The one name of a user, however a directory, an identity provider or the user spells it: without spaces around it,
 * in lower case, and without one of the institution's own domains behind it. Another domain stays part of the name,
 * since its `alice` is somebody else.
 *
 * @param domains see HubSpec.userDomains
 */
export function userName(spelt: string, domains: readonly string[]): string {
  const name = spelt.trim().toLowerCase();
  const domain = domains.find((one) => name.endsWith(`@${one.toLowerCase()}`) && name.length > one.length + 1);
  return domain === undefined ? name : name.slice(0, -domain.length - 1);
}

/**
 * Where a home is mounted from outside, with `<user>` in place of the user's part; what the stack prints.
 *
 * @param namespace the hub's
 */
export function exportHint({ export: shared }: Home, namespace: string): string {
  switch (shared?.kind) {
    case "path": {
      const path = shared.template.replace("{namespace}", namespace).replace("{claim}", `${homePrefix}<user>`);
      return `${path} over NFS; the hub's start page shows each user the exact path (docs/data-access.md).`;
    }
    case "annotation":
      return (
        `Each home has a path of its own: the hub's start page shows it to its user, and ` +
        `kubectl -n ${namespace} get pvc -o custom-columns='CLAIM:.metadata.name,EXPORT:.metadata.annotations.${shared.key.replaceAll(".", "\\.")}' ` +
        `lists all (docs/data-access.md).`
      );
    case undefined:
      return "Homes are reached in the hub only; dsaas:storage.export shows their users a way in over NFS (docs/data-access.md).";
    default:
      return shared satisfies never;
  }
}

/** Whether the hub makes homes larger; only then may it change claims. */
export function homesGrow({ quotas = [], expandable = false }: Home): boolean {
  return expandable && quotas.length > 0;
}

/** Volumes of the hub itself in the class of homes, at most, which the namespace's quota leaves room for. */
const ownVolumes = { count: 4, storageGiB: 20 };

/** Limits of a ResourceQuota on the claims of one class, by its own keys; empty where nothing is limited. */
export function quotaLimits({ maxHomes, storageGiB }: HomesQuota, storageClass: string): Record<string, string> {
  const inClass = `${storageClass}.storageclass.storage.k8s.io`;
  return {
    ...(maxHomes !== undefined && { [`${inClass}/persistentvolumeclaims`]: String(maxHomes + ownVolumes.count) }),
    ...(storageGiB !== undefined && { [`${inClass}/requests.storage`]: `${storageGiB + ownVolumes.storageGiB}Gi` }),
  };
}

/**
 * What all homes together may take, or undefined where nothing limits them. Only the class of homes is counted; the
 * hub's own volumes, which are of it too, come on top.
 *
 * @param storageClass class of users' homes
 */
export function homesQuota(
  { namespace, quota = {} }: Pick<HubSpec, "namespace" | "quota">,
  storageClass: pulumi.Input<string>,
): k8s.core.v1.ResourceQuotaArgs | undefined {
  if (quota.maxHomes === undefined && quota.storageGiB === undefined) return undefined;
  return {
    metadata: { name: "homes", namespace, labels: { "app.kubernetes.io/part-of": "dsaas" } },
    spec: { hard: pulumi.output(storageClass).apply((name) => quotaLimits(quota, name)) },
  };
}
