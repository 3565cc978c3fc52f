import type { types } from "@pulumi/kubernetes";
import { backupClaim, databaseSecrets } from "./database";
import { paths } from "./names";
import { coreContainer } from "./pods";
import type { HubSpec } from "./types";

type Container = types.input.core.v1.Container;
type Volume = types.input.core.v1.Volume;

/**
 * Makes the database's backups beside the hub, since the database's volume can be at one machine only. It reads the
 * database and writes backups, and has nothing else of the hub's: no token of its account, no other secret.
 */
export function backupContainer({ database, images }: HubSpec): Container {
  return {
    name: "backup",
    image: images.hub,
    // The image's entry point reaps what this leaves behind.
    args: ["python3", paths.makeBackups],
    workingDir: "/tmp",
    env: [
      { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
      { name: "PYTHONUNBUFFERED", value: "1" },
    ],
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "512Mi" } },
    securityContext: coreContainer,
    volumeMounts: [
      ...(database.kind === "volume" ? [{ name: "state", mountPath: paths.state, readOnly: true }] : []),
      { name: "backup", mountPath: paths.backup },
      { name: "backup-tmp", mountPath: "/tmp" },
      ...(databaseSecrets(database).length > 0
        ? [{ name: "database-secrets", mountPath: `${paths.base}/secrets`, readOnly: true }]
        : []),
      ...["python", "settings"].map((name) => ({ name, mountPath: `${paths.base}/${name}`, readOnly: true })),
    ],
  };
}

/** Volumes that it adds to the pod's. */
export function backupVolumes({ database }: HubSpec): Volume[] {
  const items = databaseSecrets(database).map((key) => ({ key, path: key }));
  return [
    { name: "backup", persistentVolumeClaim: { claimName: backupClaim } },
    { name: "backup-tmp", emptyDir: {} },
    ...(items.length > 0
      ? [{ name: "database-secrets", secret: { secretName: "hub", defaultMode: 0o440, items } }]
      : []),
  ];
}
