import { setTimeout as pause } from "node:timers/promises";
import { exchange, type VCenterAccess } from "./exchange";
import { elements, escapeXml, textOf } from "./xml";

/** A managed object: its type and its id. */
export interface Ref {
  type: string;
  id: string;
}

const manager = (type: string, id: string = type): Ref => ({ type, id });

/** How long vCenter may be busy with an object before it can be destroyed: the provider's own limit for a clone, ms. */
const busyPatience = 1_800_000;

/** Milliseconds between two looks. */
interface Pauses {
  task: number;
  busy: number;
}

/** A session with vCenter's Web Services API, for what the provider has no function for. */
export class Vim {
  private cookie: string | undefined;

  constructor(
    private readonly access: VCenterAccess,
    private readonly pauses: Pauses = { task: 500, busy: 5000 },
  ) {}

  async logIn(): Promise<void> {
    const { user, password } = this.access;
    const login = `<userName>${escapeXml(user)}</userName><password>${escapeXml(password)}</password>`;
    await this.call("Login", manager("SessionManager"), login);
  }

  async logOut(): Promise<void> {
    if (this.cookie !== undefined) await this.call("Logout", manager("SessionManager"));
  }

  /** Id of what stands at an inventory path such as `dc1/vm/folder/name`; undefined where there is nothing. */
  async find(path: string): Promise<string | undefined> {
    const argument = `<inventoryPath>${escapeXml(path)}</inventoryPath>`;
    return textOf(await this.call("FindByInventoryPath", manager("SearchIndex"), argument), "returnval");
  }

  /** Id of an object's child by its name. */
  async child(parent: Ref, name: string): Promise<string | undefined> {
    const argument = `${reference("entity", parent)}<name>${escapeXml(name)}</name>`;
    return textOf(await this.call("FindChild", manager("SearchIndex"), argument), "returnval");
  }

  /** XML of one property's value; undefined where it is not set. */
  async property({ type, id }: Ref, path: string): Promise<string | undefined> {
    const set = `<propSet><type>${type}</type><pathSet>${path}</pathSet></propSet>`;
    const filter = `<specSet>${set}<objectSet>${reference("obj", { type, id })}</objectSet></specSet>`;
    const collector = manager("PropertyCollector", "propertyCollector");
    return elements(await this.call("RetrieveProperties", collector, filter), "val")[0];
  }

  async powerOff(machine: Ref): Promise<void> {
    await this.task("PowerOffVM_Task", machine);
  }

  /** Waits while vCenter is busy with the object: a clone goes on when whoever asked for it is gone. */
  async destroy(object: Ref): Promise<void> {
    for (const deadline = Date.now() + busyPatience; ;) {
      try {
        return await this.task("Destroy_Task", object);
      } catch (error) {
        if (Date.now() > deadline || !/in progress|in use|current state/i.test(String(error))) throw error;
        await pause(this.pauses.busy);
      }
    }
  }

  async removeRule(cluster: Ref, key: string): Promise<void> {
    const update = `<rulesSpec><operation>remove</operation><removeKey xsi:type="xsd:int">${key}</removeKey></rulesSpec>`;
    const spec = `<spec xsi:type="ClusterConfigSpecEx">${update}</spec><modify>true</modify>`;
    await this.task("ReconfigureComputeResource_Task", cluster, spec);
  }

  /** @throws Error with vCenter's own words where the task fails. */
  private async task(method: string, object: Ref, rest = ""): Promise<void> {
    const task = { type: "Task", id: textOf(await this.call(method, object, rest), "returnval") ?? "" };
    for (;;) {
      const info = (await this.property(task, "info")) ?? "";
      const state = textOf(info, "state");
      if (state === "success") return;
      if (state === "error") throw new Error(`${method}: ${textOf(info, "localizedMessage") || faultOf(info)}`);
      await pause(this.pauses.task);
    }
  }

  private async call(method: string, object: Ref, rest = ""): Promise<string> {
    const body =
      '<?xml version="1.0" encoding="UTF-8"?><Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"' +
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
      `<Body><${method} xmlns="urn:vim25">${reference("_this", object)}${rest}</${method}></Body></Envelope>`;
    const headers = {
      "content-type": "text/xml; charset=utf-8",
      // The oldest version of the API that this asks for; every vCenter since serves it.
      soapaction: "urn:vim25/6.5",
      ...(this.cookie !== undefined && { cookie: this.cookie }),
    };
    const answer = await exchange(this.access, { method: "POST", path: "/sdk", headers, body });
    if (answer.status !== 200) throw new Error(`${method}: ${textOf(answer.body, "faultstring") || answer.status}`);
    const [cookie] = answer.headers["set-cookie"] ?? [];
    this.cookie = cookie?.split(";")[0] ?? this.cookie;
    return answer.body;
  }
}

function reference(element: string, { type, id }: Ref): string {
  return `<${element} type="${type}">${escapeXml(id)}</${element}>`;
}

/** The type of a fault that comes without words. */
function faultOf(info: string): string {
  return /<fault xsi:type="([^"]+)"/.exec(info)?.[1] ?? "failed";
}
