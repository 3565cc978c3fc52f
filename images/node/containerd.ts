import type { ImageFile } from "./file";
import type { Flavour } from "./flavour";

/** The pause image of the pods, as kubeadm of the same Kubernetes version expects it. */
export const sandboxImage = "registry.k8s.io/pause:3.10.1";

/** Plugins that are never used; each costs time at the start. */
const disabledPlugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.native",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.tracing",
  "io.containerd.tracing.processor.v1.otlp",
];

/**
 * containerd's configuration. In a container cgroups are written directly, not through systemd, and a process may not
 * lower its own out-of-memory score.
 */
export function containerdConfig(flavour: Flavour): string {
  const container = flavour === "container";
  return `version = 2
disabled_plugins = [
${disabledPlugins.map((name) => `  "${name}",\n`).join("")}]

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${sandboxImage}"
  restrict_oom_score_adj = ${container}
  stream_idle_timeout = "30m"

  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/etc/containerd/certs.d"

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/opt/cni/bin"
    conf_dir = "/etc/cni/net.d"

  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = ${!container}
`;
}

export function containerdFiles(flavour: Flavour): ImageFile[] {
  return [
    { path: "/etc/containerd/config.toml", content: containerdConfig(flavour) },
    { path: "/etc/containerd/certs.d", folder: true },
    { path: "/etc/cni/net.d", folder: true },
    { path: "/opt/cni/bin", folder: true },
    ...(flavour === "container"
      ? [
          {
            path: "/etc/systemd/system/containerd.service.d/container.conf",
            content: "# A container loads no kernel modules; the host has them.\n[Service]\nExecStartPre=\n",
          },
        ]
      : []),
  ];
}
