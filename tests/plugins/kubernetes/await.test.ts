import { parseWaitFor } from "../../../lab/plugins/kubernetes/await/expressions";
import { podProblems, podSelector, warningTexts } from "../../../lab/plugins/kubernetes/await/report";
import * as services from "../../../lab/plugins/kubernetes/await/services";
import { pause } from "../../../lab/plugins/kubernetes/await/wait";
import * as workloads from "../../../lab/plugins/kubernetes/await/workloads";
import type { JsonObject } from "../../../lab/plugins/kubernetes/objects/json";

const condition = (type: string, status: string, reason = "", message = "") => ({ type, status, reason, message });
const workload = (spec: JsonObject, status: JsonObject): JsonObject => ({
  metadata: { generation: 2 },
  spec,
  status: { observedGeneration: 2, ...status },
});

describe("Deployment", () => {
  const full = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  it.each<[string, JsonObject, boolean]>([
    ["complete", full, true],
    ["of an older spec", { ...full, observedGeneration: 1 }, false],
    ["not updated", { ...full, updatedReplicas: 1 }, false],
    ["with old pods left", { ...full, replicas: 3 }, false],
    ["not available", { ...full, availableReplicas: 1 }, false],
  ])("%s", (_, status, ready) => {
    expect(workloads.deployment(workload({ replicas: 2 }, status)).ready).toBe(ready);
  });

  it("of no replicas is ready, and a stalled one says so", () => {
    expect(workloads.deployment(workload({ replicas: 0 }, {})).ready).toBe(true);
    const conditions = [condition("Progressing", "False", "ProgressDeadlineExceeded", "timed out progressing")];
    expect(workloads.deployment(workload({}, { conditions })).message).toContain("timed out progressing");
  });
});

describe("other workloads", () => {
  it("StatefulSet: all ready and of the newest revision from the partition on", () => {
    const status = { readyReplicas: 3, updatedReplicas: 1, currentRevision: "a", updateRevision: "b" };
    expect(workloads.statefulSet(workload({ replicas: 3 }, status)).ready).toBe(false);
    const partitioned = { replicas: 3, updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } };
    expect(workloads.statefulSet(workload(partitioned, status)).ready).toBe(true);
    expect(workloads.statefulSet(workload({ replicas: 3 }, { ...status, readyReplicas: 2 })).ready).toBe(false);
  });

  it("DaemonSet: updated and available on every node; on no node at all too", () => {
    const status = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 };
    expect(workloads.daemonSet(workload({}, status))).toEqual({ ready: false, message: "1 of 2 pods available" });
    expect(workloads.daemonSet(workload({}, { ...status, numberAvailable: 2 })).ready).toBe(true);
    expect(workloads.daemonSet(workload({}, {})).ready).toBe(true);
  });

  it("Job: complete, failed for good, or running", () => {
    expect(workloads.job({ status: { conditions: [condition("Complete", "True")] } }).ready).toBe(true);
    const failed = { status: { conditions: [condition("Failed", "True", "BackoffLimitExceeded", "too often")] } };
    expect(workloads.job(failed)).toMatchObject({ ready: false, failed: true });
    expect(workloads.job({ status: { active: 1 } })).toMatchObject({
      ready: false,
      message: "0 of 1 completed, 1 running",
    });
  });

  it("Pod: ready, succeeded, unscheduled, or with a container in trouble", () => {
    expect(workloads.pod({ status: { conditions: [condition("Ready", "True")] } }).ready).toBe(true);
    expect(workloads.pod({ status: { phase: "Succeeded" } }).ready).toBe(true);
    const unscheduled = {
      status: { conditions: [condition("PodScheduled", "False", "Unschedulable", "no node fits")] },
    };
    expect(workloads.pod(unscheduled).message).toContain("no node fits");
    const waiting = { state: { waiting: { reason: "ErrImagePull", message: "denied" } }, name: "c", ready: false };
    expect(workloads.pod({ status: { containerStatuses: [waiting] } }).message).toContain("ErrImagePull");
  });
});

describe("Service", () => {
  const selecting = { metadata: { name: "s" }, spec: { selector: { a: "b" }, clusterIP: "10.0.0.1" } };
  const slice = (...ready: boolean[]) => ({ endpoints: ready.map((value) => ({ conditions: { ready: value } })) });

  it("waits for every selected pod", () => {
    expect(services.service(selecting, [slice(true, false)], 0).ready).toBe(false);
    expect(services.service(selecting, [slice(true), slice(true)], 0).ready).toBe(true);
  });

  it("that selects nothing is taken to be meant so after a while", () => {
    expect(services.service(selecting, [slice()], 0).ready).toBe(false);
    expect(services.service(selecting, [slice()], services.emptyServiceGrace).ready).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ["ExternalName", { type: "ExternalName", selector: { a: "b" } }],
    ["headless", { clusterIP: "None", selector: { a: "b" } }],
    ["without selector", { clusterIP: "10.0.0.1" }],
  ])("%s has nothing to wait for", (_, spec) => {
    expect(services.service({ spec }, [], 0).ready).toBe(true);
  });

  it("with a load balancer waits for its address", () => {
    const spec = { type: "LoadBalancer" };
    expect(services.service({ spec }, [], 0).ready).toBe(false);
    expect(services.service({ spec, status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } }, [], 0).ready).toBe(
      true,
    );
  });
});

