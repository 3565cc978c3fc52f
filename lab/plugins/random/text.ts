import { randomInt } from "node:crypto";
import type { Failure } from "../common/resource";
import type { Properties } from "../common/values";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** What a random text may and must hold; see RandomPassword and RandomString of @pulumi/random. */
export interface TextSpec {
  length: number;
  /** Character sets, each with how many of its characters there are at least, and whether the rest may use it. */
  sets: { characters: string; least: number; allowed: boolean }[];
}

const number = (inputs: Properties, key: string): number => Number(inputs[key] ?? 0);

/** Reads the arguments that RandomPassword and RandomString share. */
export function textSpec(inputs: Properties): TextSpec {
  const special = inputs["overrideSpecial"];
  const allowed = (key: string) => inputs[key] !== false;
  return {
    length: number(inputs, "length"),
    sets: [
      { characters: LOWER, least: number(inputs, "minLower"), allowed: allowed("lower") },
      { characters: LOWER.toUpperCase(), least: number(inputs, "minUpper"), allowed: allowed("upper") },
      {
        characters: DIGITS,
        least: number(inputs, "minNumeric"),
        // `number` is the older name of `numeric`.
        allowed: (inputs["numeric"] ?? inputs["number"]) !== false,
      },
      {
        characters: typeof special === "string" && special !== "" ? special : SPECIAL,
        least: number(inputs, "minSpecial"),
        allowed: allowed("special"),
      },
    ],
  };
}

/** Mistakes in the shared arguments; nothing is said of what is not known yet. */
export function textFailures(inputs: Properties): Failure[] {
  const { length, sets } = textSpec(inputs);
  if (inputs["length"] === undefined) return [];
  if (!Number.isInteger(length) || length < 1) {
    return [{ property: "length", reason: `${length} is no whole number of at least 1` }];
  }
  const least = sets.reduce((sum, set) => sum + set.least, 0);
  if (least > length) {
    return [{ property: "length", reason: `${length} is less than the ${least} characters that the minimums ask for` }];
  }
  if (least < length && !sets.some((set) => set.allowed)) {
    return [{ property: "length", reason: "no kind of character is allowed: allow lower, upper, numeric or special" }];
  }
  return [];
}

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

/** A text drawn with the operating system's random numbers: first what must be there, then any, then shuffled. */
export function randomText({ length, sets }: TextSpec): string {
  const any = sets.map(({ characters, allowed }) => (allowed ? characters : "")).join("");
  const drawn = sets.flatMap(({ characters, least }) => Array.from({ length: least }, () => pick(characters)));
  while (drawn.length < length) drawn.push(pick(any));
  for (let last = drawn.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [drawn[last], drawn[other]] = [drawn[other] ?? "", drawn[last] ?? ""];
  }
  return drawn.join("");
}
