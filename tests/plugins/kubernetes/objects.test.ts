import { withIgnored, mergePatch, mustForce, type Update } from "../../../lab/plugins/kubernetes/operations/apply";
import {
  builtInNamespaced,
  idOf,
  isPatch,
  kindOfObject,
  kindOfUrn,
  parseId,
  parseUrn,
} from "../../../lab/plugins/kubernetes/objects/kinds";
import { importedInputs, inputsAfterRefresh, normalize } from "../../../lab/plugins/kubernetes/objects/normalize";
import { hasLegacyOwner, migratedOwnership, ownersOf } from "../../../lab/plugins/kubernetes/objects/ownership";
import { timeoutOf, propagationOf } from "../../../lab/plugins/kubernetes/objects/annotations";
import { validate } from "../../../lab/plugins/kubernetes/operations/check";
import { overlay, withUnknowns } from "../../../lab/plugins/kubernetes/operations/preview";

const urn = (type: string, name = "x") => `urn:pulumi:s::p::pkg:m:Parent$${type}::${name}`;

describe("kinds", () => {
  it("come from a URN's own type, whatever its parents and name", () => {
    expect(parseUrn(urn("kubernetes:apps/v1:Deployment", "a::b"))).toEqual({
      type: "kubernetes:apps/v1:Deployment",
      name: "a::b",
    });
    expect(kindOfUrn(urn("kubernetes:core/v1:ConfigMap"))).toEqual({ group: "", version: "v1", kind: "ConfigMap" });
    expect(kindOfUrn(urn("kubernetes:ex.example/v1beta1:Thing"))).toEqual({
      group: "ex.example",
      version: "v1beta1",
      kind: "Thing",
    });
    expect(() => kindOfUrn(urn("kubernetes:helm.sh/v3:Release"))).toThrow("not supported");
    expect(() => kindOfUrn(urn("random:index:Id"))).toThrow("GROUP/VERSION:KIND");
  });

  it("come from an object's apiVersion, with core spelled either way", () => {
    expect(kindOfObject({ apiVersion: "core/v1", kind: "Pod" })).toEqual({ group: "", version: "v1", kind: "Pod" });
    expect(kindOfObject({ apiVersion: "apps/v1", kind: "Deployment" }).group).toBe("apps");
  });

  it("tell Patch resources from kinds named so", () => {
    expect(isPatch(urn("kubernetes:core/v1:ConfigMapPatch"), "ConfigMap")).toBe(true);
    expect(isPatch(urn("kubernetes:ex.example/v1:HotPatch"), "HotPatch")).toBe(false);
  });

  it("know the scope of Kubernetes' own", () => {
    expect(builtInNamespaced({ group: "", version: "v1", kind: "Namespace" })).toBe(false);
    expect(builtInNamespaced({ group: "apps", version: "v1", kind: "Deployment" })).toBe(true);
    expect(builtInNamespaced({ group: "ex.example", version: "v1", kind: "Thing" })).toBeUndefined();
  });

  it("ids name the namespace and the object", () => {
    expect(idOf({ metadata: { name: "a", namespace: "n" } })).toBe("n/a");
    expect(parseId("n/a")).toEqual({ namespace: "n", name: "a" });
    expect(parseId("a")).toEqual({ namespace: "", name: "a" });
  });
});

describe("refresh", () => {
  const inputs = { spec: { cpu: "1000m", replicas: 2, list: [{ a: "1000m", b: 1 }] } };
  const live = { spec: { cpu: "1", replicas: 2, list: [{ a: "1", b: 1, filled: true }], filled: true }, status: {} };

  it("of an object that nobody touched leaves the inputs as written", () => {
    expect(inputsAfterRefresh(inputs, live, live)).toEqual(inputs);
    expect(inputsAfterRefresh(inputs, live, { ...live, status: { replicas: 2 } })).toEqual(inputs);
  });

  it("takes over what changed, and only that", () => {
    const drifted = { spec: { ...live.spec, replicas: 5, list: [{ a: "1", b: 9, filled: true }] } };
    expect(inputsAfterRefresh(inputs, live, drifted)).toEqual({
      spec: { cpu: "1000m", replicas: 5, list: [{ a: "1000m", b: 9 }] },
    });
    expect(inputsAfterRefresh(inputs, live, { spec: { cpu: "1" } })).toEqual({ spec: { cpu: "1000m" } });
  });

  it("finds drift in a Secret written as stringData", () => {
    const secret = { apiVersion: "v1", kind: "Secret", stringData: { a: "one" } };
    const before = { apiVersion: "v1", kind: "Secret", data: { a: "b25l" } };
    expect(inputsAfterRefresh(secret, before, before)).toEqual(secret);
    expect(inputsAfterRefresh(secret, before, { ...before, data: { a: "dHdv" } })).toEqual({
      ...secret,
      stringData: { a: "two" },
    });
  });

  it("an import takes all but what the server fills in", () => {
    const found = {
      kind: "Deployment",
      metadata: { name: "a", uid: "1", managedFields: [], annotations: { "deployment.kubernetes.io/revision": "3" } },
      spec: { replicas: 1 },
      status: {},
    };
    expect(importedInputs(found)).toEqual({ kind: "Deployment", metadata: { name: "a" }, spec: { replicas: 1 } });
  });

  it("normalize does not touch what it need not", () => {
    const object = { apiVersion: "v1", kind: "Secret", data: { a: "MQ==" } };
    expect(normalize(object)).toBe(object);
  });
});

