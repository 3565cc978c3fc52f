import type { KeyObject } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { Created } from "../common/resource";
import type { Properties } from "../common/values";
import { isEmpty } from "./names";
import { decimal, keyIdentifier, newSerial, signingAlgorithm, webKeys } from "./signing";
import { usagesOf } from "./usages";

const HOUR = 3600_000;

/** Whom and what a certificate is for. */
export interface Subject {
  name: x509.Name;
  publicKey: x509.PublicKey;
  alternativeNames: x509.Extension | undefined;
}

/** Who signs: a CA, or the subject itself. */
export interface Issuer {
  name: x509.Name;
  key: KeyObject;
  /** The issuer's own key identifier, to point at; undefined to leave the pointer out. */
  keyIdentifier: string | undefined;
}

/** A PEM as Go's encoding/pem writes it, with a line feed at the end. */
export const pemOf = (data: x509.PemData<unknown>): string => `${data.toString("pem").trim()}\n`;

const rfc3339 = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");

async function extensionsOf(inputs: Properties, subject: Subject, issuer: Issuer): Promise<x509.Extension[]> {
  const ca = inputs["isCaCertificate"] === true;
  const usages = usagesOf(inputs["allowedUses"]);
  const pathLength = inputs["maxPathLength"];
  const limit = ca && typeof pathLength === "number" && pathLength >= 0 ? pathLength : undefined;
  const identify = ca || inputs["setSubjectKeyId"] === true;
  return [
    ...(usages.key === 0 ? [] : [new x509.KeyUsagesExtension(usages.key, true)]),
    ...(usages.extended.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(usages.extended)]),
    new x509.BasicConstraintsExtension(ca, limit, true),
    ...(identify ? [new x509.SubjectKeyIdentifierExtension(await keyIdentifier(subject.publicKey))] : []),
    ...(issuer.keyIdentifier === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(issuer.keyIdentifier)]),
    ...(subject.alternativeNames ? [subject.alternativeNames] : []),
  ];
}

/**
 * Issues a certificate from the arguments that SelfSignedCert and LocallySignedCert share.
 *
 * Extensions, their order and which of them are critical are Go's crypto/x509's, so that both plugins' certificates
 * mean the same to every verifier.
 */
export async function issue(inputs: Properties, subject: Subject, issuer: Issuer): Promise<Created> {
  if (inputs["isCaCertificate"] === true && isEmpty(subject.name)) {
    throw new Error("a CA's certificate needs a subject with at least one part, e.g. commonName (RFC 5280, 4.1.2.6)");
  }
  // Certificates tell time in whole seconds: what is said of them must not be later or earlier than what they say.
  const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + Number(inputs["validityPeriodHours"]) * HOUR);
  const serialNumber = newSerial();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber,
    subject: subject.name,
    issuer: issuer.name,
    notBefore,
    notAfter,
    publicKey: subject.publicKey,
    signingKey: (await webKeys(issuer.key)).privateKey,
    signingAlgorithm: signingAlgorithm(issuer.key),
    extensions: await extensionsOf(inputs, subject, issuer),
  });
  return {
    id: decimal(serialNumber),
    outputs: {
      certPem: pemOf(certificate),
      readyForRenewal: false,
      validityStartTime: rfc3339(notBefore),
      validityEndTime: rfc3339(notAfter),
    },
  };
}

/** Whether a certificate has come within `earlyRenewalHours` of its end. */
export function isDue(state: Properties, now: number = Date.now()): boolean {
  const end = Date.parse(String(state["validityEndTime"] ?? ""));
  return now >= end - Number(state["earlyRenewalHours"] ?? 0) * HOUR;
}
