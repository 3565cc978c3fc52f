import fc from "fast-check";
import { changes, diffObjects, formatPath, parsePath } from "../../../lab/plugins/kubernetes/objects/diff";
import type { Json, JsonObject } from "../../../lab/plugins/kubernetes/objects/json";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const options = {
  patch: false,
  namespaced: true,
  mutability: { configMaps: false, secrets: false },
  ignore: [] as string[],
  liveName: "x",
};
const object = (apiVersion: string, kind: string, rest: JsonObject, name = "x"): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "n" },
  ...rest,
});
const diff = (old: JsonObject, now: JsonObject, overrides: Partial<typeof options> = {}) =>
  diffObjects(old, now, { ...options, ...overrides });

describe("diff of inputs", () => {
  it("names added, removed and changed properties by their path", () => {
    const old = object("apps/v1", "Deployment", {
      spec: { replicas: 1, paused: true, template: { spec: { containers: [{ name: "a", image: "1" }] } } },
    });
    const now = object("apps/v1", "Deployment", {
      spec: { replicas: 2, template: { spec: { containers: [{ name: "a", image: "2" }, { name: "b" }] } } },
    });
    expect([...diff(old, now).changes]).toEqual([
      ["spec.paused", { kind: "delete", replaces: false }],
      ["spec.replicas", { kind: "update", replaces: false }],
      ["spec.template.spec.containers[0].image", { kind: "update", replaces: false }],
      ["spec.template.spec.containers[1]", { kind: "add", replaces: false }],
    ]);
  });

  it("sees no change in what means the same", () => {
    const spelled = { apiVersion: "core/v1", kind: "ConfigMap", metadata: { name: "x", uid: "1" }, data: { a: "1" } };
    const now = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace: "default" },
      data: { a: "1" },
    };
    expect(diff(spelled, now).changes.size).toBe(0);
    expect(
      diff(object("v1", "Service", { spec: { a: null } }), object("v1", "Service", { spec: {} })).changes.size,
    ).toBe(0);
  });

  it("compares a Secret's stringData with data and reports keys where they are written", () => {
    const old = object("v1", "Secret", { stringData: { a: "hunter2" } });
    expect(diff(old, object("v1", "Secret", { data: { a: "aHVudGVyMg==" } })).changes.size).toBe(0);
    expect([...diff(old, object("v1", "Secret", { stringData: { a: "other" } })).changes.keys()]).toEqual([
      "stringData.a",
    ]);
    expect([...diff(old, object("v1", "Secret", { stringData: { a: unknown } })).changes.keys()]).toEqual([
      "stringData.a",
    ]);
  });

  it("leaves ignored paths out", () => {
    const old = object("apps/v1", "Deployment", {
      spec: { replicas: 1, template: { spec: { containers: [{ image: "1" }] } } },
    });
    const now = object("apps/v1", "Deployment", {
      spec: { replicas: 2, template: { spec: { containers: [{ image: "2" }] } } },
    });
    const ignore = ["spec.replicas", "spec.template.spec.containers[*].image"];
    expect(diff(old, now, { ignore }).changes.size).toBe(0);
  });

  it("property: an object never differs from itself, and any two different values do", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => changes(value as Json, value as Json).length === 0));
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => (changes({ k: [a] }, { k: [b] }).length === 0) === (a === b)),
    );
  });

  it("property: paths survive formatting and parsing", () => {
    const step = fc.oneof(fc.nat(20), fc.stringMatching(/^[a-z][a-z0-9./_-]{0,8}$/));
    const path = fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.array(step, { maxLength: 4 }));
    fc.assert(
      fc.property(path, ([first, rest]) => expect(parsePath(formatPath([first, ...rest]))).toEqual([first, ...rest])),
    );
  });
});

