import { createPrivateKey, X509Certificate } from "node:crypto";
import * as tls from "node:tls";
import type { AddressInfo } from "node:net";
import { check, create, diff, refresh } from "../../../lab/plugins/common/resource";
import type { Properties } from "../../../lab/plugins/common/values";
import { resources } from "../../../lab/plugins/tls/resources";
import { find, officialProperties, ownProperties } from "../names";

const make = async (name: string, inputs: Properties) => create(find(resources, name), inputs, false);

/** A new key's PEM. */
async function keyPem(inputs: Properties = { algorithm: "ECDSA", ecdsaCurve: "P256" }): Promise<string> {
  return String((await make("PrivateKey", inputs)).outputs["privateKeyPem"]);
}

/** A CA with its key. */
async function authority(more: Properties = {}, key?: string) {
  const privateKeyPem = key ?? (await keyPem());
  const made = await make("SelfSignedCert", {
    ...{ privateKeyPem, isCaCertificate: true, subject: { commonName: "kubernetes" }, validityPeriodHours: 24 },
    allowedUses: ["cert_signing", "crl_signing", "digital_signature"],
    ...more,
  });
  return { ...made, privateKeyPem, pem: String(made.outputs["certPem"]) };
}

/** A certificate signed by a CA. */
async function signed(
  ca: { pem: string; privateKeyPem: string },
  request: Properties,
  more: Properties = {},
  key?: string,
) {
  const privateKeyPem = key ?? (await keyPem());
  const csr = await make("CertRequest", { privateKeyPem, ...request });
  const made = await make("LocallySignedCert", {
    ...{ certRequestPem: csr.outputs["certRequestPem"] ?? null, caCertPem: ca.pem, caPrivateKeyPem: ca.privateKeyPem },
    ...{ validityPeriodHours: 12, allowedUses: ["digital_signature", "server_auth"] },
    ...more,
  });
  return { ...made, privateKeyPem, pem: String(made.outputs["certPem"]) };
}

/** A handshake over TLS with both sides checked; the server's name, and the client's as the server saw it. */
async function handshake(server: tls.TlsOptions, client: tls.ConnectionOptions): Promise<string> {
  const listening = tls.createServer({ requestCert: true, rejectUnauthorized: true, ...server });
  const seen = new Promise<string>((done, failed) => {
    listening.on("secureConnection", (socket) => {
      done(socket.getPeerX509Certificate()?.subject ?? "");
      socket.end();
    });
    listening.on("tlsClientError", failed);
  });
  await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
  const { port } = listening.address() as AddressInfo;
  try {
    await new Promise<void>((done, failed) => {
      const socket = tls.connect({ host: "127.0.0.1", port, ...client }, () => done());
      socket.on("error", failed);
      socket.resume();
    });
    return await seen;
  } finally {
    seen.catch(() => undefined);
    listening.close();
  }
}

test.each(["CertRequest", "SelfSignedCert", "LocallySignedCert", "PrivateKey"])(
  "%s has the official properties",
  (name) => {
    const kind = find(resources, name);
    // Keys that are kept out of the state (…Wo) are refused in words; see the test below.
    const official = officialProperties("@pulumi/tls", kind.token).filter((key) => !/Wo(Version)?$/.test(key));
    expect(ownProperties(kind)).toEqual(official);
  },
);

const server: Properties = {
  subject: { commonName: "kube-apiserver", organization: "system:masters" },
  dnsNames: ["localhost", "api.example.test"],
  ipAddresses: ["127.0.0.1", "::1"],
  uris: ["spiffe://example.test/api"],
};

test.each<[string, Properties]>([
  ["P256", { algorithm: "ECDSA", ecdsaCurve: "P256" }],
  ["P384", { algorithm: "ECDSA", ecdsaCurve: "P384" }],
  ["P521", { algorithm: "ECDSA", ecdsaCurve: "P521" }],
  ["RSA", { algorithm: "RSA" }],
  ["ED25519", { algorithm: "ED25519" }],
])("a chain of %s keys passes a handshake with both sides checked", async (_, algorithm) => {
  const ca = await authority({}, await keyPem(algorithm));
  const api = await signed(ca, server, {}, await keyPem(algorithm));
  const admin = await signed(
    ca,
    { subject: { commonName: "admin", organization: "dsaas" } },
    { allowedUses: ["digital_signature", "client_auth"] },
    await keyPem(algorithm),
  );
  const seen = await handshake(
    { ca: ca.pem, cert: api.pem, key: api.privateKeyPem },
    { ca: ca.pem, cert: admin.pem, key: admin.privateKeyPem, servername: "localhost" },
  );
  expect(seen).toBe("O=dsaas\nCN=admin");
});

