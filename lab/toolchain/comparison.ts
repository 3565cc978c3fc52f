import type { Tool } from "./types";
import { versions } from "./versions";

const release = "https://github.com/opentofu/opentofu/releases/download/v{version}";

/** Tools that bench/scale.ts compares with; `npm run lab` needs none of them. */
export const comparison: readonly Tool[] = [
  {
    name: "opentofu",
    version: versions.opentofu,
    purpose: "OpenTofu, to compare previews with",
    links: { "bin/tofu": "tofu" },
    onPath: { programs: ["tofu"], args: ["version"], version: /^OpenTofu v(\d+\.\d+\.\d+)$/m },
    download: {
      url: `${release}/tofu_{version}_linux_{arch}.tar.gz`,
      checksums: `${release}/tofu_{version}_SHA256SUMS`,
      files: { tofu: "tofu" },
    },
    builds: [
      {
        kind: "go",
        module: "lab/toolchain/go/opentofu",
        packages: ["github.com/opentofu/opentofu/cmd/tofu"],
        output: "tofu",
        ldflags: "-X github.com/opentofu/opentofu/version.dev=no",
      },
    ],
  },
  {
    // Of the very sources that the Pulumi plugin is bridged from: no other build would compare the same.
    name: "terraform-provider-vsphere",
    version: versions.terraformVsphere,
    purpose: "OpenTofu's vSphere resources",
    links: { "bin/terraform-provider-vsphere": "terraform-provider-vsphere" },
    builds: [
      {
        kind: "go",
        module: "lab/toolchain/go/pulumi-resource-vsphere",
        packages: ["./terraform-provider-vsphere"],
        output: "terraform-provider-vsphere",
      },
    ],
  },
];
