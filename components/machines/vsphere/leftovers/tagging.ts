import { exchange, type VCenterAccess } from "./exchange";

const api = "/rest/com/vmware/cis";

/** A session with vCenter's tagging service, which only the Automation API has. */
export class Tagging {
  private session: string | undefined;

  constructor(private readonly access: VCenterAccess) {}

  async logIn(): Promise<void> {
    const { user, password } = this.access;
    const basic = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    this.session = (await this.call("POST", "/session", { authorization: basic })) as string;
  }

  async logOut(): Promise<void> {
    if (this.session !== undefined) await this.call("DELETE", "/session");
  }

  /** Id of the category of a name. vCenter has no search by name. */
  async category(name: string): Promise<string | undefined> {
    return this.named("category", list(await this.call("GET", "/tagging/category")), name);
  }

  /** Ids of a category's tags. */
  async tagsOf(category: string): Promise<string[]> {
    return list(await this.call("POST", `/tagging/tag/id:${category}?~action=list-tags-for-category`));
  }

  async tag(category: string, name: string): Promise<string | undefined> {
    return this.named("tag", await this.tagsOf(category), name);
  }

  /** How many objects carry a tag. */
  async carriers(tag: string): Promise<number> {
    return list(await this.call("POST", `/tagging/tag-association/id:${tag}?~action=list-attached-objects`)).length;
  }

  async remove(kind: "category" | "tag", id: string): Promise<void> {
    await this.call("DELETE", `/tagging/${kind}/id:${id}`);
  }

  private async named(kind: "category" | "tag", ids: string[], name: string): Promise<string | undefined> {
    for (const id of ids) {
      const found = (await this.call("GET", `/tagging/${kind}/id:${id}`)) as { name: string };
      if (found.name === name) return id;
    }
    return undefined;
  }

  private async call(method: "GET" | "POST" | "DELETE", path: string, extra: Record<string, string> = {}) {
    const session = this.session === undefined ? {} : { "vmware-api-session-id": this.session };
    const headers = { accept: "application/json", "content-type": "application/json", ...session, ...extra };
    const sent = { method, path: api + path, headers, ...(method === "POST" && { body: "{}" }) };
    const { status, body } = await exchange(this.access, sent);
    if (status < 200 || status > 299) throw new Error(`${path} answered ${status}: ${body.slice(0, 200)}`);
    return body === "" ? undefined : (JSON.parse(body) as { value?: unknown }).value;
  }
}

/** An empty list may come as nothing at all. */
function list(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
