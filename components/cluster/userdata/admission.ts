/**
 * Admission plugins beyond Kubernetes' own choice. The first keeps a kubelet to its own node's objects; the second refuses
 * Services that claim any address they like (CVE-2020-8554); the third stops a broken pod from filling etcd with events.
 */
export const admissionPlugins = ["NodeRestriction", "DenyServiceExternalIPs", "EventRateLimit"];

/**
 * Pods are held to the strictest level wherever a namespace's labels say nothing else, thus in every namespace that somebody
 * makes by hand. Exempt is one namespace: the pods of kubeadm's static files and of kube-proxy are part of their machine,
 * and are there before anybody could label it.
 */
const podSecurity = {
  apiVersion: "pod-security.admission.config.k8s.io/v1",
  kind: "PodSecurityConfiguration",
  defaults: {
    enforce: "restricted",
    "enforce-version": "latest",
    audit: "restricted",
    "audit-version": "latest",
    warn: "restricted",
    "warn-version": "latest",
  },
  exemptions: { usernames: [], runtimeClasses: [], namespaces: ["kube-system"] },
};

/** In one namespace; two hundred servers that start at once make about 1,600 events in two minutes. */
const eventRateLimit = {
  apiVersion: "eventratelimit.admission.k8s.io/v1alpha1",
  kind: "Configuration",
  limits: [{ type: "Namespace", qps: 20, burst: 2000, cacheSize: 200 }],
};

/** What the API server's admission plugins are told. */
export const admissionConfiguration = {
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AdmissionConfiguration",
  plugins: [
    { name: "PodSecurity", configuration: podSecurity },
    { name: "EventRateLimit", configuration: eventRateLimit },
  ],
};
