/*
 * Structural schema of TridentOrchestrator, from the field list of operator/crd/apis/netapp/v1/types.go (v26.06.0). The
 * operator writes whole objects back, with null where a Go pointer, list or map is empty: those are nullable.
 */

const text = { type: "string" };
const flag = { type: "boolean" };
const whole = { type: "integer" };
const texts = { type: "array", items: text, nullable: true };
const map = { type: "object", additionalProperties: text, nullable: true };

const tolerations = {
  type: "array",
  nullable: true,
  items: {
    type: "object",
    properties: { effect: text, key: text, value: text, operator: text, tolerationSeconds: whole },
  },
};

const amounts = { type: "object", nullable: true, properties: { cpu: text, memory: text } };
const containers = {
  type: "object",
  nullable: true,
  additionalProperties: { type: "object", nullable: true, properties: { requests: amounts, limits: amounts } },
};

export const orchestratorSpec = {
  type: "object",
  required: ["namespace"],
  properties: {
    namespace: text,
    enableForceDetach: flag,
    disableAuditLog: { ...flag, nullable: true },
    IPv6: flag,
    k8sTimeout: whole,
    httpRequestTimeout: text,
    silenceAutosupport: flag,
    excludeAutosupport: { ...flag, nullable: true },
    autosupportImage: text,
    autosupportProxy: text,
    autosupportInsecure: flag,
    autosupportSerialNumber: text,
    autosupportHostname: text,
    uninstall: flag,
    wipeout: texts,
    logFormat: text,
    logLevel: text,
    debug: flag,
    logWorkflows: text,
    logLayers: text,
    probePort: { ...whole, nullable: true },
    tridentImage: text,
    imageRegistry: text,
    kubeletDir: text,
    imagePullSecrets: texts,
    imagePullPolicy: text,
    controllerPluginNodeSelector: map,
    controllerPluginTolerations: tolerations,
    nodePluginNodeSelector: map,
    nodePluginTolerations: tolerations,
    windows: flag,
    cloudProvider: text,
    cloudIdentity: text,
    enableACP: flag,
    acpImage: text,
    enableAutoBackendConfig: flag,
    iscsiSelfHealingInterval: text,
    iscsiSelfHealingWaitTime: text,
    k8sAPIQPS: whole,
    fsGroupPolicy: text,
    nodePrep: texts,
    skipCRDsToObliviate: texts,
    enableConcurrency: flag,
    resources: {
      type: "object",
      nullable: true,
      properties: {
        controller: containers,
        node: { type: "object", nullable: true, properties: { linux: containers, windows: containers } },
      },
    },
    httpsMetrics: flag,
    hostNetwork: flag,
  },
};

export const orchestratorStatus = {
  type: "object",
  properties: {
    message: text,
    status: text,
    version: text,
    namespace: text,
    acpVersion: text,
    // The operator's own echo of what it installed; nobody writes it by hand.
    currentInstallationParams: { type: "object", nullable: true, "x-kubernetes-preserve-unknown-fields": true },
  },
};
