import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Failure, Resource } from "../common/resource";
import type { Properties } from "../common/values";
import { randomText, textFailures, textSpec } from "./text";

const token = (name: string): string => `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const TEXT_ARGUMENTS = [
  ...["keepers", "length", "lower", "upper", "number", "numeric", "special"],
  ...["minLower", "minUpper", "minNumeric", "minSpecial", "overrideSpecial"],
];

const TEXT_DEFAULTS: Properties = {
  ...{ lower: true, upper: true, special: true },
  ...{ minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 },
};

/** `numeric` and its older name `number` are one thing: either gives the other its value, and true is the default. */
function numeric(inputs: Properties): Properties {
  const value = inputs["numeric"] ?? inputs["number"] ?? true;
  return { numeric: value, number: value };
}

/** RandomPassword and RandomString differ in their id only: a password's must not tell it. */
function text(name: "RandomPassword" | "RandomString"): Resource {
  const password = name === "RandomPassword";
  return {
    token: token(name),
    replacing: TEXT_ARGUMENTS,
    defaults: (inputs) => ({ ...TEXT_DEFAULTS, ...numeric(inputs) }),
    computed: ["result"],
    ...(password ? { stateVersion: 3 } : {}),
    check: textFailures,
    create: (inputs) => {
      const result = randomText(textSpec(inputs));
      return { id: password ? "none" : result, outputs: { result } };
    },
  };
}

function lengthFailures(key: string): (inputs: Properties) => Failure[] {
  return (inputs) => {
    const value = inputs[key];
    if (value === undefined || (typeof value === "number" && Number.isInteger(value) && value >= 1)) return [];
    return [{ property: key, reason: `${JSON.stringify(value)} is no whole number of at least 1` }];
  };
}

const randomId: Resource = {
  token: token("RandomId"),
  replacing: ["byteLength", "keepers", "prefix"],
  computed: ["b64Std", "b64Url", "dec", "hex"],
  check: lengthFailures("byteLength"),
  create: ({ byteLength, prefix = "" }) => {
    const bytes = randomBytes(Number(byteLength));
    const hex = bytes.toString("hex");
    const b64Url = bytes.toString("base64url");
    const named = { b64Std: bytes.toString("base64"), b64Url, dec: BigInt(`0x${hex}`).toString(), hex };
    return {
      id: b64Url,
      outputs: Object.fromEntries(Object.entries(named).map(([key, value]) => [key, `${String(prefix)}${value}`])),
    };
  },
};

const bytes: Resource = {
  token: token("RandomBytes"),
  replacing: ["length", "keepers"],
  computed: ["base64", "hex"],
  check: lengthFailures("length"),
  create: ({ length }) => {
    const value = randomBytes(Number(length));
    const base64 = value.toString("base64");
    // The official plugin's id is the secret itself, in plain text in the state: RandomPassword is the safer choice.
    return { id: base64, outputs: { base64, hex: value.toString("hex") } };
  },
};

const uuid: Resource = {
  token: token("RandomUuid"),
  replacing: ["keepers"],
  computed: ["result"],
  create: () => {
    const result = randomUUID();
    return { id: result, outputs: { result } };
  },
};

const integer: Resource = {
  token: token("RandomInteger"),
  replacing: ["keepers", "min", "max", "seed"],
  computed: ["result"],
  check: ({ min, max, seed }) => [
    ...(typeof min === "number" && typeof max === "number" && min > max
      ? [{ property: "min", reason: `${min} is larger than max, ${max}` }]
      : []),
    // A seed has to give the official plugin's own sequence, which this one does not know.
    ...(seed === undefined ? [] : [{ property: "seed", reason: "this plugin draws without a seed; leave it out" }]),
  ],
  create: ({ min, max }) => {
    const result = randomInt(Number(min), Number(max) + 1);
    return { id: String(result), outputs: { result } };
  },
};

/** The resources of @pulumi/random that this plugin has. */
export const resources: readonly Resource[] = [
  text("RandomPassword"),
  text("RandomString"),
  randomId,
  bytes,
  uuid,
  integer,
];
