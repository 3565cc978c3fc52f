import type { RegistryMirror } from "../types";
import type { StagedFile } from "./cloudconfig";

/** containerd's hosts.toml for each mirrored registry; containerd itself falls back to the registry's own address. */
export function registryMirrorFiles(mirrors: RegistryMirror[]): StagedFile[] {
  return mirrors.map(({ registry, endpoint }) => ({
    path: `/etc/containerd/certs.d/${registry}/hosts.toml`,
    content: `[host.${JSON.stringify(endpoint)}]\n  capabilities = ["pull", "resolve"]\n`,
  }));
}
