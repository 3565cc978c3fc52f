/**
 * Takes the README's pictures from the running lab: the branded log-in and a notebook that has run.
 * `node --import tsx scripts/screenshots.ts` writes docs/images/login.png and docs/images/notebook.png.
 */
import { join } from "node:path";
import { logIn, openBrowser, openPage, runCell, startServer } from "../lab/browser";
import { repoRoot } from "../lab/paths";
import { labSecret } from "../lab/secrets";

const hub = "https://localhost:8443";
const size = { width: 1120, height: 700 };
const code = `import matplotlib.pyplot as plt, numpy as np
x = np.linspace(0, 4 * np.pi, 400)
plt.figure(figsize=(7, 3))
for shift in range(3):
    plt.plot(x, np.exp(-x / 8) * np.sin(x + shift))
plt.show()`;

async function main(): Promise<void> {
  const browser = await openBrowser();
  const page = await openPage(browser, size);
  await page.goto(`${hub}/hub/login`);
  await page.screenshot({ path: join(repoRoot, "docs", "images", "login.png") });
  const answer = await logIn(page, hub, "dilek", await labSecret("people.dilek"));
  if (answer !== "in") throw new Error(`dilek cannot log in: ${answer}`);
  await startServer(page, hub, "Data Science");
  await runCell(page, code);
  await page.locator(".jp-OutputArea-output img").first().waitFor();
  await page.screenshot({ path: join(repoRoot, "docs", "images", "notebook.png") });
  await browser.close();
}

void main();
