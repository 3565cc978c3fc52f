import type * as k8s from "@pulumi/kubernetes";
import { labels } from "../names";

/*
 * The three kinds of snapshot.storage.k8s.io/v1 as their API defines them (client/apis/volumesnapshot/v1 of
 * kubernetes-csi/external-snapshotter v8.6.0): the same fields, types and rules, in the form that a CRD needs.
 */

type Crd = k8s.apiextensions.v1.CustomResourceDefinitionArgs;
type Schema = Record<string, unknown>;

const group = "snapshot.storage.k8s.io";
const text: Schema = { type: "string" };
const time: Schema = { type: "string", format: "date-time" };
const policy: Schema = { type: "string", enum: ["Delete", "Retain"] };
const error: Schema = { type: "object", properties: { message: text, time } };

/** A field that never changes once it is there. */
const fixed = (field: string): Schema => ({
  ...text,
  "x-kubernetes-validations": [{ rule: "self == oldSelf", message: `${field} never changes` }],
});

/** Exactly one of two sources, and never the other later. */
const source = (one: string, other: string): Schema => ({
  type: "object",
  properties: { [one]: fixed(one), [other]: fixed(other) },
  "x-kubernetes-validations": [
    ...[one, other].map((field) => ({
      rule: `!has(oldSelf.${field}) || has(self.${field})`,
      message: `${field} stays once it is set`,
    })),
    { rule: `has(self.${one}) != has(self.${other})`, message: `set either ${one} or ${other}` },
  ],
});

export function snapshotCrds(): { classes: Crd; contents: Crd; snapshots: Crd } {
  return {
    classes: crd(
      { kind: "VolumeSnapshotClass", plural: "volumesnapshotclasses", shortNames: ["vsclass", "vsclasses"] },
      "Cluster",
      {
        type: "object",
        required: ["deletionPolicy", "driver"],
        properties: {
          deletionPolicy: policy,
          driver: text,
          parameters: { type: "object", additionalProperties: text },
        },
      },
      false,
    ),
    contents: crd(
      { kind: "VolumeSnapshotContent", plural: "volumesnapshotcontents", shortNames: ["vsc", "vscs"] },
      "Cluster",
      { type: "object", required: ["spec"], properties: { spec: contentSpec(), status: contentStatus() } },
      true,
    ),
    snapshots: crd(
      { kind: "VolumeSnapshot", plural: "volumesnapshots", shortNames: ["vs"] },
      "Namespaced",
      { type: "object", required: ["spec"], properties: { spec: snapshotSpec(), status: snapshotStatus() } },
      true,
    ),
  };
}

function contentSpec(): Schema {
  const words = ["apiVersion", "fieldPath", "kind", "name", "namespace", "resourceVersion", "uid"];
  return {
    type: "object",
    required: ["deletionPolicy", "driver", "source", "volumeSnapshotRef"],
    properties: {
      deletionPolicy: policy,
      driver: text,
      source: source("volumeHandle", "snapshotHandle"),
      sourceVolumeMode: fixed("sourceVolumeMode"),
      volumeSnapshotClassName: text,
      volumeSnapshotRef: {
        type: "object",
        properties: Object.fromEntries(words.map((word) => [word, text])),
        "x-kubernetes-map-type": "atomic",
        "x-kubernetes-validations": [
          // CEL spells a field that has one of its own words' names with underscores.
          { rule: "has(self.name) && has(self.__namespace__)", message: "name and namespace must both be set" },
        ],
      },
    },
    "x-kubernetes-validations": [
      {
        rule: "!has(oldSelf.sourceVolumeMode) || has(self.sourceVolumeMode)",
        message: "sourceVolumeMode stays once it is set",
      },
    ],
  };
}

function contentStatus(): Schema {
  return {
    type: "object",
    properties: {
      creationTime: { type: "integer", format: "int64" },
      error,
      readyToUse: { type: "boolean" },
      restoreSize: { type: "integer", format: "int64", minimum: 0 },
      snapshotHandle: text,
      volumeGroupSnapshotHandle: text,
    },
  };
}

function snapshotSpec(): Schema {
  return {
    type: "object",
    required: ["source"],
    properties: {
      source: source("persistentVolumeClaimName", "volumeSnapshotContentName"),
      volumeSnapshotClassName: { ...text, minLength: 1 },
    },
  };
}

function snapshotStatus(): Schema {
  return {
    type: "object",
    properties: {
      boundVolumeSnapshotContentName: text,
      creationTime: time,
      error,
      readyToUse: { type: "boolean" },
      restoreSize: { "x-kubernetes-int-or-string": true },
      volumeGroupSnapshotName: text,
    },
  };
}

function crd(
  { kind, plural, shortNames }: { kind: string; plural: string; shortNames: string[] },
  scope: "Cluster" | "Namespaced",
  openAPIV3Schema: Schema,
  hasStatus: boolean,
): Crd {
  return {
    metadata: {
      name: `${plural}.${group}`,
      labels,
      // The API server takes no definition in a *.k8s.io group without the review that approved it.
      annotations: { "api-approved.kubernetes.io": "https://github.com/kubernetes-csi/external-snapshotter/pull/814" },
    },
    spec: {
      group,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema },
          ...(hasStatus && { subresources: { status: {} } }),
        },
      ],
    },
  };
}
