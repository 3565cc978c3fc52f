/** Versions of everything, without a leading `v`. The Go modules' go.mod and package.json pin the same ones. */
export const versions = {
  pulumi: "3.250.0",
  kubernetes: "1.34.0",
  etcd: "3.6.5",
  cniPlugins: "1.9.1",
  coredns: "1.15.0",
  kubeVip: "1.0.0",
  flannel: "0.28.4",
  networkPolicies: "0.7.0",
  localPath: "0.0.30",
  crane: "0.22.1",
  pluginKubernetes: "4.34.2",
  pluginRandom: "4.21.2",
  pluginTls: "5.6.1",
  pluginVsphere: "4.16.0",
  terraformVsphere: "1.26.0",
  opentofu: "1.12.6",
} as const;