describe("replacement", () => {
  const replaced = (old: JsonObject, now: JsonObject, overrides: Partial<typeof options> = {}) =>
    diff(old, now, overrides).replaces;

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["a name", object("v1", "ServiceAccount", {}), object("v1", "ServiceAccount", {}, "y"), ["metadata.name"]],
    [
      "a Deployment's selector",
      object("apps/v1", "Deployment", { spec: { selector: { matchLabels: { a: "1" } } } }),
      object("apps/v1", "Deployment", { spec: { selector: { matchLabels: { a: "2" } } } }),
      ["spec.selector.matchLabels.a"],
    ],
    [
      "a Job's template",
      object("batch/v1", "Job", { spec: { template: { spec: { containers: [{ image: "1" }] } } } }),
      object("batch/v1", "Job", { spec: { template: { spec: { containers: [{ image: "2" }] } } } }),
      ["spec.template.spec.containers[0].image"],
    ],
    [
      "a Service's clusterIP",
      object("v1", "Service", { spec: { ports: [] } }),
      object("v1", "Service", { spec: { ports: [], clusterIP: "None" } }),
      ["spec.clusterIP"],
    ],
    [
      "a RoleBinding's role",
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "a" } }),
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "b" } }),
      ["roleRef.name"],
    ],
    [
      "a StorageClass' reclaim policy",
      object("storage.k8s.io/v1", "StorageClass", { reclaimPolicy: "Retain" }),
      object("storage.k8s.io/v1", "StorageClass", { reclaimPolicy: "Delete" }),
      ["reclaimPolicy"],
    ],
    [
      "a claim's class, but not its size",
      object("v1", "PersistentVolumeClaim", {
        spec: { storageClassName: "a", resources: { requests: { storage: "1Gi" } } },
      }),
      object("v1", "PersistentVolumeClaim", {
        spec: { storageClassName: "b", resources: { requests: { storage: "2Gi" } } },
      }),
      ["spec.storageClassName"],
    ],
    [
      "an immutable field inside an object that is added as a whole",
      object("apps/v1", "StatefulSet", {}),
      object("apps/v1", "StatefulSet", { spec: { serviceName: "s" } }),
      ["spec"],
    ],
    [
      "the data of a ConfigMap",
      object("v1", "ConfigMap", { data: { a: "1" } }),
      object("v1", "ConfigMap", { data: { a: "2" } }),
      ["data.a"],
    ],
  ])("of %s", (_, old, now, expected) => {
    expect(replaced(old, now)).toEqual(expected);
  });

  it("spares ConfigMaps and Secrets where the provider says they are mutable, unless they are immutable", () => {
    const mutability = { configMaps: true, secrets: true };
    for (const kind of ["ConfigMap", "Secret"]) {
      const old = object("v1", kind, { data: { a: "MQ==" } });
      expect(replaced(old, object("v1", kind, { data: { a: "Mg==" } }), { mutability })).toEqual([]);
      expect(replaced(old, object("v1", kind, { data: { a: "Mg==" }, immutable: true }), { mutability })).toEqual([
        "data.a",
      ]);
    }
  });

  it("of a Patch resource only for another object", () => {
    const old = object("v1", "ConfigMap", { data: { a: "1" } });
    expect(replaced(old, object("v1", "ConfigMap", { data: { a: "2" } }), { patch: true })).toEqual([]);
    expect(replaced(old, object("v1", "ConfigMap", { data: { a: "1" } }, "y"), { patch: true })).toEqual([
      "metadata.name",
    ]);
  });

  it("deletes first where the new object needs the same name", () => {
    const old = object("v1", "ConfigMap", { data: { a: "1" } });
    expect(diff(old, object("v1", "ConfigMap", { data: { a: "2" } })).deleteBeforeReplace).toBe(true);
    expect(diff(old, object("v1", "ConfigMap", { data: { a: "2" } }, "y")).deleteBeforeReplace).toBe(false);
    const autonamed = {
      ...old,
      metadata: { name: "x", namespace: "n", annotations: { "pulumi.com/autonamed": "true" } },
    };
    expect(diff(autonamed, { ...autonamed, data: { a: "2" } }).deleteBeforeReplace).toBe(false);
  });
});
