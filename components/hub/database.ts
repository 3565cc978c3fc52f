import { labels, paths, secretKeys } from "./names";
import type { Backup, Database, HubSpec, PostgresqlDatabase } from "./types";

/** A claim of the hub's own; its volume outlives the cluster. */
export interface HubClaim {
  /** Fixed, so that a rebuilt cluster finds the same volume. */
  name: string;
  /** As Kubernetes writes it, e.g. `1Gi`. */
  capacity: string;
}

/** Claim of the database, where that is a file. */
export const databaseClaim = "hub-db";

/** Claim of the database's backups, wherever the database is. */
export const backupClaim = "hub-backup";

/** The claims that the stack itself makes; users' homes are made by the hub. */
export function hubClaims({ database }: Pick<HubSpec, "database">): HubClaim[] {
  const backup = { name: backupClaim, capacity: "1Gi" };
  return database.kind === "volume" ? [{ name: databaseClaim, capacity: "1Gi" }, backup] : [backup];
}

/**
 * A claim as the handover makes it, when no other cluster uses its volume. No resource of Pulumi's: as with homes, no
 * deployment may ever remove one.
 *
 * @param annotations by which it gets the volume that it had
 */
export function claimBody(
  namespace: string,
  { name, capacity }: HubClaim,
  storageClass: string,
  annotations: Record<string, string>,
) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace, labels: labels("hub"), annotations },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: storageClass,
      resources: { requests: { storage: capacity } },
    },
  };
}

/** `database` of settings.json, which python/dsaas_database.py reads. Nothing in it is secret. */
export type DatabaseSettings = { backup: Backup & { folder: string } } & (
  { kind: "volume"; file: string } | Omit<PostgresqlDatabase, "caCertificate" | "backup">
);

export function databaseSettings(database: Database): DatabaseSettings {
  const backup = { ...database.backup, folder: paths.backup };
  if (database.kind === "volume") return { kind: "volume", file: paths.database, backup };
  const { caCertificate: _file, ...server } = database;
  return { ...server, backup };
}

/** Files beside settings.json that the database needs. */
export function databaseFiles(database: Database): Record<string, string> {
  return database.kind === "volume" ? {} : { "database-ca.pem": database.caCertificate };
}

/** Keys of the Secret that the database needs. */
export function databaseSecrets(database: Database): string[] {
  return database.kind === "volume" ? [] : [secretKeys.databasePassword];
}
