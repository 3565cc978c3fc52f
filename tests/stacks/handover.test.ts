import { kubeconfig } from "../../components/cluster/access/kubeconfig";
import { predecessorOf, refuseBlind } from "../../stacks/handover";

const text = kubeconfig({
  cluster: "prod-0a1b2c3d",
  server: "https://192.0.2.10:6443",
  caCertificate: "CA",
  user: "administrator",
  credentials: { certificate: "certificate", privateKey: "key" },
});
const last = { generation: "0a1b2c3d", side: "blue" as const, kubeconfig: text };

test("the generation of the last deployment is taken over from, by its own kubeconfig", () => {
  expect(predecessorOf("5e6f7a8b", last)).toEqual({
    generation: "0a1b2c3d",
    access: {
      endpoint: "https://192.0.2.10:6443",
      caCertificate: "CA",
      credentials: { certificate: "certificate", privateKey: "key" },
    },
  });
});

test("nobody is taken over from by the same generation, or by the first", () => {
  expect(predecessorOf("0a1b2c3d", last)).toBeUndefined();
  expect(predecessorOf("0a1b2c3d", undefined)).toBeUndefined();
});

test.each([undefined, "[secret]", "kind: Config"])(
  "a kubeconfig that cannot be read (%s) stops everything",
  (unread) => {
    const { kubeconfig: _, ...rest } = last;
    const other = { ...rest, ...(unread === undefined ? {} : { kubeconfig: unread }) };
    expect(() => predecessorOf("5e6f7a8b", other)).toThrow(/Generation 0a1b2c3d serves, and .* cannot be read/);
    expect(predecessorOf("0a1b2c3d", other)).toBeUndefined();
  },
);

test("a predecessor that does not answer is not taken for dead where its sign of life cannot be seen", () => {
  const predecessor = predecessorOf("5e6f7a8b", last);
  expect(() => refuseBlind(undefined, predecessor, false)).toThrow(/seenAt; or, where its machines are gone/);
  for (const [fenced, old, sees] of [
    ["uid", predecessor, false],
    [undefined, undefined, false],
    [undefined, predecessor, true],
  ] as const)
    expect(() => refuseBlind(fenced, old, sees)).not.toThrow();
});
