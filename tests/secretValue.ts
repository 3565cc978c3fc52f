/** What Pulumi's engine is given as a secret, which travels as `{ [4dab…]: 1b47…, value }`; undefined for all else. */
export const secretValue = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value && "value" in value
    ? value.value
    : undefined;
