import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { filesBelow, stageClosure, stageFile } from "../closure";
import { debianTree, type DebianTree } from "../debian";
import type { Layer } from "../layer";
import type { Sources } from "../recipe";

/** Packages that single programs are taken from. */
export const toolsTree: DebianTree = {
  name: "tools",
  variant: "extract",
  packages: [
    "iptables",
    "nftables",
    "conntrack",
    "iproute2",
    "busybox-static",
    "dash",
    "tini",
    "git",
    "libcurl3-gnutls",
    "libstdc++6",
    "netbase",
  ],
  customise: [],
};

const programs = ["/usr/sbin/xtables-nft-multi", "/usr/sbin/nft", "/usr/sbin/conntrack", "/bin/dash", "/sbin/ip"];
const extensions = "/usr/lib/x86_64-linux-gnu/xtables";
/** Debian leaves these names to update-alternatives. */
const xtablesNames = [
  "iptables",
  "iptables-save",
  "iptables-restore",
  "ip6tables",
  "ip6tables-save",
  "ip6tables-restore",
];

/** iptables (over nftables), nft, conntrack, ip and a shell with their libraries: what programs of the network call. */
export async function netfilterLayer(sources: Sources): Promise<Layer> {
  return {
    name: "netfilter",
    inputs: [toolsTree, programs, xtablesNames],
    owners: "root",
    stage: async (staged) => {
      const tree = await debianTree(toolsTree, sources.store);
      await stageClosure(tree, programs, staged);
      // Extensions are loaded at run time, some with libraries of their own: libxt_statistic needs libm.
      await stageClosure(tree, await filesBelow(tree, extensions), staged);
      for (const path of ["/etc/protocols", "/etc/services"]) await stageFile(tree, path, staged);
      for (const name of xtablesNames) await symlink("xtables-nft-multi", join(staged, "usr/sbin", name));
      await symlink("dash", join(staged, "usr/bin/sh")).catch(() => undefined);
    },
  };
}
