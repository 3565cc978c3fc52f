/** Names that the inventory's objects, the hub and the Python beside this file agree on. */

export const inventoryName = "inventory";

/** Namespace of storage's own programs. */
export const namespace = "dsaas-storage";

export const labels = { "app.kubernetes.io/name": inventoryName, "app.kubernetes.io/part-of": "dsaas" } as const;

/** Where the program finds what it reads and writes. */
export const paths = {
  python: "/etc/dsaas/inventory-python",
  settings: "/etc/dsaas/inventory",
  key: "/etc/dsaas/inventory-key",
  shelf: "/srv/inventory",
} as const;
