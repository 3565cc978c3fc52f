/** Names without a line `name installed` in dpkg's list. An architecture suffix (`:amd64`) is no part of the name. */
export function missingPackages(names: readonly string[], list: string): string[] {
  const present = new Set(
    list
      .split("\n")
      .map((line) => line.split(" "))
      .filter(([, status]) => status === "installed")
      .map(([name]) => name?.replace(/:.*/, "")),
  );
  return [...new Set(names)].filter((name) => !present.has(name));
}