describe("ownership", () => {
  const entry = (manager: string, operation: string, fieldsV1: Record<string, object>, subresource = "") => ({
    manager,
    operation,
    apiVersion: "v1",
    fieldsV1: fieldsV1 as never,
    ...(subresource === "" ? {} : { subresource }),
  });
  const live = (...managedFields: ReturnType<typeof entry>[]) => ({ metadata: { managedFields } });

  it("moves from a plain create to server-side apply, merged with what is there", () => {
    const object = live(
      entry("pulumi-kubernetes", "Update", { "f:data": { "f:a": {} } }),
      entry("m", "Apply", { "f:data": { "f:b": {} } }),
      entry("pulumi-kubernetes", "Update", { "f:status": {} }, "status"),
      entry("other", "Update", { "f:x": {} }),
    );
    expect(hasLegacyOwner(object)).toBe(true);
    const migrated = migratedOwnership(object, "m");
    expect(migrated).toHaveLength(3);
    expect(migrated?.at(-1)).toMatchObject({
      manager: "m",
      operation: "Apply",
      fieldsV1: { "f:data": { "f:a": {}, "f:b": {} } },
    });
    expect(migratedOwnership(live(entry("m", "Apply", {})), "m")).toBeUndefined();
  });

  it("says whose a field is", () => {
    const object = live(
      entry("m", "Apply", { "f:spec": { "f:a": {} } }),
      entry("hpa", "Update", { "f:spec": { "f:replicas": {} } }),
    );
    expect(ownersOf(object, "m", ["spec", "a"])).toEqual({ ours: true, others: false });
    expect(ownersOf(object, "m", ["spec", "replicas"])).toEqual({ ours: false, others: true });
  });

  const update = (overrides: Partial<Update>): Update => ({
    inputs: { spec: { replicas: 1, a: 1 } },
    oldInputs: {},
    live: { spec: { replicas: 7, a: 2 }, ...live(entry("hpa", "Update", { "f:spec": { "f:replicas": {} } })) },
    fieldManager: "m",
    patch: false,
    serverSideApply: true,
    forceAll: false,
    ignoreChanges: [],
    ...overrides,
  });

  it("ignored fields are left to their owner, or kept as they are if they have none", () => {
    expect(withIgnored(update({ ignoreChanges: ["spec.replicas", "spec.a"] }))).toEqual({ spec: { a: 2 } });
  });

  it("others' fields are taken only when told to, or when nobody is recorded", () => {
    expect(mustForce(update({}), false)).toBe(false);
    expect(mustForce(update({ forceAll: true }), false)).toBe(true);
    expect(
      mustForce(update({ inputs: { metadata: { annotations: { "pulumi.com/patchForce": "true" } } } }), false),
    ).toBe(true);
    expect(mustForce(update({ live: {} }), false)).toBe(true);
    const legacy = update({ live: live(entry("pulumi-kubernetes", "Update", {})) });
    expect([mustForce(legacy, false), mustForce(legacy, true)]).toEqual([false, true]);
  });

  it("a merge patch removes by null and sends lists whole", () => {
    expect(mergePatch({ a: 1, l: [1, 2], d: { x: 1 } }, { a: 2, l: [1, 3] })).toEqual({ a: 2, l: [1, 3], d: null });
  });
});

describe("previews", () => {
  it("do not make up what the server allots", () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { uid: "made up" },
      spec: { clusterIP: "10.0.0.9", ports: [] },
    };
    const shown = withUnknowns(service, {
      apiVersion: "v1",
      kind: "Service",
      metadata: {},
      spec: { clusterIP: "None" },
    });
    expect(shown["spec"]).toMatchObject({ clusterIP: "10.0.0.9" });
    expect(JSON.stringify(shown["metadata"])).not.toContain("made up");
    expect(JSON.stringify(withUnknowns(service, { apiVersion: "v1", kind: "Service" }))).not.toContain("10.0.0.9");
  });

  it("overlay new inputs on old outputs", () => {
    expect(overlay({ a: { b: 1, c: 2 }, l: [1, 2] }, { a: { b: 3 }, l: [4] })).toEqual({ a: { b: 3, c: 2 }, l: [4] });
  });
});

describe("annotations and validation", () => {
  it("timeouts: customTimeouts, annotation, ten minutes", () => {
    const annotated = { metadata: { annotations: { "pulumi.com/timeoutSeconds": "30" } } };
    expect(timeoutOf(5, annotated)).toBe(5_000);
    expect(timeoutOf(0, annotated)).toBe(30_000);
    expect(timeoutOf(0, {})).toBe(600_000);
  });

  it("deletion is in the foreground unless told otherwise", () => {
    const policy = (value: string) => ({
      metadata: { annotations: { "pulumi.com/deletionPropagationPolicy": value } },
    });
    expect(propagationOf({})).toBe("Foreground");
    expect(propagationOf(policy("orphan"))).toBe("Orphan");
    expect(propagationOf(policy("Background"))).toBe("Background");
  });

  it("mistakes are named by property", () => {
    const failures = validate({ metadata: { labels: { "a/b": 1 } } });
    expect(failures.map(({ property }) => property)).toEqual(["apiVersion", "kind", 'metadata.labels["a/b"]']);
    expect(validate({ apiVersion: "v1", kind: "Pod", metadata: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })).toEqual([]);
  });
});
