import { otherSide, type Side } from "../components/machines";
import type { LastDeployment } from "./lastDeployment";

/**
 * The side that a generation is built on. The one that serves stays where it is; another is built on the other side, and
 * so is one that replaces a generation which never came to serve.
 */
export function sideOf(generation: string, last: LastDeployment | undefined): Side {
  if (last === undefined) return "blue";
  return last.generation === generation ? last.side : otherSide(last.side);
}
