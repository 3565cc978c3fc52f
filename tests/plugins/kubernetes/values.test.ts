import fc from "fast-check";
import { equal, type Json, type JsonObject } from "../../../lab/plugins/kubernetes/objects/json";
import { checkpoint, fieldManagerOf, parseCheckpoint } from "../../../lab/plugins/kubernetes/objects/state";
import {
  containsSecret,
  containsUnknown,
  isSecret,
  markSecrets,
  plain,
  secret,
  toClusterObject,
  toProperties,
} from "../../../lab/plugins/kubernetes/objects/values";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const json = () => fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json);

describe("secrets", () => {
  it("are unwrapped for the cluster, however deep", () => {
    expect(plain({ a: secret({ b: [secret("c")] }) })).toEqual({ a: { b: ["c"] } });
  });

  it("property: wrapping and unwrapping gives the value back", () => {
    fc.assert(fc.property(json(), (value) => equal(plain(secret(value)), value)));
  });

  it("mark the same places in outputs; a list becomes secret as a whole, an object does not", () => {
    const inputs: JsonObject = { spec: { list: [{ v: secret("x") }], open: "o", hidden: secret("h") } };
    const outputs: JsonObject = { spec: { list: [{ v: "x", added: 1 }], open: "o", hidden: "h" }, status: {} };
    const marked = markSecrets(outputs, inputs);
    expect(isSecret(marked["spec"])).toBe(false);
    expect(marked["spec"]).toEqual({ list: secret([{ v: "x", added: 1 }]), open: "o", hidden: secret("h") });
  });

  it("data of a Secret is secret without being asked, other secret values of it too", () => {
    const inputs = { kind: "Secret", metadata: { annotations: { a: secret("s") } } };
    const marked = markSecrets({ kind: "Secret", data: { a: "MQ==" }, metadata: { annotations: { a: "s" } } }, inputs);
    expect(isSecret(marked["data"])).toBe(true);
    expect(containsSecret(marked["metadata"])).toBe(true);
  });

  it("property: no secret input shows in the state", () => {
    const bag = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.stringMatching(/^open[0-9]{4}$/), { minKeys: 1 });
    fc.assert(
      fc.property(bag, fc.stringMatching(/^hush[0-9]{6}$/), (open, hushed) => {
        const properties = { kind: "X", spec: { ...open, password: secret(hushed) } };
        const inputs = toClusterObject(properties);
        const state = { inputs, live: { ...inputs, status: {} }, initialApiVersion: "v1", fieldManager: "m" };
        const withoutSecrets = JSON.stringify(checkpoint(state, properties), (_, value: Json) =>
          isSecret(value) ? null : value,
        );
        return !withoutSecrets.includes(hushed);
      }),
    );
  });
});

describe("unknown values", () => {
  it("are found anywhere", () => {
    expect(containsUnknown({ a: [{ b: secret(unknown) }] })).toBe(true);
    expect(containsUnknown({ a: "known" })).toBe(false);
  });
});

describe("state", () => {
  it("has the official form and is read back", () => {
    const state = {
      inputs: { kind: "X", spec: {} },
      live: { kind: "X", spec: { d: 1 } },
      initialApiVersion: "v1",
      fieldManager: "m",
    };
    const written = checkpoint(state, {});
    expect(written).toEqual({
      kind: "X",
      spec: { d: 1 },
      __inputs: { kind: "X", spec: {} },
      __initialApiVersion: "v1",
      __fieldManager: "m",
    });
    expect(parseCheckpoint(written)).toEqual(state);
  });

  it("in the old form is read too", () => {
    expect(parseCheckpoint({ inputs: { kind: "X", apiVersion: "v1" }, live: { kind: "X" } })).toEqual({
      inputs: { kind: "X", apiVersion: "v1" },
      live: { kind: "X" },
      initialApiVersion: "v1",
      fieldManager: "",
    });
  });

  it("names the field manager: annotation, state, fresh; a fixed one without server-side apply", () => {
    const annotated = { metadata: { annotations: { "pulumi.com/patchFieldManager": "mine" } } };
    expect(fieldManagerOf(annotated, "known", true)).toBe("mine");
    expect(fieldManagerOf({}, "known", true)).toBe("known");
    expect(fieldManagerOf({}, "", true)).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
    expect(fieldManagerOf({}, "known", false)).toBe("pulumi-kubernetes");
  });

  it("schema keywords have underscores in the SDK and dashes in the cluster", () => {
    const properties = { spec: { x_kubernetes_preserve_unknown_fields: true, x_other: 1 } };
    const object = { spec: { "x-kubernetes-preserve-unknown-fields": true, x_other: 1 } };
    expect(toClusterObject(properties)).toEqual(object);
    expect(toProperties(object)).toEqual(properties);
  });
});
