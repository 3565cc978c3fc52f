import type { VCenterAccess } from "./exchange";
import { Tagging } from "./tagging";
import { Vim, type Ref } from "./vim";
import { elements, textOf } from "./xml";

/** What the removal of leftovers asks of vCenter. */
export interface VCenter {
  machine(path: string): Promise<{ id: string; poweredOn: boolean; annotation: string } | undefined>;
  folder(path: string): Promise<{ id: string; empty: boolean } | undefined>;
  /** `empty`: no machine and no pool is in it. */
  resourcePool(parent: string, name: string): Promise<{ id: string; empty: boolean } | undefined>;
  /** Key of a rule of the cluster by its name. */
  rule(cluster: string, name: string): Promise<string | undefined>;
  category(name: string): Promise<{ id: string; empty: boolean } | undefined>;
  /** `unused`: no object carries it. */
  tag(category: string, name: string): Promise<{ id: string; unused: boolean } | undefined>;
  /** Cuts the machine's power first. */
  destroyMachine(id: string): Promise<void>;
  destroy(type: "Folder" | "ResourcePool", id: string): Promise<void>;
  removeRule(cluster: string, key: string): Promise<void>;
  removeTagging(kind: "category" | "tag", id: string): Promise<void>;
}

const cluster = (id: string): Ref => ({ type: "ClusterComputeResource", id });
const holdsNothing = (list: string | undefined): boolean => !/ManagedObjectReference/.test(list ?? "");

/**
 * Does something with that of vCenter's two APIs which it needs, and ends its session.
 * @throws Error when vCenter does not answer or refuses the account.
 */
export async function withVCenter<T>(
  access: VCenterAccess,
  api: "inventory" | "tagging",
  use: (vcenter: VCenter) => Promise<T>,
): Promise<T> {
  const vim = new Vim(access);
  const tagging = new Tagging(access);
  try {
    await (api === "inventory" ? vim : tagging).logIn();
    return await use(connected(vim, tagging));
  } finally {
    await Promise.allSettled([vim.logOut(), tagging.logOut()]);
  }
}

function connected(vim: Vim, tagging: Tagging): VCenter {
  const poweredOn = async (machine: Ref) => (await vim.property(machine, "runtime.powerState")) === "poweredOn";
  return {
    async machine(path) {
      const id = await vim.find(path);
      if (id === undefined) return undefined;
      const machine = { type: "VirtualMachine", id };
      // Not set while the machine is being cloned.
      const annotation = textOf(`<val>${(await vim.property(machine, "config.annotation")) ?? ""}</val>`, "val") ?? "";
      return { id, poweredOn: await poweredOn(machine), annotation };
    },
    async folder(path) {
      const id = await vim.find(path);
      return id === undefined
        ? undefined
        : { id, empty: holdsNothing(await vim.property({ type: "Folder", id }, "childEntity")) };
    },
    async resourcePool(parent, name) {
      const id = await vim.child({ type: "ResourcePool", id: parent }, name);
      if (id === undefined) return undefined;
      const inside = ["vm", "resourcePool"].map((path) => vim.property({ type: "ResourcePool", id }, path));
      return { id, empty: (await Promise.all(inside)).every(holdsNothing) };
    },
    async rule(id, name) {
      const rules = elements((await vim.property(cluster(id), "configurationEx")) ?? "", "rule");
      const found = rules.find((rule) => textOf(rule, "name") === name);
      return found === undefined ? undefined : textOf(found, "key");
    },
    async category(name) {
      const id = await tagging.category(name);
      return id === undefined ? undefined : { id, empty: (await tagging.tagsOf(id)).length === 0 };
    },
    async tag(category, name) {
      const id = await tagging.tag(category, name);
      return id === undefined ? undefined : { id, unused: (await tagging.carriers(id)) === 0 };
    },
    async destroyMachine(id) {
      const machine = { type: "VirtualMachine", id };
      if (await poweredOn(machine)) await vim.powerOff(machine);
      await vim.destroy(machine);
    },
    destroy: (type, id) => vim.destroy({ type, id }),
    removeRule: (id, key) => vim.removeRule(cluster(id), key),
    removeTagging: (kind, id) => tagging.remove(kind, id),
  };
}
