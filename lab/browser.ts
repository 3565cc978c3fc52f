import { chromium, type Browser, type Page } from "playwright-core";
import { LabError } from "./errors";

/** Debian's Chromium; `npm run lab` installs it. */
const executablePath = "/usr/bin/chromium";

/** How long a page may take on a small machine that runs five nodes besides, ms. */
const patience = 120_000;

/** A headless browser that keeps to itself: no look-ups of anybody's services, nothing kept on disk. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", // Chromium refuses its sandbox to root, and the lab is root's.
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A fresh session of one person. The lab's certificate is the stack's own, so the browser is told to accept it. */
export async function openPage(browser: Browser, size = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: size });
  context.setDefaultTimeout(patience);
  return context.newPage();
}

/** Logs in and waits for the hub's answer: "in" or the words of its refusal. */
export async function logIn(page: Page, hubUrl: string, user: string, password: string): Promise<"in" | string> {
  await page.goto(`${hubUrl}/hub/login`);
  await page.fill("#username_input", user);
  await page.fill("#password_input", password);
  await Promise.all([page.waitForNavigation(), page.click("#login_submit")]);
  const refusal = page.locator(".login_error");
  if ((await refusal.count()) > 0) return (await refusal.first().innerText()).trim();
  if (page.url().includes("/hub/login")) return `still at the log-in page (${await page.title()})`;
  return "in";
}

/** Chooses a profile by its displayed name, starts a server and waits for JupyterLab; a server that runs is entered as it is. */
export async function startServer(page: Page, hubUrl: string, profile: string): Promise<void> {
  await page.goto(`${hubUrl}/hub/spawn`);
  if (new URL(page.url()).pathname.startsWith("/user/")) return waitForLab(page);
  await page.getByText(profile, { exact: true }).first().click();
  await page.locator("#spawn_form input[type=submit], #spawn_form button[type=submit]").first().click();
  await waitForLab(page);
}

/** Waits until JupyterLab is usable; says what the hub's page shows if a server did not start. */
export async function waitForLab(page: Page): Promise<void> {
  await page.waitForURL(/\/user\/[^/]+\/lab/, { timeout: patience }).catch(async () => {
    throw new LabError(
      `No JupyterLab after ${patience / 1000} s; the page at ${page.url()} says:\n${await page.innerText("body")}`,
    );
  });
  await page.locator(".jp-Launcher, .jp-NotebookPanel").first().waitFor({ timeout: patience });
}

/** Runs Python in a new notebook's first cell and gives what it printed. */
export async function runCell(page: Page, code: string): Promise<string> {
  // A server that starts again shows what was open before; `reset` gives the launcher.
  await page.goto(`${page.url().replace(/\/lab.*$/, "/lab")}?reset`);
  await page.locator('.jp-LauncherCard[data-category="Notebook"]').first().click();
  // Text that is typed while the notebook is still being set up is lost.
  await page.getByText(/\| Idle$/).waitFor();
  const notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
  const cell = notebook.locator(".jp-Cell .cm-content").first();
  await cell.click();
  await page.keyboard.insertText(code);
  await page.keyboard.press("Shift+Enter");
  const output = notebook.locator(".jp-OutputArea-output").first();
  await output.waitFor().catch(async () => {
    throw new LabError(`The cell gave no output in ${patience / 1000} s; it holds: ${await cell.innerText()}`);
  });
  return (await output.innerText()).trim();
}

/** Stops the user's server, if one runs, from the hub's home page and waits until it has stopped. */
export async function stopServer(page: Page, hubUrl: string): Promise<void> {
  await page.goto(`${hubUrl}/hub/home`);
  const button = page.locator("#stop");
  await page.locator("#start").waitFor();
  if (!(await button.isVisible())) return;
  await button.click();
  await button.waitFor({ state: "hidden", timeout: patience });
}
