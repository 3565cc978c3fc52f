import * as pulumi from "@pulumi/pulumi";
import { applyUnderOneName } from "../../../components/kubernetes/ownership";

const annotation = { "pulumi.com/patchFieldManager": "dsaas" };

/** What becomes of the metadata of a resource of a type; undefined where the resource is left alone. */
async function transformed(type: string, metadata?: pulumi.Input<object>): Promise<unknown> {
  const resource = undefined as unknown as pulumi.Resource; // It is not looked at.
  const result = applyUnderOneName({ resource, type, name: "r", props: { metadata }, opts: {} });
  if (result === undefined) return undefined;
  const props = pulumi.output(result.props as { metadata: unknown });
  return new Promise((resolve) => props.apply((known) => resolve(known.metadata)));
}

test.each([
  ["without annotations", { name: "a" }, { name: "a", annotations: annotation }],
  ["with annotations", { annotations: { x: "1" } }, { annotations: { x: "1", ...annotation } }],
  [
    "whose annotations are an output",
    { annotations: pulumi.output({ x: "1" }) },
    { annotations: { x: "1", ...annotation } },
  ],
  ["that is an output", pulumi.output({ name: "a" }), { name: "a", annotations: annotation }],
  ["that is missing", undefined, { annotations: annotation }],
])("metadata %s gets the name of the field manager", async (_what, metadata, expected) => {
  expect(await transformed("kubernetes:core/v1:ConfigMap", metadata)).toEqual(expected);
});

test.each(["vsphere:index/folder:Folder", "pulumi:providers:kubernetes", "dsaas:hub:Hub"])(
  "%s is left alone",
  async (type) => {
    expect(await transformed(type, {})).toBeUndefined();
  },
);
