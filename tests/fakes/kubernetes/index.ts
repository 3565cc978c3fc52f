import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, type ApiAccess, type ApiCall } from "../../../components/kubernetes/apiclient";
import { apiServer, type Answer, type Call } from "../../components/cluster/access/apiserver.fixtures";
import { Binder, claimsPath, volumesPath } from "./binder";
import { KubeFaults, type KubeFault } from "./faults";
import type { Claim, KubeObject, Volume } from "./objects";
import { FakeStorage } from "./storage";
import { hashed, Refused, splitPath, Store } from "./store";
import { Trident } from "./trident";
import { Workloads } from "./workloads";

export { bytes, keyOf, type Claim, type Volume } from "./objects";
export { FakeStorage } from "./storage";
export { tridentClass } from "./trident";
export type { Pod } from "./workloads";

/** Class of the local provisioner, whose volumes wait for a pod. */
export const localClass = "dsaas-home";

export interface FakeKubernetesArgs {
  /** `<stack>-<generation>`. @default "lab-1" */
  name?: string;
  /** Namespaces besides kube-system. @default hub and trident */
  namespaces?: string[];
  /** Names of Trident's backends, which are bound. @default none */
  backends?: string[];
  /** Outlives the cluster. @default an empty one of its own */
  storage?: FakeStorage;
  /** Milliseconds that Trident takes for a volume. @default 0 */
  tridentDelay?: number;
}

/** A call as it came, whatever was made of it. */
export interface SeenCall {
  method: string;
  path: string;
  body?: Record<string, unknown>;
}

const tridentNamespace = "trident";

/** A small Kubernetes API in memory, behind TLS and client certificates, with the controllers that volumes need. */
export class FakeKubernetes {
  readonly store: Store;
  readonly storage: FakeStorage;
  readonly trident: Trident;
  readonly binder: Binder;
  /** Deployments and pods; there only as far as a test puts them there. */
  readonly workloads: Workloads;
  /** Every call, oldest first. */
  readonly calls: SeenCall[] = [];
  /** Most calls that were under way at once. */
  busiest = 0;
  /** What happens once, just before the next write is carried out. */
  beforeWrite: (() => void) | undefined;
  /** What every answer waits for. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  access!: ApiAccess;
  close!: () => Promise<void>;

  private readonly faults = new KubeFaults();
  private underWay = 0;
  /** Writes that a client that dies has left; afterwards nothing that it sends arrives. */
  private writesLeft = Infinity;

  private constructor(private readonly args: FakeKubernetesArgs) {
    this.store = new Store(this.name);
    this.storage = args.storage ?? new FakeStorage();
    const made = (volume: Volume) => this.binder.volumeChanged(volume);
    this.trident = new Trident(this.store, this.storage, made, tridentNamespace, args.tridentDelay ?? 0);
    this.binder = new Binder(this.store, [this.trident]);
    this.workloads = new Workloads(this.store);
    this.populate();
  }

  static async start(args: FakeKubernetesArgs = {}): Promise<FakeKubernetes> {
    const fake = new FakeKubernetes(args);
    const { access, close } = await apiServer((path, call) => fake.answer(path, call));
    return Object.assign(fake, { access, close });
  }

  /** Without a server: only `exchange` reaches it. */
  static inMemory(args: FakeKubernetesArgs = {}): FakeKubernetes {
    const fake = new FakeKubernetes(args);
    const credentials = { certificate: "", privateKey: "" };
    const access = { endpoint: `https://${fake.name}.invalid`, caCertificate: "", credentials };
    return Object.assign(fake, { access, close: () => Promise.resolve() });
  }

  /** One exchange, as callApi makes it over the network. */
  async exchange(call: ApiCall): Promise<unknown> {
    const { method, path } = call;
    const body = call.method === "GET" ? "" : JSON.stringify(call.body);
    const { status, body: answer, cut } = await this.answer(path, { method, body, authorized: true });
    if (cut === true) throw new Error("aborted");
    if (status > 299) throw new ApiError(status, path, JSON.stringify(answer));
    return structuredClone(answer);
  }

  get name(): string {
    return this.args.name ?? "lab-1";
  }

  get uid(): string {
    return this.store.get("/api/v1/namespaces", "kube-system").metadata.uid;
  }

  /** Calls that change something. */
  get writes(): SeenCall[] {
    return this.calls.filter(({ method }) => method !== "GET");
  }

  setFaults(faults: KubeFault[]): void {
    this.faults.set(faults);
  }

  /** The client is killed once it has written that many times: that write is done, and nothing it sends later is. */
  dieAfter(writes: number): void {
    this.writesLeft = writes;
  }

  /** The next client lives. */
  revive(): void {
    this.writesLeft = Infinity;
  }

  claims(namespace = "hub"): Claim[] {
    return this.store.all(claimsPath(namespace)) as Claim[];
  }

  volumes(): Volume[] {
    return this.store.all(volumesPath) as Volume[];
  }

  volumeOf(claim: Claim): Volume | undefined {
    return this.volumes().find(({ metadata }) => metadata.name === claim.spec.volumeName);
  }

  /** Somebody else (the hub, Pulumi, an operator) makes a volume or a claim. */
  make(object: { kind: string; metadata: { name: string; namespace?: string } }): void {
    const collection =
      object.kind === "PersistentVolume" ? volumesPath : claimsPath(object.metadata.namespace ?? "hub");
    this.changed(this.store.create(collection, object as unknown as Record<string, unknown>));
  }

