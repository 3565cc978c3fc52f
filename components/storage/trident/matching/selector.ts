/*
 * Label selectors of Trident's classes: `k=v; k2!=v2; k in (a,b); k notin (c); k; !k`, joined by semicolons, all of which
 * must hold. Rules from storage_attribute/label.go of NetApp/trident v26.06.0, which differ from Kubernetes' in one
 * place: `k!=v` needs the label to be there, `k notin (v)` does not.
 */

export type Requirement =
  | { kind: "equals"; key: string; value: string }
  | { kind: "differs"; key: string; value: string }
  | { kind: "in"; key: string; values: string[] }
  | { kind: "notIn"; key: string; values: string[] }
  | { kind: "exists"; key: string }
  | { kind: "absent"; key: string };

const word = "([\\w-]+)";
const set = "[(]([\\s\\w,-]+)[)]";
const forms = {
  equals: new RegExp(`^${word}\\s*={1,2}\\s*${word}$`),
  differs: new RegExp(`^${word}\\s*!=\\s*${word}$`),
  in: new RegExp(`^${word}\\s+in\\s+${set}$`),
  notIn: new RegExp(`^${word}\\s+notin\\s+${set}$`),
  exists: new RegExp(`^${word}$`),
  absent: new RegExp(`^!${word}$`),
} as const;

/** A selector's requirements, or undefined where Trident could not read it and would ignore the class. */
export function parseSelector(selector: string): Requirement[] | undefined {
  const requirements = selector.split(";").map((part) => parseOne(part.trim()));
  return requirements.every((one) => one !== undefined) ? requirements : undefined;
}

function parseOne(part: string): Requirement | undefined {
  for (const kind of ["equals", "differs", "in", "notIn", "exists", "absent"] as const) {
    const match = forms[kind].exec(part);
    if (match !== null) return requirement(kind, match[1] ?? "", match[2] ?? "");
  }
  return undefined;
}

function requirement(kind: Requirement["kind"], key: string, rest: string): Requirement {
  switch (kind) {
    case "equals":
    case "differs":
      return { kind, key, value: rest };
    case "in":
    case "notIn": {
      const values = rest.split(",").map((value) => value.trim());
      return { kind, key, values: values.filter((value) => value !== "") };
    }
    case "exists":
    case "absent":
      return { kind, key };
    default:
      return kind satisfies never;
  }
}

/** Whether labels fulfil every requirement. */
export function selects(requirements: Requirement[], labels: Record<string, string>): boolean {
  return requirements.every((one) => fulfils(one, Object.hasOwn(labels, one.key) ? labels[one.key] : undefined));
}

function fulfils(one: Requirement, label: string | undefined): boolean {
  switch (one.kind) {
    case "equals":
      return label === one.value;
    case "differs":
      return label !== undefined && label !== one.value;
    case "in":
      return label !== undefined && one.values.includes(label);
    case "notIn":
      return label === undefined || !one.values.includes(label);
    case "exists":
      return label !== undefined;
    case "absent":
      return label === undefined;
    default:
      return one satisfies never;
  }
}
