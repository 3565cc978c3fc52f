import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { Failure, Resource } from "../common/resource";
import type { Properties } from "../common/values";
import { isDue, issue, pemOf } from "./certificate";
import { ALGORITHMS, type Algorithm, algorithmOf, type Curve, CURVES, newKey, publicDer, readKey } from "./keys";
import { sha1, traditionalPem } from "./keys";
import { alternativeNames, isEmpty, nameFailures, subjectName } from "./names";
import { openSsh } from "./openssh";
import { keyIdentifier, sha1Of, signingAlgorithm, webKeys } from "./signing";
import { usageFailures } from "./usages";

const token = (name: string): string => `tls:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const text = (inputs: Properties, key: string): string => String(inputs[key] ?? "");

/** A key given only for the moment of creation, and kept out of the state, is something this plugin does not do. */
const noWriteOnly = (inputs: Properties): Failure[] =>
  Object.keys(inputs)
    .filter((key) => key.endsWith("PemWo"))
    .map((property) => ({ property, reason: `this plugin keeps keys in the state: use ${property.slice(0, -2)}` }));

const oneOf = (inputs: Properties, key: string, values: readonly string[]): Failure[] =>
  inputs[key] === undefined || values.includes(text(inputs, key))
    ? []
    : [{ property: key, reason: `'${text(inputs, key)}' is not one of ${values.join(", ")}` }];

const privateKey: Resource = {
  token: token("PrivateKey"),
  replacing: ["algorithm", "ecdsaCurve", "rsaBits"],
  defaults: () => ({ ecdsaCurve: "P224", rsaBits: 2048 }),
  computed: [
    ...["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8", "publicKeyOpenssh", "publicKeyPem"],
    ...["publicKeyFingerprintMd5", "publicKeyFingerprintSha256"],
  ],
  stateVersion: 1,
  check: (inputs) => [...oneOf(inputs, "algorithm", ALGORITHMS), ...oneOf(inputs, "ecdsaCurve", Object.keys(CURVES))],
  create: async (inputs) => {
    const key = await newKey(
      text(inputs, "algorithm") as Algorithm,
      text(inputs, "ecdsaCurve") as Curve,
      Number(inputs["rsaBits"]),
    );
    const der = publicDer(key);
    const ssh = openSsh(key);
    return {
      id: sha1(der),
      outputs: {
        privateKeyPem: traditionalPem(key),
        privateKeyPemPkcs8: key.export({ type: "pkcs8", format: "pem" }).toString(),
        privateKeyOpenssh: ssh.privateKey,
        publicKeyPem: new x509.PublicKey(new Uint8Array(der)).toString("pem").trim().concat("\n"),
        publicKeyOpenssh: ssh.publicKey,
        publicKeyFingerprintMd5: ssh.md5,
        publicKeyFingerprintSha256: ssh.sha256,
      },
    };
  },
};

const certRequest: Resource = {
  token: token("CertRequest"),
  replacing: ["privateKeyPem", "subject", "dnsNames", "ipAddresses", "uris"],
  computed: ["certRequestPem", "keyAlgorithm"],
  check: (inputs) => [...noWriteOnly(inputs), ...nameFailures(inputs)],
  create: async (inputs) => {
    const key = readKey(text(inputs, "privateKeyPem"), "privateKeyPem");
    const names = alternativeNames(inputs, false);
    const request = await x509.Pkcs10CertificateRequestGenerator.create({
      name: subjectName(inputs["subject"]),
      keys: await webKeys(key),
      signingAlgorithm: signingAlgorithm(key),
      extensions: names ? [names] : [],
    });
    return {
      id: sha1Of(request.rawData),
      outputs: { certRequestPem: pemOf(request), keyAlgorithm: algorithmOf(key) },
    };
  },
};

/** What SelfSignedCert and LocallySignedCert have in common. */
const certificate = {
  updating: ["earlyRenewalHours"],
  outdated: (state: Properties): string[] => (isDue(state) ? ["readyForRenewal"] : []),
  refresh: (state: Properties): Properties => ({ ...state, readyForRenewal: isDue(state) }),
  check: (inputs: Properties): Failure[] => [
    ...noWriteOnly(inputs),
    ...usageFailures(inputs["allowedUses"]),
    ...nameFailures(inputs),
    ...["validityPeriodHours", "earlyRenewalHours"]
      .filter((key) => typeof inputs[key] === "number" && !(Number.isInteger(inputs[key]) && Number(inputs[key]) >= 0))
      .map((property) => ({ property, reason: `${text(inputs, property)} is no whole number of hours` })),
  ],
};

const selfSignedCert: Resource = {
  ...certificate,
  token: token("SelfSignedCert"),
  replacing: [
    ...["privateKeyPem", "subject", "dnsNames", "ipAddresses", "uris", "validityPeriodHours", "allowedUses"],
    ...["isCaCertificate", "maxPathLength", "setSubjectKeyId", "setAuthorityKeyId"],
  ],
  defaults: () => ({
    ...{ earlyRenewalHours: 0, isCaCertificate: false },
    ...{ setSubjectKeyId: false, setAuthorityKeyId: false },
  }),
  computed: ["certPem", "keyAlgorithm", "readyForRenewal", "validityStartTime", "validityEndTime"],
  create: async (inputs) => {
    const key = readKey(text(inputs, "privateKeyPem"), "privateKeyPem");
    const name = subjectName(inputs["subject"]);
    const publicKey = new x509.PublicKey(new Uint8Array(publicDer(key)));
    const identified = inputs["isCaCertificate"] === true || inputs["setSubjectKeyId"] === true;
    if (inputs["setAuthorityKeyId"] === true && !identified) {
      throw new Error("setAuthorityKeyId needs a key identifier to point at: set setSubjectKeyId too");
    }
    const pointer = inputs["setAuthorityKeyId"] === true ? await keyIdentifier(publicKey) : undefined;
    const subject = { name, publicKey, alternativeNames: alternativeNames(inputs, isEmpty(name)) };
    const { id, outputs } = await issue(inputs, subject, { name, key, keyIdentifier: pointer });
    return { id, outputs: { ...outputs, keyAlgorithm: algorithmOf(key) } };
  },
};

const locallySignedCert: Resource = {
  ...certificate,
  token: token("LocallySignedCert"),
  replacing: [
    ...["certRequestPem", "caCertPem", "caPrivateKeyPem", "validityPeriodHours", "allowedUses"],
    ...["isCaCertificate", "maxPathLength", "setSubjectKeyId"],
  ],
  defaults: () => ({ earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false }),
  computed: ["certPem", "caKeyAlgorithm", "readyForRenewal", "validityStartTime", "validityEndTime"],
  create: async (inputs) => {
    const key = readKey(text(inputs, "caPrivateKeyPem"), "caPrivateKeyPem");
    const authority = read("caCertPem", () => new x509.X509Certificate(text(inputs, "caCertPem")));
    const request = read("certRequestPem", () => new x509.Pkcs10CertificateRequest(text(inputs, "certRequestPem")));
    if (Buffer.compare(Buffer.from(authority.publicKey.rawData), publicDer(key)) !== 0) {
      throw new Error("caPrivateKeyPem is not the key of caCertPem; give the two that belong together");
    }
    if (!(await request.verify())) {
      throw new Error("certRequestPem is not signed with its own key; make the request again");
    }
    const names = request.extensions.find((one) => one instanceof x509.SubjectAlternativeNameExtension);
    const name = request.subjectName;
    const subject = {
      name,
      publicKey: request.publicKey,
      alternativeNames: names && new x509.SubjectAlternativeNameExtension(names.names.toJSON(), isEmpty(name)),
    };
    const issuer = {
      name: authority.subjectName,
      key,
      keyIdentifier: authority.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    };
    const { id, outputs } = await issue(inputs, subject, issuer);
    return { id, outputs: { ...outputs, caKeyAlgorithm: algorithmOf(key) } };
  },
};

/** Reads a PEM, or says which argument holds none. */
function read<T>(property: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`${property} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The resources of @pulumi/tls. */
export const resources: readonly Resource[] = [privateKey, certRequest, selfSignedCert, locallySignedCert];
