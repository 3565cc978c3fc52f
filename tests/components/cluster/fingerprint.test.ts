import fc from "fast-check";
import { caCertHash, userDataSkeletons } from "../../../components/cluster/fingerprint";
import { machine, machines, spec } from "./fixtures";

/** Self-signed, P-256, made with openssl; its hash below is that of kubeadm's documented openssl pipeline. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIUKgJ6iB4lblq8KEAG21Ddqwl9G3YwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjExMDMzMzVaFw0zMTExMjAx
MDMzMzVaMBUxEzARBgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS+mqgPb66Ochkf5Xqa+jn0FPd9NRPTCctVPwRRhCHcQ89YKo/vVCq8
ccP1+Sw3tf2cg6nO0emAnLZRLvyEfj5go2MwYTAdBgNVHQ4EFgQUF00msL4mm0uX
jtdguhnTCZtIX2gwHwYDVR0jBBgwFoAUF00msL4mm0uXjtdguhnTCZtIX2gwDgYD
VR0PAQH/BAQDAgGmMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIg
ej+nJJEm9w2asqYtvF63AdGt/+k28b3cdxtk9TDnSfICIQCcaLM++bdLbO4YU+gH
7nXxZy6LAiORZSobK/nGLfkS2w==
-----END CERTIFICATE-----
`;

test("the hash is the one that kubeadm's documentation computes with openssl", () => {
  expect(caCertHash(certificate)).toBe("sha256:603f402e093a128c2c06eff642915c4e40c61ae88b05984b23002bc95c295472");
});

test("each kind of machine has one skeleton, without any machine's name or address", () => {
  const skeletons = userDataSkeletons(spec, machines);
  expect(Object.keys(skeletons)).toEqual(["control/founder", "control/control-plane", "worker/worker", "gpu/worker"]);
  const text = Object.values(skeletons).join();
  for (const { name, address } of machines) {
    expect(text).not.toContain(name);
    expect(text).not.toContain(`${address}\n`);
  }
});

test("property: workers more or less, other addresses and another generation change nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 2, max: 200 }), (count, base) => {
      const moved = machines.map((one, i) => ({ ...one, name: `other-${one.key}`, address: `10.9.${base}.${i}` }));
      const more = Array.from({ length: count }, (_, i) =>
        machine(`worker-${i + 2}`, "worker", `10.8.0.${i + 1}`, { labels: machines[3]?.labels ?? {} }),
      );
      expect(userDataSkeletons(spec, [...moved, ...more])).toEqual(userDataSkeletons(spec, machines));
    }),
  );
});

test.each([
  ["a control plane more", { machines: [...machines, machine("control-4", "control-plane", "198.18.0.40")] }],
  ["another Kubernetes", { spec: { ...spec, kubernetesVersion: "v1.34.1" } }],
  ["another lease", { spec: { ...spec, virtualIpLease: { ...spec.virtualIpLease, duration: 4 } } }],
  ["another label", { machines: machines.map((one) => ({ ...one, labels: { ...one.labels, a: "b" } })) }],
])("%s changes a skeleton", (_, change: { spec?: typeof spec; machines?: typeof machines }) => {
  const changed = userDataSkeletons(change.spec ?? spec, change.machines ?? machines);
  expect(changed).not.toEqual(userDataSkeletons(spec, machines));
});

test("a generation is the same on both sides: the API's address changes no skeleton", () => {
  const green = { ...spec, virtualIp: "198.18.0.12" };
  expect(userDataSkeletons(green, machines)).toEqual(userDataSkeletons(spec, machines));
});
