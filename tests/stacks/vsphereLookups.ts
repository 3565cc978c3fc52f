/** What vSphere's lookups find, whatever they ask for. */
export const found = (inputs: Record<string, unknown>): Record<string, unknown> => ({
  ...inputs,
  id: "found",
  outputs: {},
  resourcePoolId: "root",
  guestId: "debian12_64Guest",
  scsiType: "pvscsi",
  disks: [{ size: 10, thinProvisioned: true, eagerlyScrub: false, label: "disk0", unitNumber: 0 }],
});