describe("claims and definitions", () => {
  it("a claim is ready when bound, or pending until a pod comes if its class says so", () => {
    expect(services.claim({ status: { phase: "Bound" } }, "").ready).toBe(true);
    expect(services.claim({ status: { phase: "Pending" } }, "WaitForFirstConsumer").ready).toBe(true);
    expect(services.claim({ status: { phase: "Pending" } }, "Immediate").ready).toBe(false);
    expect(services.claim({ status: { phase: "Lost" } }, "Immediate").failed).toBe(true);
  });

  it("a definition is ready when established, and never if its names are taken", () => {
    const status = (...conditions: JsonObject[]) => ({ status: { conditions } });
    expect(services.customResourceDefinition(status(condition("Established", "True"))).ready).toBe(true);
    expect(services.customResourceDefinition(status()).ready).toBe(false);
    const taken = status(condition("NamesAccepted", "False", "PluralConflict", "things is taken"));
    expect(services.customResourceDefinition(taken)).toMatchObject({ failed: true });
  });

  it("a deletion names what it waits for", () => {
    const namespace = { metadata: { finalizers: ["x/y"] }, spec: { finalizers: ["kubernetes"] } };
    expect(services.deletionBlockers(namespace)).toBe("finalizers x/y, kubernetes");
  });
});

describe("annotation waitFor", () => {
  const object = { status: { phase: "Up", conditions: [condition("Ready", "True")], list: [{ n: 1 }] } };
  it.each<[string, boolean]>([
    ["condition=Ready", true],
    ["condition=Ready=False", false],
    ["condition=Other", false],
    ["jsonpath={.status.phase}=Up", true],
    ["jsonpath={.status.phase}=Down", false],
    ["jsonpath={.status.phase}", true],
    ["jsonpath={.status.absent}", false],
    ["jsonpath={.status.list[0].n}=1", true],
    ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', true],
    ['["condition=Ready", "jsonpath={.status.phase}=Down"]', false],
    ['["condition=Ready", "jsonpath={.status.phase}=Up"]', true],
  ])("%s", (expression, ready) => {
    expect(parseWaitFor(expression)(object).ready).toBe(ready);
  });

  it("refuses what it does not understand, naming it", () => {
    expect(() => parseWaitFor("ready")).toThrow('"ready"');
    expect(() => parseWaitFor("[]")).toThrow("empty");
  });
});

describe("reports", () => {
  it("say why a pod is not ready, and nothing about one that is", () => {
    const pod = (status: JsonObject) => ({ metadata: { name: "p" }, status });
    expect(podProblems(pod({ conditions: [condition("Ready", "True")] }))).toEqual([]);
    const crashed = {
      name: "c",
      ready: false,
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" } },
      lastState: { terminated: { exitCode: 3, reason: "Error", message: "no such file\n" } },
    };
    expect(podProblems(pod({ phase: "Running", containerStatuses: [crashed] }))).toEqual([
      "pod p: container c is waiting (CrashLoopBackOff): back-off 10s",
      "pod p: container c last ended (Error, exit code 3): no such file",
    ]);
  });

  it("list warnings once, oldest first", () => {
    const event = (lastTimestamp: string, message: string, type = "Warning") => ({
      type,
      lastTimestamp,
      message,
      reason: "R",
      count: 2,
      involvedObject: { kind: "Pod", name: "p" },
    });
    const events = [
      event("2026-01-02T00:00:00Z", "b"),
      event("2026-01-01T00:00:00Z", "a"),
      event("2026-01-03T00:00:00Z", "c", "Normal"),
    ];
    expect(warningTexts(events)).toEqual(["event on Pod p: R: a (2 times)", "event on Pod p: R: b (2 times)"]);
  });

  it("find a workload's pods by its labels", () => {
    expect(
      podSelector({
        apiVersion: "apps/v1",
        kind: "Deployment",
        spec: { selector: { matchLabels: { a: "1", b: "2" } } },
      }),
    ).toBe("a=1,b=2");
    expect(podSelector({ apiVersion: "v1", kind: "Service", spec: { selector: { a: "1" } } })).toBe("a=1");
    expect(podSelector({ apiVersion: "v1", kind: "ConfigMap" })).toBe("");
  });

  it("pause longer and longer, two seconds at most", () => {
    expect(pause(0)).toBe(200);
    expect(pause(50)).toBe(2000);
  });
});