  /** A user's first pod is scheduled: the local provisioner makes a volume for its claim. */
  schedule(name: string, path: string): void {
    const claim = this.store.get(claimsPath("hub"), name) as Claim;
    const { uid, namespace = "hub" } = claim.metadata;
    this.make({
      kind: "PersistentVolume",
      metadata: { name: `pvc-${uid}` },
      spec: {
        storageClassName: claim.spec.storageClassName,
        capacity: claim.spec.resources.requests,
        accessModes: claim.spec.accessModes,
        persistentVolumeReclaimPolicy: "Retain",
        claimRef: { namespace, name, uid },
        hostPath: { path, type: "DirectoryOrCreate" },
      },
    } as { kind: string; metadata: { name: string } });
  }

  /** An operator deletes a claim with kubectl. */
  removeClaim(name: string, namespace = "hub"): void {
    const claim = this.store.get(claimsPath(namespace), name) as Claim;
    this.store.remove(claimsPath(namespace), name);
    this.binder.claimRemoved(claim);
  }

  private populate(): void {
    const spaces = ["kube-system", ...(this.args.namespaces ?? ["hub", tridentNamespace])];
    for (const name of spaces) this.store.create("/api/v1/namespaces", { kind: "Namespace", metadata: { name } });
    this.store.create("/api/v1/namespaces/kube-system/configmaps", {
      kind: "ConfigMap",
      metadata: { name: "kubeadm-config" },
      data: { ClusterConfiguration: `apiServer: {}\nclusterName: ${this.name}\n` },
    });
    for (const backendName of this.args.backends ?? []) {
      const backendUUID = hashed(`${this.name}/${backendName}`);
      this.store.create(`/apis/trident.netapp.io/v1/namespaces/${tridentNamespace}/tridentbackendconfigs`, {
        kind: "TridentBackendConfig",
        metadata: { name: `backend-${backendName}` },
        spec: { backendName },
        status: { phase: "Bound", backendInfo: { backendName, backendUUID } },
      });
    }
  }

  private async answer(path: string, { method, body, authorized }: Call): Promise<Answer> {
    this.busiest = Math.max(this.busiest, ++this.underWay);
    try {
      const parsed = body === "" ? {} : { body: JSON.parse(body) as Record<string, unknown> };
      this.calls.push({ method, path, ...parsed });
      await this.beforeAnswer();
      if (!authorized) return failure(401, "Unauthorized");
      const fault = this.faults.take(method, path);
      if (fault?.kind === "slow") await sleep(fault.milliseconds);
      if (fault?.kind === "status") return failure(fault.status, "it is not the time for that");
      return { ...this.handle(method, path, parsed.body ?? {}), cut: fault?.kind === "cut" };
    } finally {
      this.underWay--;
    }
  }

  private handle(method: string, path: string, body: Record<string, unknown>): Answer {
    const dead = this.writesLeft <= 0;
    if (method !== "GET" && !dead) this.writesLeft--;
    if (method !== "GET") {
      const happens = this.beforeWrite;
      this.beforeWrite = undefined;
      happens?.();
    }
    // A refusal, so that the client that plays dead gives up at once.
    if (dead) return failure(403, "the client was killed");
    try {
      const done = this.carryOut(method, path, body);
      return this.writesLeft <= 0 ? failure(403, "the client was killed") : { status: 200, body: done };
    } catch (error) {
      if (error instanceof Refused) return failure(error.status, error.message);
      throw error;
    }
  }

  private carryOut(method: string, path: string, body: Record<string, unknown>): unknown {
    const url = new URL(path, "https://127.0.0.1");
    const below = this.workloads.subresource(method, url.pathname, body);
    if (below !== undefined) return below;
    const { collection, name } = splitPath(url.pathname);
    switch (method) {
      case "GET": {
        if (name !== undefined) return this.store.get(collection, name);
        const after = Buffer.from(url.searchParams.get("continue") ?? "", "base64").toString();
        const limit = Number(url.searchParams.get("limit") ?? 0);
        return this.store.list(collection, limit, after, selected(url.searchParams));
      }
      case "POST":
        return this.changed(this.store.create(collection, body));
      case "PATCH":
        return this.changed(this.store.patch(collection, name ?? "", body));
      default:
        throw new Refused(405, "the server does not allow this method on the requested resource");
    }
  }

  private changed(object: KubeObject): KubeObject {
    this.workloads.changed(object);
    if (object.kind === "PersistentVolume") this.binder.volumeChanged(object as Volume);
    if (object.kind === "PersistentVolumeClaim") this.binder.claimChanged(object as Claim);
    return object;
  }
}

/** By `labelSelector` and `fieldSelector`, of which `key=value` is understood. */
function selected(query: URLSearchParams): (object: KubeObject) => boolean {
  const [label, value] = (query.get("labelSelector") ?? "").split("=");
  const [field, wanted] = (query.get("fieldSelector") ?? "").split("=");
  const has = (object: KubeObject) =>
    (field ?? "").split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], object);
  return (object) => (!label || object.metadata.labels?.[label] === value) && (!field || has(object) === wanted);
}

function failure(status: number, message: string): Answer {
  return { status, body: { kind: "Status", status: "Failure", code: status, message } };
}
