import { createServer } from "node:net";
import { openBrowser, openPage } from "../../lab/browser";
import { startDirectory, stopDirectory } from "../../lab/directory/directory";
import { requireFreePort } from "../../lab/datacentre/ports";
import { labSecret } from "../../lab/secrets";
import { lab } from "./command";

test.each([
  ["a missing template", "dsaas:vsphere.template", '"no-such-template"', /dsaas:vsphere\.template.*no-such-template/],
  ["a wrong vSphere account", "dsaas:vsphere.user", '"nobody@lab.dsaas.test"', /dsaas:vsphere\.(user|password)/],
  ["a vSphere that does not answer", "dsaas:vsphere.server", '"127.0.0.1:9"', /dsaas:vsphere\.server.*127\.0\.0\.1:9/],
  ["an unknown key", "dsaas:hub.colour", '"red"', /dsaas:hub\.colour: is not a key of dsaas/],
  ["two control planes", "dsaas:cluster.pools[0].count", "2", /dsaas:cluster\.pools: 2 control planes/],
])("%s gives one clear sentence and changes nothing", async (_what, key, value, sentence) => {
  const { exitCode, output } = await lab("preview", "--set", `${key}=${value}`);
  expect(exitCode).toBe(1);
  expect(output).toMatch(sentence);
});

test("wrong words on the command line are answered with the right ones", async () => {
  const { exitCode, output } = await lab("login", "nobody");
  expect(exitCode).toBe(1);
  expect(output).toMatch(/nobody is not in the lab's directory; log in as one of: .*alice/);
  expect((await lab("explode")).output).toMatch(/"explode" is not a command of the lab/);
});

test("an unreachable directory is told on the log-in page, and log-in works again once it is back", async () => {
  const browser = await openBrowser();
  try {
    const page = await openPage(browser);
    const attempt = async () => {
      await page.goto("https://localhost:8443/hub/login");
      await page.fill("#username_input", "dilek");
      await page.fill("#password_input", await labSecret("people.dilek"));
      await Promise.all([page.waitForNavigation(), page.click("#login_submit")]);
      return page.innerText("body");
    };
    await stopDirectory();
    expect(await attempt()).toContain("Log-in is not possible right now: the directory does not answer.");
    await startDirectory();
    await attempt();
    expect(page.url()).not.toContain("/hub/login");
  } finally {
    await startDirectory();
    await browser.close();
  }
});

test("a port in use is named with the process that has it", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  try {
    const sentence = new RegExp(
      `^Port ${port} is needed for a test, but .* \\(process ${process.pid}\\) listens on it`,
    );
    await expect(requireFreePort(port, "a test")).rejects.toThrow(sentence);
  } finally {
    taken.close();
  }
});
