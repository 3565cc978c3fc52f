import type * as k8s from "@pulumi/kubernetes";
import { allowDeletionAnnotation, homeLabel, homePrefix } from "./homes";

/** Cluster-wide, hence named for the namespace. */
export function homesPolicyName(namespace: string): string {
  return `${namespace}-homes-are-kept`;
}

/** CEL: which claims are homes. The label tells, and for one from before there was a label, the name. */
const isHome = [
  `oldObject.metadata.name.startsWith('${homePrefix}')`,
  ...Object.entries(homeLabel).map(
    ([key, value]) =>
      `(has(oldObject.metadata.labels) && '${key}' in oldObject.metadata.labels && ` +
      `oldObject.metadata.labels['${key}'] == '${value}')`,
  ),
];

/** CEL: what the deletion must meet. Each of these passes alone. */
const passes = [
  // The whole namespace goes; its controller then deletes everything in it.
  "has(namespaceObject.metadata.deletionTimestamp)",
  "request.userInfo.username == 'system:serviceaccount:kube-system:namespace-controller'",
  // Somebody means it.
  `(has(oldObject.metadata.annotations) && '${allowDeletionAnnotation}' in oldObject.metadata.annotations && ` +
    `oldObject.metadata.annotations['${allowDeletionAnnotation}'] == 'true')`,
];

/**
 * The API server refuses to delete a user's home, whoever asks, unless the claim is annotated first or its whole
 * namespace goes. (Kubernetes' own protection of claims only delays a deletion while a pod uses the volume.) The
 * hub's own claims are no homes by label or name, and not covered.
 */
export function homesPolicy(namespace: string): k8s.admissionregistration.v1.ValidatingAdmissionPolicyArgs {
  const annotate = `kubectl -n ${namespace} annotate pvc ' + oldObject.metadata.name + ' ${allowDeletionAnnotation}=true`;
  return {
    metadata: { name: homesPolicyName(namespace), labels: { "app.kubernetes.io/part-of": "dsaas" } },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["DELETE"],
            resources: ["persistentvolumeclaims"],
            scope: "Namespaced",
          },
        ],
      },
      matchConditions: [{ name: "home", expression: isHome.join(" || ") }],
      validations: [
        {
          expression: passes.join(" || "),
          message: `this claim is a user's home; annotate it with ${allowDeletionAnnotation}=true before deleting it`,
          messageExpression: `'claim ' + oldObject.metadata.name + ' is the home of a user and is kept; to delete it, first run: ${annotate}'`,
          reason: "Forbidden",
        },
      ],
    },
  };
}

export function homesPolicyBinding(
  namespace: string,
): k8s.admissionregistration.v1.ValidatingAdmissionPolicyBindingArgs {
  const name = homesPolicyName(namespace);
  return {
    metadata: { name, labels: { "app.kubernetes.io/part-of": "dsaas" } },
    spec: { policyName: name, validationActions: ["Deny"] },
  };
}
