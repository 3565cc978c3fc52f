import { cipherSuites, minimumTls } from "./tls";

/** Settings of every kubelet; kubeadm keeps them in the cluster and the image's patches adapt them on each machine. */
export const kubeletConfiguration = {
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
  authorization: { mode: "Webhook" },
  readOnlyPort: 0,
  rotateCertificates: true,
  // Nobody approves serving certificates here, so kubelet signs its own (docs/security.md says what that leaves open).
  serverTLSBootstrap: false,
  tlsCipherSuites: cipherSuites,
  tlsMinVersion: minimumTls,
  // containerd holds these connections and has the same in the node image.
  streamingConnectionIdleTimeout: "30m0s",
  seccompDefault: true,
  // A notebook's threads count too; a fork bomb ends here rather than at the machine's own limit.
  podPidsLimit: 4096,
  makeIPTablesUtilChains: true,
  serializeImagePulls: false,
  maxParallelImagePulls: 3,
  // A sign of life every 4 s, a quarter of the lease, rather than every 10; the whole status as seldom as ever.
  nodeLeaseDurationSeconds: 16,
  nodeStatusUpdateFrequency: "4s",
  nodeStatusReportFrequency: "5m",
  systemReserved: { cpu: "100m", memory: "256Mi" },
  shutdownGracePeriod: "30s",
  shutdownGracePeriodCriticalPods: "10s",
};
