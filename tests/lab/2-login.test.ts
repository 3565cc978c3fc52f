import type { Browser } from "playwright-core";
import { logIn, openBrowser, openPage } from "../../lab/browser";
import { labSecret } from "../../lab/secrets";

const hub = "https://localhost:8443";
let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

/** What the hub answers to a name and a password, in a session of its own. */
async function attempt(user: string, password: string): Promise<string> {
  const page = await openPage(browser);
  const answer = await logIn(page, hub, user, password);
  await page.context().close();
  return answer;
}

test("a directory user of the allowed group gets in", async () => {
  expect(await attempt("alice", await labSecret("people.alice"))).toBe("in");
});

test.each([
  ["a wrong password", "alice", "people.ben"],
  ["an unknown user", "nobody-of-ours", "people.alice"],
  ["a user outside the group", "mallory", "people.mallory"],
  ["a disabled account", "otto", "people.otto"],
])("%s is refused, in words that tell nothing more", async (_what, user, secret) => {
  expect(await attempt(user, await labSecret(secret))).toMatch(/invalid username or password/i);
});

test("plain HTTP is not served: the redirect leads to HTTPS", async () => {
  const page = await openPage(browser);
  await page.goto(`${hub}/`);
  expect(page.url()).toMatch(/^https:\/\/localhost:8443\/hub\/login/);
  expect(await page.getByText("Example University").count()).toBeGreaterThan(0);
  expect(await page.getByRole("link", { name: "Privacy" }).count()).toBe(1);
  await page.context().close();
});
