import type { DebianPackage } from "./dpkg";
import type { GoModule } from "./go";

/** Package URLs: the names that scanners look vulnerabilities up by (github.com/package-url/purl-spec). */
const encoded = (text: string): string => encodeURIComponent(text).replaceAll("%2F", "/");

export function debianPurl({ name, version, architecture, source }: DebianPackage): string {
  const qualifiers = [
    `arch=${architecture}`,
    "distro=bookworm",
    ...(source ? [`upstream=${encoded(source.split(" ")[0] ?? "")}`] : []),
  ];
  return `pkg:deb/debian/${encoded(name)}@${encoded(version)}?${qualifiers.join("&")}`;
}

/** A module that was built from its own folder has no version. */
export function goPurl({ path, version }: GoModule): string {
  return `pkg:golang/${encoded(path)}${version.startsWith("v") ? `@${encoded(version)}` : ""}`;
}

/** @param reference `registry/repository:tag` */
export function imagePurl(reference: string, digest: string): string {
  const { repository, tag } = split(reference);
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  return `pkg:oci/${encoded(name)}@${encoded(digest)}?repository_url=${encoded(repository)}&tag=${encoded(tag)}`;
}

export function split(reference: string): { repository: string; tag: string } {
  const at = reference.lastIndexOf(":");
  return { repository: reference.slice(0, at), tag: reference.slice(at + 1) };
}
