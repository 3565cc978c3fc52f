import type { Tool } from "./types";

/** Tools that make the disk image (images/node/disk); `npm run lab` needs none of them. */
export const imageTools: readonly Tool[] = [
  {
    name: "containerd-times",
    version: "0",
    purpose: "takes the build's times out of preloaded container images",
    links: { "bin/containerd-times": "containerd-times" },
    builds: [{ kind: "go", module: "lab/toolchain/go/containerd-times", packages: ["."], output: "containerd-times" }],
  },
];
