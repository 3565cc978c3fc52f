import type { CloudName } from "../cloud";
import { LabError } from "../errors";
import { pulumi, stackArgs } from "../pulumi";
import { prepare } from "./up";

/** `npm run lab -- preview`: what `pulumi up` would change. */
export async function preview(overrides: Record<string, unknown>, cloud?: CloudName): Promise<void> {
  await prepare(overrides, cloud);
  try {
    await pulumi(["preview", ...stackArgs, "--diff"]);
  } catch (error) {
    throw new LabError("pulumi preview failed (its own words stand above).", { cause: error });
  }
}
