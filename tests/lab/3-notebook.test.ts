import type { Browser, Page } from "playwright-core";
import { logIn, openBrowser, openPage, runCell, startServer, stopServer } from "../../lab/browser";
import { kubectl, list } from "../../lab/kubectl";
import { labSecret } from "../../lab/secrets";
import { serverGone } from "./servers";

const hub = "https://localhost:8443";
const words = `written at ${new Date().toISOString()}`;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await openPage(browser);
  expect(await logIn(page, hub, "alice", await labSecret("people.alice"))).toBe("in");
  await stopServer(page, hub);
  await serverGone("alice");
});
afterAll(() => browser.close());

test("Data Science starts, and a cell that uses pandas writes a file", async () => {
  await startServer(page, hub, "Data Science");
  const code = [
    "import pathlib, pandas",
    `pathlib.Path.home().joinpath("proof.txt").write_text(${JSON.stringify(words)})`,
    "print(pandas.DataFrame({'x': [1, 2, 3]}).x.sum())",
  ].join("\n");
  expect(await runCell(page, code)).toBe("6");
});

test("after a stop and a new start the file is there", async () => {
  await stopServer(page, hub);
  await serverGone("alice");
  await startServer(page, hub, "Data Science");
  expect(await runCell(page, 'import pathlib; print(pathlib.Path.home().joinpath("proof.txt").read_text())')).toBe(
    words,
  );
});

test("the home is one exclusive volume, named from the user alone", async () => {
  const claims = await list<{ metadata: { name: string }; spec: { accessModes: string[]; storageClassName: string } }>(
    "persistentvolumeclaims",
    "--namespace",
    "dsaas",
  );
  const homes = claims.filter((claim) => claim.metadata.name.includes("alice"));
  expect(homes).toHaveLength(1);
  expect(homes[0]?.spec.storageClassName).toBe("dsaas-home");
});

test("nobody deletes a home by accident, not even the cluster's administrator", async () => {
  const remove = (claim: string) =>
    kubectl("--namespace", "dsaas", "delete", "persistentvolumeclaim", claim, "--dry-run=server");
  await expect(remove("home-alice")).rejects.toThrow(/home-alice is the home of a user and is kept/);
  expect(await remove("hub-db")).toContain("deleted");
});
