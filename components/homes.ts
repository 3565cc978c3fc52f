/*
 * Names by which the storage, which attaches users' homes, and the hub, which mounts them, know each other's objects.
 * hub/python/dsaas_homes.py and storage/inventory/python/ say the same.
 */

/** Label of every user's home, and of no other claim. */
export const homeLabel = { "dsaas/volume": "home" } as const;

/** Annotation by which kubespawner tells whose home a claim is: the user's name as the hub has it. */
export const ownerAnnotation = "hub.jupyter.org/username";

/** Annotation with the NFS export of a claim's volume, `server:/path`; the inventory's writer keeps it. */
export const exportAnnotation = "dsaas/export";

/**
 * ConfigMap in the hub's namespace whose keys are the claims of all homes that exist anywhere; its values are free.
 * A user whose claim is a key of it never gets a new, empty one in its place.
 */
export const knownHomes = "known-homes";

/** ConfigMap in the hub's namespace with what re-attachment did in this cluster. */
export const reattachmentReport = "reattachment";
