import { parseSelector, type Requirement } from "./selector";

/** What a class asks of a pool, as Trident reads it from the class's parameters. */
export interface ClassRequest {
  attributes: AttributeRequest[];
  storagePools: PoolNames;
  additionalStoragePools: PoolNames;
  excludeStoragePools: PoolNames;
}

export type AttributeRequest =
  | { kind: "text"; name: TextAttribute; value: string }
  | { kind: "flag"; name: FlagAttribute; value: boolean }
  | { kind: "number"; name: "IOPS"; value: number }
  | { kind: "labels"; requirements: Requirement[] };

/** Backend expressions and their pool expressions. */
export type PoolNames = [backend: string, pools: string[]][];

export const textAttributes = [
  "backendType",
  "media",
  "provisioningType",
  "region",
  "zone",
  "nasType",
  "sanType",
] as const;
export const flagAttributes = ["snapshots", "clones", "encryption", "replication"] as const;
export type TextAttribute = (typeof textAttributes)[number];
export type FlagAttribute = (typeof flagAttributes)[number];

/** A parameter for which Trident would ignore the class, or a part of it, with the remedy. */
export interface RefusedParameter {
  parameter: string;
  value: string;
  remedy: string;
}

const prefix = "trident.netapp.io/";

/**
 * Reads a StorageClass's parameters as Trident does (processStorageClass in frontend/csi/controller_helpers and
 * storage_attribute/request.go, v26.06.0), but names what Trident only logs.
 */
export function requestOf(parameters: Record<string, string>): { request: ClassRequest; refused: RefusedParameter[] } {
  const request: ClassRequest = {
    attributes: [],
    storagePools: [],
    additionalStoragePools: [],
    excludeStoragePools: [],
  };
  const refused: RefusedParameter[] = [];
  for (const [parameter, value] of Object.entries(parameters)) {
    // Kubernetes' own; CSI handles them.
    if (parameter.startsWith("csi.storage.k8s.io/") || parameter === "fsType") continue;
    const name = parameter.startsWith(prefix) ? parameter.slice(prefix.length) : parameter;
    const remedy = read(request, name, value);
    if (remedy !== undefined) refused.push({ parameter, value, remedy });
  }
  return { request, refused };
}

/** Adds one parameter to the request; a remedy where it cannot. */
function read(request: ClassRequest, name: string, value: string): string | undefined {
  switch (name) {
    case "storagePools":
    case "additionalStoragePools":
    case "excludeStoragePools": {
      const names = poolNames(value);
      if (names === undefined)
        return "is no list of pools; write backend:pool1,pool2;backend2:.* with valid expressions";
      request[name] = names;
      return undefined;
    }
    case "selector": {
      const requirements = parseSelector(value);
      if (requirements === undefined)
        return "is no selector; write k=v; k2!=v2; k in (a,b); k notin (c) with letters, digits, _ and - only";
      request.attributes.push({ kind: "labels", requirements });
      return undefined;
    }
    case "IOPS": {
      if (!/^[+-]?\d+$/.test(value)) return "is no whole number; write e.g. 500";
      request.attributes.push({ kind: "number", name, value: Number(value) });
      return undefined;
    }
    default:
      return readAttribute(request, name, value);
  }
}

function readAttribute(request: ClassRequest, name: string, value: string): string | undefined {
  const text = textAttributes.find((one) => one === name);
  if (text !== undefined) {
    const lower = text === "nasType" || text === "sanType";
    request.attributes.push({ kind: "text", name: text, value: lower ? value.toLowerCase() : value });
    return undefined;
  }
  const flag = flagAttributes.find((one) => one === name);
  if (flag === undefined) return "is unknown to Trident, which would ignore the whole class; remove it";
  // What Go's strconv.ParseBool takes.
  const truth = /^(1|t|T|TRUE|true|True)$/.test(value);
  if (!truth && !/^(0|f|F|FALSE|false|False)$/.test(value)) return "is neither true nor false; write one of them";
  request.attributes.push({ kind: "flag", name: flag, value: truth });
  return undefined;
}

function poolNames(text: string): PoolNames | undefined {
  const parts = text.split(";").map((part): [string, string[]] => {
    const colon = part.indexOf(":");
    return [part.slice(0, Math.max(colon, 0)), part.slice(colon + 1).split(",")];
  });
  const readable = parts.every(
    ([backend, pools]) => backend !== "" && pools.join("") !== "" && [backend, ...pools].every(isExpression),
  );
  return readable ? parts : undefined;
}

/** Whether both Go (RE2) and JavaScript understand it: RE2 has no look-around and no back-references. */
function isExpression(text: string): boolean {
  if (/\(\?(?:=|!|<[=!])|\\[1-9]/.test(text)) return false;
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
