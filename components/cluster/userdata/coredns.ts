import { toYaml } from "../yaml";

/**
 * kubeadm's patch of CoreDNS: none of its own Deployment, as every node has one (network/dns.ts). What kubeadm makes
 * besides, the Service, the configuration and the account, is used.
 */
export function coreDnsPatch(): string {
  return toYaml({ spec: { replicas: 0 } });
}
