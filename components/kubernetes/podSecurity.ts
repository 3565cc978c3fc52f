/** Levels of Kubernetes' Pod Security standards, the freest first. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/**
 * Labels of a namespace whose pods may be as free as `level` and no freer. All three modes are set, so that what is allowed
 * there on purpose fills neither the audit log nor anybody's screen with warnings.
 */
export function podSecurityLabels(level: PodSecurityLevel): Record<string, string> {
  const modes = ["enforce", "audit", "warn"];
  return Object.fromEntries(modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));
}
