import type { HandoverPreviewArgs } from "./types";

/** What a handover would do, for `pulumi preview`; empty where nothing moves. */
export function previewHandover(_args: HandoverPreviewArgs): Promise<string[]> {
  return Promise.reject(new Error("being written"));
}
