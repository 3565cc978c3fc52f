/**
 * Nothing is ever deleted. That no run asked a cluster for it is looked at after every test of this folder (fixtures.ts,
 * nothingDeleted); here is what cannot even be said: no source mentions it, and no role allows it.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { hubRole } from "../../../../components/hub/rbac";
import {
  clusterRole as inventoryClusterRole,
  hubRole as inventoryHubRole,
  tridentRole,
} from "../../../../components/storage/inventory/rbac";
import * as local from "../../../../components/storage/local/rbac";

const storage = resolve(__dirname, "../../../../components/storage");
const folders = ["recovery", "inventory", "ontap", "../kubernetes", "../handover"];

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|py)$/.test(name) ? [path] : [];
  });
}

/** The words by which anything can be made away with, in TypeScript, Python, a shell or over HTTP. */
const words =
  /\b(delete\w*|destroy\w*|unlink\w*|rm|rmdir\w*|rmtree|remove\w*|truncate\w*|purge\w*|erase\w*|wipe\w*)\b|DELETE/i;

/** Comments, and texts that are read by people; what is left is what is done. */
function code(path: string, text: string): string {
  if (path.endsWith(".py")) return text.replace(/"""[^]*?"""/g, "").replace(/#.*$/gm, "");
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

/** Each line that may stand, with the reason. A line that is no longer there must go from here, too. */
const allowed: [file: string, line: RegExp, reason: string][] = [
  ["recovery/kubernetes.ts", /^this\.agent\.destroy\(\);$/, "closes connections"],
  ["ontap/exchange.ts", /^response\.destroy\(\);$/, "closes a connection"],
  [
    "recovery/plan.ts",
    /delete (the claim|that object) with kubectl|delete the claim \(it holds nothing/,
    "tells the operator what to do by hand",
  ],
  ["recovery/plan.ts", /then remove the wrong claim by hand/, "tells the operator what to do by hand"],
  [
    "recovery/records.ts",
    /(check its spelling or remove it|or remove that choice)/,
    "tells the operator to change the configuration",
  ],
  ["../handover/lost.ts", /when you know that it is off: kubectl delete node/, "tells the operator what to do by hand"],
  ["inventory/python/dsaas_inventory.py", /^READY\.unlink\(missing_ok=True\)$/, "the pod's own mark in /tmp"],
  ["inventory/python/dsaas_inventory.py", /^if event\["type"\] == "DELETED":$/, "hears of it"],
  [
    "inventory/python/dsaas_shelf.py",
    /^(path|new|aside)\.unlink\(missing_ok=True\)$/,
    "the inventory's own temporary files",
  ],
  ["inventory/python/dsaas_shelf.py", /^file\.truncate\(\)$/, "the sign of life's own end"],
];

const found = folders.flatMap((folder) =>
  sources(join(storage, folder)).flatMap((path) =>
    code(path, readFileSync(path, "utf8"))
      .split("\n")
      .map((line) => ({ file: relative(storage, path), line: line.trim() }))
      .filter(({ line }) => words.test(line)),
  ),
);

test("there is something to look at", () => {
  expect(folders.flatMap((folder) => sources(join(storage, folder))).length).toBeGreaterThan(20);
});

test("no source of re-attachment, inventory or storage system deletes anything but what is listed here", () => {
  const unexplained = found.filter(
    ({ file, line }) => !allowed.some(([where, what]) => where === file && what.test(line)),
  );
  expect(unexplained).toEqual([]);
});

test("every exception is still one", () => {
  for (const [where, what, reason] of allowed)
    expect({ where, reason, there: found.some(({ file, line }) => file === where && what.test(line)) }).toMatchObject({
      there: true,
    });
});

test("temporary files of the inventory begin with a dot, so that none of them is ever the inventory itself", () => {
  const shelf = readFileSync(join(storage, "inventory/python/dsaas_shelf.py"), "utf8");
  const assigned = [...shelf.matchAll(/^\s*(path|new|aside) = (.*)$/gm)].map(([, name, value]) => `${name} = ${value}`);
  expect(assigned).toEqual([
    'new = self._write_aside(INVENTORY, seal("inventory", inventory, self.key))',
    'aside = self.folder / f".{PREVIOUS}.new"',
    'path = self.folder / f".{name}.new"',
    // Read only.
    "path = self.folder / name",
  ]);
});

interface Rules {
  rules?: unknown;
}
function verbs({ rules }: Rules, resource: string): string[] {
  return (rules as { resources: string[]; verbs: string[] }[])
    .filter(({ resources }) => resources.includes(resource) || resources.includes("*"))
    .flatMap((rule) => rule.verbs);
}

describe("no role allows it", () => {
  const deletes = ["delete", "deletecollection", "*"];

  test("the inventory's: it reads, and notes on claims and on the list of homes", () => {
    const all = [
      inventoryClusterRole(),
      inventoryHubRole("hub", true),
      inventoryHubRole("hub", false),
      tridentRole("trident"),
    ];
    const every = all.flatMap(({ rules }) => (rules as { verbs: string[] }[]).flatMap((rule) => rule.verbs));
    expect([...new Set(every)].sort()).toEqual(["get", "list", "patch", "watch"]);
    expect(verbs(inventoryClusterRole(), "persistentvolumes").sort()).toEqual(["get", "list", "watch"]);
  });

  test.each([
    ["with quotas", { capacityGiB: 10, expandable: true, quotas: [{ group: "g", capacityGiB: 20 }] }],
    ["without", { capacityGiB: 10 }],
  ])("the hub's, %s: it makes claims and deletes none", (_what, home) => {
    const role = hubRole({ namespace: "hub", home } as unknown as Parameters<typeof hubRole>[0]);
    const allowedVerbs = verbs(role, "persistentvolumeclaims");
    expect(allowedVerbs).toContain("create");
    for (const verb of deletes) expect(allowedVerbs).not.toContain(verb);
    expect(verbs(role, "persistentvolumes")).toEqual([]);
  });

  test("the local provisioner's: it makes volumes and deletes none", () => {
    const volumes = verbs(local.clusterRole(), "persistentvolumes");
    expect(volumes).toContain("create");
    for (const role of [local.clusterRole(), local.role()])
      for (const resource of ["persistentvolumes", "persistentvolumeclaims"])
        for (const verb of deletes) expect(verbs(role, resource)).not.toContain(verb);
  });
});
