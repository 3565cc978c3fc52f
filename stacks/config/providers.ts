import type { Problem } from "./problems";

const key = "pulumi:disable-default-providers";
const clouds = ["vsphere", "openstack"];

/**
 * Refuses a stack in which Pulumi may make a provider of its own: that would reach whatever vCenter or cluster the shell
 * points at (pulumi/pulumi#2059).
 *
 * @param text the setting as a program sees it, JSON; undefined where it is not set
 * @param platform the cloud that `dsaas:platform` names
 */
export function defaultProviderProblems(text: string | undefined, platform: string | undefined): Problem[] {
  const wanted = ["kubernetes", ...clouds.filter((cloud) => cloud === platform)];
  const disabled = namesIn(text);
  const missing = disabled.includes("*") ? [] : wanted.filter((name) => !disabled.includes(name));
  if (missing.length === 0) return [];
  const names = missing.map((name) => `"${name}"`).join(" and ");
  const remedy = `${key}: [${wanted.map((name) => `"${name}"`).join(", ")}]`;
  return [{ key, text: `does not name ${names}; write below config in the stack's file: ${remedy}` }];
}

function namesIn(text: string | undefined): unknown[] {
  try {
    const names: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}
