import { z } from "zod";
import { callApi, type ApiAccess } from "../../../components/kubernetes/apiclient";

const claims = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        uid: z.string(),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
      spec: z.object({
        volumeName: z.string().optional(),
        storageClassName: z.string(),
        accessModes: z.array(z.string()),
        resources: z.object({ requests: z.object({ storage: z.string() }) }),
      }),
    }),
  ),
});

const prefix = "trident.netapp.io/";

/**
 * Stands in for Trident's controller and its csi-provisioner on a real API server: imports a volume for each claim that
 * asks for one, as facts about CreateVolume and ImportVolume say (NetApp/trident v26.06.0, frontend/csi and core). Nothing
 * is mounted. Claims without annotations get nothing, where Trident would make an empty volume: the test counts them.
 */
export class TridentStandIn {
  /** Claims for which Trident would have made a new, empty volume. */
  readonly empty: string[] = [];
  private readonly imported = new Set<string>();
  private running = true;
  private loop: Promise<void> = Promise.resolve();

  /** @param volumes names of the storage system's volumes */
  constructor(
    private readonly access: ApiAccess,
    private readonly namespace: string,
    private readonly volumes: ReadonlySet<string>,
  ) {}

  start(): void {
    this.loop = this.work();
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.loop;
  }

  private async work(): Promise<void> {
    while (this.running) {
      const path = `/api/v1/namespaces/${this.namespace}/persistentvolumeclaims`;
      const { items } = claims.parse(await callApi(this.access, { method: "GET", path }));
      for (const claim of items) if (claim.spec.volumeName === undefined) await this.provision(claim);
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  private async provision({ metadata, spec }: z.infer<typeof claims>["items"][number]): Promise<void> {
    const volume = metadata.annotations[`${prefix}importOriginalName`];
    if (volume === undefined) return void this.empty.push(metadata.name);
    if (!this.volumes.has(volume) || this.imported.has(volume)) return;
    this.imported.add(volume);
    const name = `pvc-${metadata.uid}`;
    const attributes = {
      backendUUID: metadata.annotations[`${prefix}importBackendUUID`],
      internalName: volume,
      name,
      protocol: "file",
    };
    const body = {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name },
      spec: {
        storageClassName: spec.storageClassName,
        capacity: spec.resources.requests,
        accessModes: spec.accessModes,
        persistentVolumeReclaimPolicy: "Retain",
        claimRef: { namespace: this.namespace, name: metadata.name, uid: metadata.uid },
        csi: { driver: "csi.trident.netapp.io", volumeHandle: name, volumeAttributes: attributes },
      },
    };
    await callApi(this.access, { method: "POST", path: "/api/v1/persistentvolumes", body });
  }
}
