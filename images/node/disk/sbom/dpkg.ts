/** One installed Debian package. */
export interface DebianPackage {
  name: string;
  version: string;
  architecture: string;
  /** Its source package, where that has another name. */
  source?: string;
}

/** The installed packages of `/var/lib/dpkg/status`, by name. */
export function installedPackages(status: string): DebianPackage[] {
  return status
    .split(/\n\n+/)
    .map(fields)
    .filter((paragraph) => paragraph.get("Status") === "install ok installed")
    .map((paragraph) => {
      const [name, version, architecture] = ["Package", "Version", "Architecture"].map(
        (key) => paragraph.get(key) ?? "",
      );
      const source = paragraph.get("Source");
      return { name, version, architecture, ...(source !== undefined && { source }) } as DebianPackage;
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A paragraph's fields that have one line; lines that go on are left out. */
function fields(paragraph: string): Map<string, string> {
  return new Map(
    paragraph.split("\n").flatMap((line) => {
      const [, name, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
