/** A configuration file of an OpenStack service: options by section. */
export type Ini = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** Text of a configuration file. */
export function iniText(ini: Ini): string {
  const sections = Object.entries(ini).map(([section, options]) => {
    const lines = Object.entries(options).map(([option, value]) => `${option} = ${value}\n`);
    return `[${section}]\n${lines.join("")}`;
  });
  return sections.join("\n");
}