describe("a handshake fails", () => {
  const connect = async (change: { ca?: string; servername?: string; clientUses?: string[] }) => {
    const ca = await authority();
    const api = await signed(ca, server);
    const admin = await signed(
      ca,
      { subject: { commonName: "a" } },
      { allowedUses: change.clientUses ?? ["client_auth"] },
    );
    return handshake(
      { ca: ca.pem, cert: api.pem, key: api.privateKeyPem },
      {
        ca: change.ca ?? ca.pem,
        cert: admin.pem,
        key: admin.privateKeyPem,
        servername: change.servername ?? "localhost",
      },
    );
  };
  test("under another CA of the same name", async () => {
    await expect(connect({ ca: (await authority()).pem })).rejects.toThrow();
  });
  test("for a name that the certificate does not have", async () => {
    await expect(connect({ servername: "other.example.test" })).rejects.toThrow("does not match");
  });
  test("for a client whose certificate is for servers only", async () => {
    await expect(connect({ clientUses: ["server_auth"] })).rejects.toThrow();
  });
  test("(and this one, for comparison, does not)", async () => {
    await expect(connect({})).resolves.toBe("CN=a");
  });
});

describe("a certificate", () => {
  test("has the subject, names, usages and identifiers that were asked for", async () => {
    const ca = await authority();
    const [root, leaf] = [new X509Certificate(ca.pem), new X509Certificate((await signed(ca, server)).pem)];
    expect(leaf.subject).toBe("O=system:masters\nCN=kube-apiserver");
    expect(leaf.subjectAltName).toBe(
      "DNS:localhost, DNS:api.example.test, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, URI:spiffe://example.test/api",
    );
    expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect([root.ca, leaf.ca]).toEqual([true, false]);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(root.checkIssued(root)).toBe(true);
  });

  test("its id is the serial number in decimal, its times those in the state", async () => {
    for (let round = 0; round < 8; round++) {
      const { id, outputs, pem } = await authority();
      const certificate = new X509Certificate(pem);
      expect(BigInt(`0x${certificate.serialNumber}`).toString()).toBe(id);
      expect(new Date(certificate.validFrom).toISOString()).toBe(
        new Date(String(outputs["validityStartTime"])).toISOString(),
      );
      expect(new Date(certificate.validTo).getTime() - new Date(certificate.validFrom).getTime()).toBe(24 * 3600_000);
      expect(outputs["validityEndTime"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(outputs["keyAlgorithm"]).toBe("ECDSA");
    }
  });

  test("key identifiers: CAs always, others when asked; the pointer to the CA's always, to one's own when asked", async () => {
    const ids = async (pem: string) => {
      const x509 = await import("@peculiar/x509");
      const certificate = new x509.X509Certificate(pem);
      return [
        certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
        certificate.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId,
      ];
    };
    const ca = await authority();
    const [own] = await ids(ca.pem);
    expect(own).toMatch(/^[0-9a-f]{40}$/);
    expect(await ids(ca.pem)).toEqual([own, undefined]);
    expect(await ids((await authority({ setAuthorityKeyId: true }, ca.privateKeyPem)).pem)).toEqual([own, own]);
    expect(await ids((await signed(ca, server)).pem)).toEqual([undefined, own]);
    expect(await ids((await signed(ca, server, { setSubjectKeyId: true })).pem)).toEqual([expect.any(String), own]);
    const plain = await authority({ isCaCertificate: false });
    expect(await ids(plain.pem)).toEqual([undefined, undefined]);
    await expect(authority({ isCaCertificate: false, setAuthorityKeyId: true })).rejects.toThrow(
      "set setSubjectKeyId too",
    );
  });

  test("a CA below a CA, and no further than allowed", async () => {
    const root = await authority({ maxPathLength: 1 });
    const below = await signed(
      root,
      { subject: { commonName: "below" } },
      { isCaCertificate: true, allowedUses: ["cert_signing"], maxPathLength: 0 },
    );
    const leaf = await signed(below, server);
    const client = await signed(below, { subject: { commonName: "c" } }, { allowedUses: ["client_auth"] });
    const chain = (one: string) => `${one}${below.pem}`;
    const connect = (ca: string) =>
      handshake(
        { ca, cert: chain(leaf.pem), key: leaf.privateKeyPem },
        { ca, cert: chain(client.pem), key: client.privateKeyPem, servername: "localhost" },
      );
    await expect(connect(root.pem)).resolves.toBe("CN=c");
    const strict = await authority({ maxPathLength: 0 }, root.privateKeyPem);
    await expect(connect(strict.pem)).rejects.toThrow();
  });

  test("without a subject its names are critical", async () => {
    const { pem } = await signed(await authority(), { dnsNames: ["a.example.test"] });
    const x509 = await import("@peculiar/x509");
    expect(new x509.X509Certificate(pem).getExtension(x509.SubjectAlternativeNameExtension)?.critical).toBe(true);
  });
});

describe("refused in words", () => {
  test("a key that is not the CA's", async () => {
    const [ca, other] = [await authority(), await authority()];
    await expect(signed({ pem: ca.pem, privateKeyPem: other.privateKeyPem }, server)).rejects.toThrow(
      "caPrivateKeyPem is not the key of caCertPem",
    );
  });
  test("what is no key, and the text is not repeated", async () => {
    const request = make("CertRequest", { privateKeyPem: "hunter2" });
    await expect(request).rejects.toThrow("privateKeyPem holds no private key");
    await expect(request).rejects.not.toThrow("hunter2");
  });
  test("a CA without a name", async () => {
    await expect(authority({ subject: {} })).rejects.toThrow("needs a subject");
  });
  test("unknown usages, addresses, URIs, hours and write-only keys", () => {
    const inputs = {
      allowedUses: ["certSigning"],
      ipAddresses: ["1.2.3"],
      uris: ["x"],
      validityPeriodHours: -1,
      privateKeyPemWo: "k",
    };
    expect(
      check(find(resources, "SelfSignedCert"), inputs)
        .map(({ property }) => property)
        .sort(),
    ).toEqual(["allowedUses", "ipAddresses", "privateKeyPemWo", "uris", "validityPeriodHours"].sort());
  });
});

describe("renewal", () => {
  afterEach(() => {
    jest.useRealTimers();
  });
  const kind = () => find(resources, "SelfSignedCert");

  test("a certificate is replaced once it has come within the early hours, not before", async () => {
    const inputs = {
      privateKeyPem: await keyPem(),
      subject: { commonName: "x" },
      allowedUses: [],
      validityPeriodHours: 24,
      earlyRenewalHours: 4,
    };
    const { outputs } = await create(kind(), inputs, false);
    const start = Date.parse(String(outputs["validityStartTime"]));
    jest.useFakeTimers({ now: start + 20 * 3600_000 - 1000, doNotFake: ["nextTick", "setImmediate"] });
    expect(diff(kind(), outputs, inputs).changed).toEqual([]);
    expect(refresh(kind(), outputs)["readyForRenewal"]).toBe(false);
    jest.setSystemTime(start + 20 * 3600_000);
    expect(diff(kind(), outputs, inputs).replaces).toEqual(["readyForRenewal"]);
    expect(refresh(kind(), outputs)["readyForRenewal"]).toBe(true);
  });

  test("other early hours change the state only; hours that have already begun replace at once", async () => {
    const inputs = {
      privateKeyPem: await keyPem(),
      subject: { commonName: "x" },
      allowedUses: [],
      validityPeriodHours: 24,
    };
    const { outputs } = await create(kind(), inputs, false);
    expect(diff(kind(), outputs, { ...inputs, earlyRenewalHours: 1 })).toEqual({
      changed: ["earlyRenewalHours"],
      replaces: [],
    });
    expect(diff(kind(), outputs, { ...inputs, earlyRenewalHours: 24 }).replaces).toEqual(["readyForRenewal"]);
  });
});

test("the certificate belongs to the key that was given", async () => {
  const { pem, privateKeyPem } = await authority();
  expect(new X509Certificate(pem).checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
});
