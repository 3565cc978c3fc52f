import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { diskImage, type DiskImage } from "../../images/node/disk/build";
import { outputFolder } from "../../images/node/disk/deliver";
import { repoRoot } from "../../lab/paths";

/** What `npm run image` makes; what it has made before is taken. */
export async function image(): Promise<DiskImage> {
  const program = join(repoRoot, "images", "node", "disk", "main.ts");
  execFileSync(process.execPath, ["--import", "tsx", program], { cwd: repoRoot, stdio: ["ignore", 2, 2] });
  return diskImage(outputFolder);
}

/** Debian's packages that a machine in emulation needs beyond those that built it. */
export const emulation = ["qemu-system-x86", "ovmf", "xorriso"];
