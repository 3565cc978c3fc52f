/** Where a machine keeps what its user data brings. */
export const paths = {
  /** Staged by cloud-init, read by the bootstrap script; its secrets are removed once the machine is a node. */
  stage: "/etc/dsaas",
  /** Key material for kubeadm, copied to its own folder by the script, as `kubeadm reset` empties that one. */
  stagedPki: "/etc/dsaas/pki",
  initConfig: "/etc/dsaas/kubeadm-init.yaml",
  joinConfig: "/etc/dsaas/kubeadm-join.yaml",
  /** A kubeconfig with the cluster's address and CA, and no user. */
  discoveryConfig: "/etc/dsaas/discovery.conf",
  /** Read by the API server for as long as it runs. */
  apiServer: "/etc/dsaas/apiserver",
  auditLog: "/var/log/kubernetes/audit",
  /** kube-vip's own kubeconfig. */
  kubeVipConfig: "/etc/dsaas/kube-vip.conf",
  /** Patches by which the node image adapts kubelet to its own host; empty on an ordinary machine. */
  patches: "/etc/kubernetes/patches",
  scripts: "/usr/local/lib/dsaas",
} as const;
