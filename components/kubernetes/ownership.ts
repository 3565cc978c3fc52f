import * as pulumi from "@pulumi/pulumi";

/** Name under which every object of the stack is applied. */
export const fieldManager = "dsaas";

const annotation = "pulumi.com/patchFieldManager";

/**
 * Has every Kubernetes object below a component applied under one fixed name.
 *
 * The provider creates with server-side apply where the object may exist already (see Cluster). By itself it makes up a
 * field manager for each resource, which is only known once Pulumi has written the resource down. A run that is killed
 * before that leaves an object whose fields belong to a name that nobody knows any more: they would stay for ever, even
 * where the program has given them up. The same name makes the next run the owner.
 */
export const applyUnderOneName: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (!type.startsWith("kubernetes:")) return undefined;
  const given = props as { metadata?: pulumi.Input<Record<string, unknown>> };
  return { props: { ...given, metadata: annotated(given.metadata) }, opts };
};

function annotated(metadata: pulumi.Input<Record<string, unknown>> = {}): pulumi.Input<Record<string, unknown>> {
  // Only what is an output has to stay one: a preview shows all that is known.
  if (isOutput(metadata)) return metadata.apply((known) => ({ ...known, annotations: withName(known["annotations"]) }));
  const plain = metadata as Record<string, unknown>;
  return { ...plain, annotations: withName(plain["annotations"]) };
}

function withName(annotations: unknown = {}): unknown {
  if (isOutput(annotations)) return annotations.apply(withName);
  return { ...(annotations as Record<string, unknown>), [annotation]: fieldManager };
}

function isOutput(value: unknown): value is pulumi.Output<Record<string, unknown>> {
  return pulumi.Output.isInstance(value);
}
