import { Vim } from "../../../../../components/machines/vsphere/leftovers/vim";
import { apiServer } from "../../../cluster/access/apiserver.fixtures";

const machine = { type: "VirtualMachine", id: "vm-7" };

/** A vCenter that answers each method with the next of its answers, the last one for ever. */
async function vcenter(script: Record<string, string[]>, use: (vim: Vim, called: string[]) => Promise<void>) {
  const called: string[] = [];
  const server = await apiServer((_path, { body }) => {
    const [, method = ""] = /<Body><(\w+)/.exec(body) ?? [];
    called.push(method);
    const answers = script[method] ?? [];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? "<faultstring>no such method</faultstring>";
    return { status: answer.includes("<faultstring>") ? 500 : 200, body: answer };
  });
  const access = { server: new URL(server.access.endpoint).host, user: "u", password: "<&>", allowUnverifiedTls: true };
  try {
    await use(new Vim(access, { task: 1, busy: 1 }), called);
    const strict = new Vim({ ...access, allowUnverifiedTls: false });
    await expect(strict.logIn()).rejects.toThrow(/certificate/);
  } finally {
    await server.close();
  }
}

const task = '<returnval type="Task">task-1</returnval>';
const info = (inside: string) => `<propSet><name>info</name><val xsi:type="TaskInfo">${inside}</val></propSet>`;
const running = info("<state>running</state>");
const succeeded = info("<state>success</state>");
const failed = (words: string) =>
  info(
    `<state>error</state><error><fault xsi:type="TaskInProgress"/><localizedMessage>${words}</localizedMessage></error>`,
  );

test("a machine is destroyed once vCenter is done with cloning it", () =>
  vcenter(
    {
      Destroy_Task: [task],
      RetrieveProperties: [failed("Another task is already in progress."), running, succeeded],
    },
    async (vim, called) => {
      await vim.destroy(machine);
      expect(called.filter((method) => method === "Destroy_Task")).toHaveLength(2);
    },
  ));

test("a task that fails says why", () =>
  vcenter({ Destroy_Task: [task], RetrieveProperties: [failed("Permission denied.")] }, (vim) =>
    expect(vim.destroy(machine)).rejects.toThrow("Destroy_Task: Permission denied."),
  ));

test("a fault without words is told by its type", () =>
  vcenter({ PowerOffVM_Task: [task], RetrieveProperties: [failed("")] }, (vim) =>
    expect(vim.powerOff(machine)).rejects.toThrow("PowerOffVM_Task: TaskInProgress"),
  ));

test("a refused call says so in vCenter's words", () =>
  vcenter({ Login: ["<faultstring>Cannot complete login</faultstring>"] }, (vim) =>
    expect(vim.logIn()).rejects.toThrow("Login: Cannot complete login"),
  ));

test("what is found is known by its id, and nothing by none", () =>
  vcenter(
    { FindByInventoryPath: ['<returnval type="VirtualMachine">vm-7</returnval>', "<FindByInventoryPathResponse/>"] },
    async (vim) => {
      expect(await vim.find("dc1/vm/a")).toBe("vm-7");
      expect(await vim.find("dc1/vm/b")).toBeUndefined();
    },
  ));
