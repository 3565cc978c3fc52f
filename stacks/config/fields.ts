import { z } from "zod";
import { parseIpv4 } from "../../components/machines/ipv4";
import { isCidr } from "./networks";

/** A DNS label: lower-case letters, digits and hyphens, at most 40 characters, so that names made from it fit into 63. */
export const dnsLabel = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "is not a DNS label; use 1–40 lower-case letters, digits and hyphens, a letter first",
  );

export const hostName = z
  .string()
  .regex(
    /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/,
    "is not a host name or an IPv4 address",
  );

export const ipv4 = z
  .string()
  .refine(
    (text) => parseIpv4(text) !== undefined,
    "is not an IPv4 address; write four numbers from 0 to 255, e.g. 192.0.2.10",
  );

export const cidr = z
  .string()
  .refine(isCidr, "is not an IPv4 network; write its first address and prefix length, e.g. 192.0.2.0/24");

export const port = z.int().min(1, "is not a port; use 1–65535").max(65535, "is not a port; use 1–65535");

export const httpsUrl = z
  .string()
  .regex(
    /^https:\/\/[a-zA-Z0-9.-]+(:\d{1,5})?\/?$/,
    "is not an https address of a host; write e.g. https://hub.example.org",
  );

export const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "is not a colour; write #rrggbb, e.g. #005ea8");

export const certificate = z
  .string()
  .regex(
    /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\s*$/,
    "is not a certificate in PEM; paste the text from BEGIN CERTIFICATE to END CERTIFICATE",
  );

export const privateKey = z
  .string()
  .regex(/^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\n[\s\S]+PRIVATE KEY-----\s*$/, "is not a private key in PEM");

/** An image by digest: a tag alone can change under a running service and can't be cited. */
export const pinnedImage = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:\d+)?\/[a-z0-9._/-]+(:[A-Za-z0-9._-]+)?@sha256:[0-9a-f]{64}$/,
    "is not pinned by digest; write registry/name:tag@sha256:…, with the digest that the registry shows for the tag",
  );

export const distinguishedName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*=.+/, "is not a distinguished name; write e.g. cn=users,ou=Groups,dc=example,dc=org");

/** A value that only ever stands encrypted in a stack file; load.ts checks that it does. */
export const secret = z.string().min(1, "is empty").meta({ secret: true });
