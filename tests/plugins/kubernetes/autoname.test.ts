import fc from "fast-check";
import { uniqueName, withName } from "../../../lab/plugins/kubernetes/objects/autoname";
import { stringAt, type JsonObject } from "../../../lab/plugins/kubernetes/objects/json";

const seed = new Uint8Array([1, 2, 3]);
const bare: JsonObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "n" } };

describe("automatic names", () => {
  it("are the resource's name and eight hexadecimal digits, marked by an annotation", () => {
    const named = withName(bare, undefined, "cfg", seed);
    expect(stringAt(named, "metadata", "name")).toMatch(/^cfg-[0-9a-f]{8}$/);
    expect(stringAt(named, "metadata", "annotations", "pulumi.com/autonamed")).toBe("true");
    expect(bare["metadata"]).toEqual({ namespace: "n" });
  });

  it("property: the same seed gives the same name, another seed another", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 32 }),
        fc.uint8Array({ minLength: 1, maxLength: 32 }),
        (a, b) => {
          const same = Buffer.from(a).equals(Buffer.from(b));
          expect(uniqueName("p-", a) === uniqueName("p-", b)).toBe(same);
        },
      ),
    );
    expect(uniqueName("p-", new Uint8Array())).not.toBe(uniqueName("p-", new Uint8Array()));
  });

  it("are kept from one deployment to the next", () => {
    const old = withName(bare, undefined, "cfg", seed);
    expect(withName(bare, old, "cfg", new Uint8Array([9]))).toEqual(old);
  });

  it("do not replace a name, a generateName or a name that is not known yet", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const metadata of [{ name: "mine" }, { name: unknown }, { generateName: "g-" }, unknown]) {
      const object: JsonObject = { ...bare, metadata };
      expect(withName(object, undefined, "cfg", seed)).toBe(object);
    }
  });

  it("follow the engine's proposal, and fail where the engine forbids them", () => {
    const proposed = withName(bare, undefined, "cfg", seed, { mode: "propose", proposedName: "theirs" });
    expect(stringAt(proposed, "metadata", "name")).toBe("theirs");
    expect(() => withName(bare, undefined, "cfg", seed, { mode: "disable", proposedName: "" })).toThrow(
      "metadata.name",
    );
  });
});
