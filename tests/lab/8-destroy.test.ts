import { existsSync, readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { labDir } from "../../lab/paths";
import { lab } from "./command";

test("npm run lab -- destroy leaves no machine, volume or process behind", async () => {
  const { exitCode, output, seconds } = await lab("destroy");
  console.log(`${output.split("\n").slice(-12).join("\n")}\ndestroy took ${Math.round(seconds)} s`);
  expect(exitCode).toBe(0);

  expect(existsSync(labDir)).toBe(false);
  expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(labDir);
  expect((await execa("ip", ["netns", "list"])).stdout).not.toMatch(/dsaas-lab|control-plane|worker/);
  const left = readdirSync("/proc").flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0/g, " ");
      return /^\d+$/.test(pid) && /kubelet|kube-apiserver|etcd |slapd|datacentre|systemd-nspawn/.test(line)
        ? [line]
        : [];
    } catch {
      return [];
    }
  });
  expect(left).toEqual([]);
});
