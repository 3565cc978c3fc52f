import { LabError } from "../errors";
import { pulumi, stackArgs } from "../pulumi";
import { prepare } from "./up";

/** `npm run lab -- preview`: what `pulumi up` would change. */
export async function preview(overrides: Record<string, unknown>): Promise<void> {
  await prepare(overrides);
  try {
    await pulumi(["preview", ...stackArgs, "--diff"]);
  } catch (error) {
    throw new LabError("pulumi preview failed (its own words stand above).", { cause: error });
  }
}
