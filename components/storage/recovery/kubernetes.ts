import { Agent } from "node:https";
import { z } from "zod";
import { KubernetesApi } from "../../kubernetes/api";
import type { ApiAccess } from "../../kubernetes/apiclient";
import type { ClusterVolumes, ExistingClaim, ExistingVolume } from "./cluster";
import type { ClusterMark, VolumeSource } from "./types";

const meta = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const volumeSchema = z.object({
  metadata: meta,
  spec: z.object({
    storageClassName: z.string().default(""),
    claimRef: z.object({ namespace: z.string(), name: z.string() }).optional(),
    hostPath: z.object({ path: z.string() }).optional(),
    local: z.object({ path: z.string() }).optional(),
    csi: z.object({ driver: z.string(), volumeAttributes: z.record(z.string(), z.string()).default({}) }).optional(),
  }),
  status: z.object({ phase: z.string().default("Pending") }).default({ phase: "Pending" }),
});

const claimSchema = z.object({
  metadata: meta,
  spec: z.object({ volumeName: z.string().optional() }),
  status: z.object({ phase: z.string().default("Pending") }).default({ phase: "Pending" }),
});

const backendSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ backendName: z.string().optional() }),
  status: z
    .object({
      phase: z.string().default(""),
      backendInfo: z.object({ backendName: z.string(), backendUUID: z.string() }).optional(),
    })
    .optional(),
});

/** Kubernetes names and UUIDs of Trident's backends in one cluster. */
export type Backends = Map<string, string>;

const namespaceSchema = z.object({ metadata: z.object({ uid: z.string() }) });

/** The calls that re-attachment makes. It can make objects and give a released volume back; it can delete nothing. */
export class Kubernetes {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });
  private readonly api: KubernetesApi;

  constructor(access: ApiAccess) {
    this.api = new KubernetesApi(access, { agent: this.agent });
  }

  close(): void {
    this.agent.destroy();
  }

  /** @param patience milliseconds after which nobody is there; left out: tried again, as every call is */
  async mark(clusterName: string, patience?: number): Promise<ClusterMark> {
    const api = patience === undefined ? this.api : this.api.with({ timeout: patience, tries: 1 });
    const { metadata } = await api.get("/api/v1/namespaces/kube-system", namespaceSchema);
    return { name: clusterName, uid: metadata.uid };
  }

  /** The name that kubeadm was given for the cluster; it holds the generation. */
  async clusterName(): Promise<string | undefined> {
    const path = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config";
    const { data } = await this.api.get(path, z.object({ data: z.record(z.string(), z.string()) }));
    return /^clusterName: (.+)$/m.exec(data["ClusterConfiguration"] ?? "")?.[1];
  }

  /** Volumes and claims as they are. @param namespace of the claims */
  async volumes(mark: ClusterMark, namespace: string, backends: Backends): Promise<ClusterVolumes> {
    // Claims first: a volume is there before a claim is bound to it, so a claim of this list misses no volume of the next.
    const claims = await this.api.list(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`, claimSchema);
    const volumes = await this.api.list("/api/v1/persistentvolumes", volumeSchema);
    const names = new Map([...backends].map(([name, uuid]) => [uuid, name]));
    return { mark, volumes: volumes.map((volume) => existingVolume(volume, names)), claims: claims.map(existingClaim) };
  }

  /** Trident's backends that are bound, by name. @param namespace Trident's */
  async backends(namespace: string): Promise<Backends> {
    const all = await this.api.list(
      `/apis/trident.netapp.io/v1/namespaces/${namespace}/tridentbackendconfigs`,
      backendSchema,
    );
    return new Map(
      all.flatMap(({ status }) =>
        status?.phase === "Bound" && status.backendInfo !== undefined
          ? [[status.backendInfo.backendName, status.backendInfo.backendUUID] as const]
          : [],
      ),
    );
  }

  /** Makes an object; one that is there already is as good. */
  create(path: string, body: object): Promise<void> {
    return this.api.create(path, body);
  }

  patch(path: string, body: object): Promise<void> {
    return this.api.patch(path, body);
  }

  async claim(path: string): Promise<ExistingClaim> {
    return existingClaim(await this.api.get(path, claimSchema));
  }

  async volume(name: string, backends: Backends): Promise<ExistingVolume> {
    const names = new Map([...backends].map(([backend, uuid]) => [uuid, backend]));
    return existingVolume(await this.api.get(`/api/v1/persistentvolumes/${name}`, volumeSchema), names);
  }
}

function existingVolume(
  { metadata, spec, status }: z.infer<typeof volumeSchema>,
  backendNames: Map<string, string>,
): ExistingVolume {
  const source = sourceOf(spec, backendNames);
  return {
    name: metadata.name,
    phase: status.phase,
    storageClass: spec.storageClassName,
    ...(spec.claimRef && { claim: { namespace: spec.claimRef.namespace, claim: spec.claimRef.name } }),
    ...(source && { source }),
  };
}

function sourceOf(
  { hostPath, local, csi }: z.infer<typeof volumeSchema>["spec"],
  backendNames: Map<string, string>,
): VolumeSource | undefined {
  const path = hostPath?.path ?? local?.path;
  if (path !== undefined) return { driver: "local", path };
  if (csi?.driver !== "csi.trident.netapp.io") return undefined;
  const { internalName, backendUUID } = csi.volumeAttributes;
  if (internalName === undefined || backendUUID === undefined) return undefined;
  return { driver: "trident", backend: backendNames.get(backendUUID) ?? backendUUID, volume: internalName };
}

function existingClaim({ metadata, spec, status }: z.infer<typeof claimSchema>): ExistingClaim {
  const importing = metadata.annotations?.["trident.netapp.io/importOriginalName"];
  return {
    namespace: metadata.namespace ?? "",
    claim: metadata.name,
    bound: status.phase === "Bound",
    ...(spec.volumeName !== undefined && spec.volumeName !== "" && { volumeName: spec.volumeName }),
    ...(importing !== undefined && { importing }),
  };
}
