import * as pulumi from "@pulumi/pulumi";
import { ClusterIdentity } from "../../../components/cluster";
import { machines, spec } from "./fixtures";
import { mocks, valueOf, type Registered } from "./mocks";
import { authority } from "./pki.fixtures";

const registered: Registered[] = [];
let identity: ClusterIdentity;

beforeAll(async () => {
  await pulumi.runtime.setMocks(mocks(registered, await authority()), "dsaas", "test", false);
  identity = new ClusterIdentity("test", { spec, machines });
  await valueOf(identity.administrator);
});

const of = (type: string) => registered.filter((resource) => resource.type.endsWith(`:${type}`));

test("every key is ECDSA P-256", () => {
  expect(
    of("PrivateKey")
      .map(({ name }) => name)
      .sort(),
  ).toEqual([
    "test-administrator",
    "test-ca",
    "test-etcd-ca",
    "test-front-proxy-ca",
    "test-kube-vip",
    "test-service-account",
  ]);
  for (const { inputs } of of("PrivateKey")) expect(inputs).toEqual({ algorithm: "ECDSA", ecdsaCurve: "P256" });
});

test("the three authorities are told apart by name and sign certificates", () => {
  expect(of("SelfSignedCert").map(({ inputs }) => inputs["subject"])).toEqual(
    expect.arrayContaining(["kubernetes", "front-proxy-ca", "etcd-ca"].map((commonName) => ({ commonName }))),
  );
  for (const { inputs } of of("SelfSignedCert")) {
    expect(inputs).toMatchObject({ isCaCertificate: true, allowedUses: expect.arrayContaining(["cert_signing"]) });
  }
});

test("client certificates: the administrator by a group that RBAC governs, kube-vip by none", () => {
  const subjects = Object.fromEntries(of("CertRequest").map(({ name, inputs }) => [name, inputs["subject"]]));
  expect(subjects).toEqual({
    "test-administrator": { commonName: "dsaas:administrator", organization: "kubeadm:cluster-admins" },
    "test-kube-vip": { commonName: "dsaas:kube-vip" },
  });
});

test("certificates last five years and renew half a year before their end", () => {
  for (const { inputs } of [...of("SelfSignedCert"), ...of("LocallySignedCert")]) {
    expect(inputs).toMatchObject({ validityPeriodHours: 43_800, earlyRenewalHours: 0 });
  }
});

test("the bootstrap token has kubeadm's alphabet and lengths", () => {
  const parts = of("RandomPassword")
    .filter(({ name }) => name.startsWith("test-token"))
    .map(({ inputs }) => inputs);
  expect(parts).toEqual([
    { length: 6, special: false, upper: false },
    { length: 16, special: false, upper: false },
  ]);
});

test("user data and the administrator's key are secret, and the CA's certificate is not", async () => {
  expect(await pulumi.isSecret(identity.administrator)).toBe(true);
  expect(await pulumi.isSecret(identity.caCertificate)).toBe(false);
  for (const machine of machines) expect(await pulumi.isSecret(identity.userData(machine))).toBe(true);
});

test("control planes hold the keys of all authorities, workers hold none", async () => {
  const texts = await Promise.all(
    machines.map(async (machine) => ({ machine, text: await valueOf(identity.userData(machine)) })),
  );
  for (const { machine, text } of texts) {
    for (const key of ["test-ca", "test-etcd-ca", "test-front-proxy-ca", "test-service-account", "test-kube-vip"]) {
      const base64 = Buffer.from(`-----BEGIN EC PRIVATE KEY-----\n${key}\n-----END EC PRIVATE KEY-----\n`).toString(
        "base64",
      );
      const held = new RegExp(`PRIVATE KEY-----\\s+${key}\\s`).test(text) || text.includes(base64);
      expect([machine.key, key, held]).toEqual([machine.key, key, machine.role === "control-plane"]);
    }
    expect(text).not.toContain("test-administrator");
  }
});
