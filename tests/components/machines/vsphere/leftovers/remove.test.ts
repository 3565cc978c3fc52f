import { removeLeftover, type Wanted } from "../../../../../components/machines/vsphere/leftovers/remove";
import type { VCenter } from "../../../../../components/machines/vsphere/leftovers/vcenter";

const notes =
  "worker of the dsaas stack prod, generation 0a1b2c3d. Replaced, never changed: what is done by hand is lost.";
const machine: Wanted = { kind: "machine", path: "dc1/vm/dsaas-prod/prod-0a1b2c3d-worker-1", annotation: notes };

/** A vCenter that has what is given, and notes what is done to it. */
function vcenter(has: Partial<Record<"machine" | "folder" | "resourcePool" | "rule" | "category" | "tag", unknown>>) {
  const done: string[] = [];
  const note =
    (what: string) =>
    (...of: string[]) => {
      done.push([what, ...of].join(" "));
      return Promise.resolve();
    };
  const look = (what: keyof typeof has) => () => Promise.resolve(has[what] as never);
  const fake: VCenter = {
    machine: look("machine"),
    folder: look("folder"),
    resourcePool: look("resourcePool"),
    rule: look("rule"),
    category: look("category"),
    tag: look("tag"),
    destroyMachine: note("destroy machine"),
    destroy: note("destroy"),
    removeRule: note("remove rule"),
    removeTagging: note("remove"),
  };
  return { fake, done };
}

async function outcome(has: Parameters<typeof vcenter>[0], wanted: Wanted) {
  const { fake, done } = vcenter(has);
  return { ...(await removeLeftover(fake, wanted)), done };
}

test.each([
  ["a clone that was never configured", { poweredOn: false, annotation: "" }],
  ["a clone with its template's notes", { poweredOn: false, annotation: "Debian 12 with kubeadm v1.34.0" }],
  ["a configured machine that is off", { poweredOn: false, annotation: notes }],
  ["a machine that runs", { poweredOn: true, annotation: notes }],
])("%s is removed", async (_what, found) => {
  expect(await outcome({ machine: { id: "vm-7", ...found } }, machine)).toEqual({
    kind: "removed",
    done: ["destroy machine vm-7"],
  });
});

test.each([
  ["of another stack", { poweredOn: false, annotation: notes.replace("prod", "test") }],
  ["of another generation", { poweredOn: true, annotation: notes.replace("0a1b2c3d", "ffffffff") }],
  ["that somebody else runs", { poweredOn: true, annotation: "" }],
])("a machine %s is kept, and its notes are told", async (_what, found) => {
  const { kind, done, ...rest } = await outcome({ machine: { id: "vm-7", ...found } }, machine);
  expect([kind, done]).toEqual(["kept", []]);
  expect(JSON.stringify(rest)).toContain(found.annotation);
});

const others: [Wanted, keyof Parameters<typeof vcenter>[0], string, string][] = [
  [{ kind: "folder", path: "dc1/vm/dsaas-prod" }, "folder", "empty", "destroy Folder id"],
  [{ kind: "resource pool", parent: "p", name: "dsaas-prod" }, "resourcePool", "empty", "destroy ResourcePool id"],
  [{ kind: "tag category", name: "dsaas-prod" }, "category", "empty", "remove category id"],
  [{ kind: "tag", category: "c", name: "stack:prod" }, "tag", "unused", "remove tag id"],
];

test.each(others)("%j is removed while it holds nothing", async (wanted, kind, flag, deed) => {
  expect(await outcome({ [kind]: { id: "id", [flag]: true } }, wanted)).toEqual({ kind: "removed", done: [deed] });
});

test.each(others)("%j is kept where something is in it", async (wanted, kind, flag) => {
  const kept = await outcome({ [kind]: { id: "id", [flag]: false } }, wanted);
  expect([kept.kind, kept.done]).toEqual(["kept", []]);
});

test("a rule goes by its key", async () => {
  const rule: Wanted = { kind: "rule", cluster: "domain-c1", name: "prod-0a1b2c3d-workers-apart" };
  expect(await outcome({ rule: "4" }, rule)).toEqual({ kind: "removed", done: ["remove rule domain-c1 4"] });
});

test.each([machine, ...others.map(([wanted]) => wanted)])(
  "where nothing has the name nothing is done: %j",
  async (wanted) => {
    expect(await outcome({}, wanted)).toEqual({ kind: "none", done: [] });
  },
);
