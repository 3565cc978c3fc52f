import { createPrivateKey, X509Certificate } from "node:crypto";
import { makeServerCertificate } from "../../lab/directory/certificate";

test("a server's certificate is for its name and address, signed by the CA", async () => {
  const made = await makeServerCertificate("test authority", ["ldap.example.test", "192.0.2.7"]);
  const ca = new X509Certificate(made.ca);
  const certificate = new X509Certificate(made.certificate);
  expect(ca.ca).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(ca.publicKey)).toBe(true);
  expect(certificate.checkIssued(ca)).toBe(true);
  expect(certificate.checkHost("ldap.example.test")).toBe("ldap.example.test");
  expect(certificate.checkHost("other.example.test")).toBeUndefined();
  expect(certificate.checkIP("192.0.2.7")).toBe("192.0.2.7");
  expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
});

test("no host, no certificate", async () => {
  await expect(makeServerCertificate("test authority", [])).rejects.toThrow("needs at least one host name");
});
