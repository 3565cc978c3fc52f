import { createContext, runInContext } from "node:vm";
import { handoverExtension } from "../../images/containers/recipes/labextension";

const folder = "/usr/local/share/jupyter/labextensions/@dsaas/handover";
const announced = { state: "announced", until: "2026-11-25T18:05:00Z" };

interface Extension {
  __esModule: boolean;
  default: { autoStart: boolean; activate: (app: unknown) => void };
}

type Container = { init: (scope: unknown) => void; get: (module: string) => Promise<() => Extension> };

async function files() {
  const found = await handoverExtension();
  const text = (path: string) => {
    const file = found[path];
    if (file === undefined || !("text" in file)) throw new Error(`${path} is not made`);
    return file.text;
  };
  const description = JSON.parse(text(`${folder}/package.json`)) as {
    name: string;
    jupyterlab: { _build: { load: string; extension: string } };
  };
  const { load, extension } = description.jupyterlab._build;
  return { name: description.name, load, extension, script: text(`${folder}/${load}`) };
}

/** JupyterLab as far as the extension uses it; `ask` lets it ask, gives the hub's answer, and tells what it then shows. */
async function lab({ hubPrefix, save = true }: { hubPrefix?: string; save?: boolean }) {
  const { name, extension, script } = await files();
  const calls: [string, unknown][] = [];
  const asked: string[] = [];
  const timers: { again: () => Promise<void>; pause: number }[] = [];
  let answer: unknown = { state: "serving", until: "" };
  let shown: () => void = () => undefined;
  const page = {
    hidden: false,
    getElementById: () => ({ textContent: JSON.stringify({ hubPrefix }) }),
    addEventListener: (_: string, listener: () => void) => (shown = listener),
  };
  const fetch = async (url: string) => {
    asked.push(url);
    if (answer === undefined) throw new TypeError("Failed to fetch");
    return { ok: true, json: async () => answer };
  };
  const window: { _JUPYTERLAB?: Record<string, Container> } = {};
  const setTimeout = (again: () => Promise<void>, pause: number) => timers.push({ again, pause });
  let now = Date.parse("2026-11-25T18:00:00Z");
  class FixedDate extends Date {
    static override now() {
      return now;
    }
  }
  const console = { debug: () => undefined };
  const globals = { window, document: page, fetch, setTimeout, clearTimeout: () => timers.pop(), Date: FixedDate };
  runInContext(script, createContext({ ...globals, console }));
  const container = window._JUPYTERLAB?.[name];
  if (container === undefined) throw new Error("there is no container of the package's name");
  container.init({});
  const plugin = (await container.get(extension))();
  const commands = {
    hasCommand: (id: string) => save || id !== "docmanager:save-all",
    execute: async (id: string, args: unknown) => (calls.push([id, args]), `notification ${calls.length}`),
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  plugin.default.activate({ commands, restored: Promise.resolve() });
  await settle();
  return {
    plugin,
    asked,
    page,
    show: async () => (shown(), await settle()),
    pauses: () => timers.map(({ pause }) => pause),
    async ask(next: unknown) {
      answer = next;
      calls.length = 0;
      await timers.at(-1)?.again();
      return [...calls];
    },
    now: (time: string) => (now = Date.parse(time)),
  };
}

const notification = (text: unknown) => [
  "apputils:notify",
  {
    message: text,
    type: "warning",
    options: { autoClose: false, actions: [{ label: "Save all", commandId: "docmanager:save-all" }] },
  },
];

test("a browser takes a changed script for another: its name tells its content", async () => {
  const { load, script } = await files();
  expect(load).toMatch(/^static\/handover\.[0-9a-f]{16}\.js$/);
  expect(script).toContain("window._JUPYTERLAB");
});

test("tells once for each announcement, then that it is now, and takes it back", async () => {
  const { ask, plugin, asked } = await lab({ hubPrefix: "/hub/" });
  expect([plugin.__esModule, plugin.default.autoStart, asked]).toEqual([true, true, ["/hub/notice"]]);
  const clock = new Date(announced.until).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const text = `This service is renewed at ${clock}. Save your work: servers stop then, files are kept.`;
  expect(await ask(announced)).toEqual([notification(text)]);
  expect(await ask(announced)).toEqual([]);
  // The hub does not answer.
  expect(await ask(undefined)).toEqual([]);
  const gone = ["apputils:dismiss-notification", { id: "notification 1" }];
  expect(await ask({ ...announced, state: "draining" })).toEqual([
    gone,
    notification(expect.stringMatching(/^This service is renewed now\./)),
  ]);
  expect(await ask({ ...announced, state: "stopped" })).toEqual([]);
  expect(await ask({ state: "serving", until: "" })).toEqual([
    ["apputils:dismiss-notification", { id: "notification 2" }],
  ]);
  expect(await ask({ state: "announced", until: "" })).toEqual([
    notification(expect.stringContaining("is renewed soon. Save your work")),
  ]);
});

test("asks every 20 s, and more often from the announced time on", async () => {
  const { ask, pauses, now } = await lab({ hubPrefix: "/hub/" });
  expect(pauses()).toEqual([20_000]);
  await ask(announced);
  expect(pauses()).toEqual([20_000]);
  now("2026-11-25T18:04:48Z");
  await ask(announced);
  expect(pauses()).toEqual([12_000]);
  now("2026-11-25T18:05:02Z");
  await ask(announced);
  expect(pauses()).toEqual([3_000]);
  await ask({ ...announced, state: "draining" });
  expect(pauses()).toEqual([20_000]);
});

test("a hidden page does not ask until it is shown", async () => {
  const { ask, asked, page, show } = await lab({ hubPrefix: "/hub/" });
  page.hidden = true;
  expect(await ask(announced)).toEqual([]);
  expect(asked).toHaveLength(1);
  page.hidden = false;
  await show();
  expect(asked).toHaveLength(2);
});

test("without a hub there is nobody to ask", async () => {
  expect((await lab({})).asked).toEqual([]);
});

test("where nothing can be saved at once, no button says so", async () => {
  const { ask } = await lab({ hubPrefix: "/hub", save: false });
  expect(await ask(announced)).toEqual([
    ["apputils:notify", expect.objectContaining({ options: { autoClose: false, actions: [] } })],
  ]);
});
