import { findDaemon } from "../../lab/datacentre/daemon";
import { logIn, openBrowser, openPage, runCell, startServer } from "../../lab/browser";
import { labSecret } from "../../lab/secrets";
import { lab } from "./command";

test("after a crash of the whole data centre the same command brings all back, and homes are what they were", async () => {
  const simulator = await findDaemon("vsphere");
  if (simulator === undefined) throw new Error("the data centre does not run");
  process.kill(simulator.pid, "SIGKILL");

  const { exitCode, output } = await lab();
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);

  const browser = await openBrowser();
  try {
    const page = await openPage(browser);
    expect(await logIn(page, "https://localhost:8443", "alice", await labSecret("people.alice"))).toBe("in");
    await startServer(page, "https://localhost:8443", "Basic");
    // What 3-notebook.test.ts wrote on machines that are gone.
    const read = 'import pathlib; print(pathlib.Path.home().joinpath("proof.txt").read_text())';
    expect(await runCell(page, read)).toMatch(/^written at /);
  } finally {
    await browser.close();
  }
});
