import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";
import type { Failure } from "../common/resource";
import { isObject, type Properties, type Value } from "../common/values";

/** Parts of a distinguished name by argument, in the order in which Go's crypto/x509 writes them. */
const SUBJECT: readonly (readonly [string, string])[] = [
  ["country", "C"],
  ["organization", "O"],
  ["organizationalUnit", "OU"],
  ["locality", "L"],
  ["province", "ST"],
  ["streetAddresses", "2.5.4.9"],
  ["postalCode", "2.5.4.17"],
  ["commonName", "CN"],
  ["serialNumber", "2.5.4.5"],
  ["emailAddress", "1.2.840.113549.1.9.1"],
];

const texts = (value: Value | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string" && item !== "") as string[];

/** The distinguished name that a `subject` argument describes; empty where there is none. */
export function subjectName(subject: Value | undefined): x509.Name {
  const parts = isObject(subject) ? subject : {};
  return new x509.Name(
    SUBJECT.flatMap(([key, type]) => {
      const values = texts(parts[key]);
      return values.length > 0 ? [{ [type]: values }] : [];
    }),
  );
}

/** Whether the name has no part at all. */
export const isEmpty = (name: x509.Name): boolean => name.toJSON().length === 0;

/** Alternative names from `dnsNames`, `ipAddresses` and `uris`; undefined where there are none. */
export function alternativeNames(
  inputs: Properties,
  critical: boolean,
): x509.SubjectAlternativeNameExtension | undefined {
  const names: x509.JsonGeneralNames = [
    ...texts(inputs["dnsNames"]).map((value) => ({ type: "dns" as const, value })),
    ...texts(inputs["ipAddresses"]).map((value) => ({ type: "ip" as const, value })),
    ...texts(inputs["uris"]).map((value) => ({ type: "url" as const, value })),
  ];
  return names.length > 0 ? new x509.SubjectAlternativeNameExtension(names, critical) : undefined;
}

/** Alternative names that cannot be written into a certificate. */
export function nameFailures(inputs: Properties): Failure[] {
  return [
    ...texts(inputs["ipAddresses"])
      .filter((value) => isIP(value) === 0)
      .map((value) => ({ property: "ipAddresses", reason: `'${value}' is no IP address` })),
    ...texts(inputs["uris"])
      .filter((value) => !URL.canParse(value))
      .map((value) => ({ property: "uris", reason: `'${value}' is no URI` })),
  ];
}
