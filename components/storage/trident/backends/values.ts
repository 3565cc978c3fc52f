/** A value of Trident's JSON. */
export type Json = string | number | boolean | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The object without what is not set; and without what holds nothing. */
export function compact(values: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined && !isEmpty(entry[1])),
  );
}

const isEmpty = (value: Json): boolean => typeof value === "object" && Object.keys(value).length === 0;

/** Trident wants text where it means a number or a truth value ("true", "20"). */
export const text = (value: number | boolean | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** A size as Trident reads it. */
export const gib = (value: number | undefined): string | undefined => (value === undefined ? undefined : `${value}Gi`);

export const percent = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : `${value}%`;

/** PEM as Trident wants it. */
export const base64 = (pem: string | undefined): string | undefined =>
  pem === undefined ? undefined : Buffer.from(pem).toString("base64");
