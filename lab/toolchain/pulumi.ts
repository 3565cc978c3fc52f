import { delimiter, join } from "node:path";
import { binDir, cacheDir, repoRoot } from "../paths";

/** PATH with the toolchain's programs first, then this repository's Node and its programs, then the user's. */
export const toolPath = (path: string = process.env["PATH"] ?? ""): string =>
  [binDir, join(repoRoot, "node_modules", ".bin"), path].join(delimiter);

/**
 * Environment variables with which Pulumi finds the toolchain's plugins without a warning for each, asks no site for
 * updates, does not check types while it runs (`npm test` does that), and lets resources be compared side by side.
 */
export const pulumiEnvironment = (): Record<string, string> => ({
  PATH: toolPath(),
  PULUMI_HOME: join(cacheDir, "pulumi"),
  PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  PULUMI_PARALLEL_DIFF: "true",
});
