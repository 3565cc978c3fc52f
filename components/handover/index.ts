export { sideIsFree } from "./guard";
export { handoverReport, handoverState } from "./names";
export { previewHandover } from "./preview";
export { handOver } from "./run";
export { outcomeText } from "./text";
export type * from "./types";
