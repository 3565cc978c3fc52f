import { claimsPath, volumesPath, type Provisioner } from "./binder";
import { bytes, keyOf, type Claim, type KubeObject, type Volume } from "./objects";
import type { FakeStorage } from "./storage";
import type { Store } from "./store";

export const tridentClass = "homes";

interface BackendConfig extends KubeObject {
  status?: { phase: string; backendInfo?: { backendName: string; backendUUID: string } };
}

/**
 * Trident and its csi-provisioner: imports a volume for a claim with annotations, and makes a new, EMPTY one for a claim
 * without. What it checks, and in which order, follows NetApp/trident v26.06.0 (core: ImportVolume; ontap_nas.go: Import).
 */
export class Trident implements Provisioner {
  /** What it refused, as the claims' events tell. */
  readonly events: string[] = [];

  /**
   * @param made told of every new volume object
   * @param delay milliseconds that it takes for a volume; 0: the claim is bound with the call that makes it
   */
  constructor(
    private readonly store: Store,
    private readonly storage: FakeStorage,
    private readonly made: (volume: Volume) => void,
    private readonly namespace: string,
    private readonly delay: number,
  ) {}

  readonly serves = (storageClass: string) => storageClass === tridentClass;

  provision(claim: Claim): void {
    if (this.delay === 0) return this.work(claim);
    setTimeout(() => {
      const now = this.store.find(claimsPath(claim.metadata.namespace ?? ""), claim.metadata.name) as Claim | undefined;
      if (now?.metadata.uid === claim.metadata.uid && now.status.phase === "Pending") this.work(now);
    }, this.delay);
  }

  /** The volume that was just imported has no claim any more, and the provisioner tidies it up: NetApp/trident#1116. */
  overtaken(claim: Claim): void {
    const original = claim.metadata.annotations?.["trident.netapp.io/importOriginalName"];
    if (original !== undefined) this.storage.destroy(original);
  }

  private work(claim: Claim): void {
    const annotations = claim.metadata.annotations ?? {};
    const own = `trident_pvc_${claim.metadata.uid.replaceAll("-", "_")}`;
    const original = annotations["trident.netapp.io/importOriginalName"];
    const size = bytes(claim.spec.resources.requests.storage);
    const backends = this.backends();
    if (original === undefined) {
      const [backend] = backends.entries();
      if (backend === undefined) return this.refuse(claim, "no backend");
      this.storage.make({ name: own, backend: backend[1], size, content: "", mode: "777" });
      return this.makeVolume(claim, own, backend[0]);
    }
    const uuid = annotations["trident.netapp.io/importBackendUUID"] ?? "";
    const volume = this.storage.volumes.get(original);
    if (!backends.has(uuid)) return this.refuse(claim, `backend ${uuid} not found`);
    if (volume === undefined || volume.backend !== backends.get(uuid))
      return this.refuse(claim, `volume ${original} not found`);
    if (size > volume.size) return this.refuse(claim, `requested size ${size} exceeds ${volume.size}`);
    if (this.managed(original)) return this.refuse(claim, `volume ${original} is already managed`);
    const name = annotations["trident.netapp.io/importNoRename"] === "true" ? original : own;
    this.storage.rename(original, name);
    const mode = annotations["trident.netapp.io/unixPermissions"] ?? "777";
    this.storage.add({ ...volume, name, mode });
    this.makeVolume(claim, name, uuid);
  }

  private makeVolume(claim: Claim, internalName: string, backendUUID: string): void {
    const { namespace = "", name, uid } = claim.metadata;
    const volume = this.store.create(volumesPath, {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: `pvc-${uid}` },
      spec: {
        storageClassName: claim.spec.storageClassName,
        capacity: claim.spec.resources.requests,
        accessModes: claim.spec.accessModes,
        persistentVolumeReclaimPolicy: "Retain",
        claimRef: { namespace, name, uid },
        csi: {
          driver: "csi.trident.netapp.io",
          volumeHandle: `pvc-${uid}`,
          volumeAttributes: { backendUUID, internalName, name: `pvc-${uid}`, protocol: "file" },
        },
      },
    });
    this.made(volume as Volume);
  }

  /** Names of backends that are bound, by their UUID. */
  private backends(): Map<string, string> {
    const path = `/apis/trident.netapp.io/v1/namespaces/${this.namespace}/tridentbackendconfigs`;
    return new Map(
      (this.store.all(path) as BackendConfig[]).flatMap(({ status }) =>
        status?.phase === "Bound" && status.backendInfo !== undefined
          ? [[status.backendInfo.backendUUID, status.backendInfo.backendName] as const]
          : [],
      ),
    );
  }

  private readonly managedNames = new Set<string>();

  private managed(internalName: string): boolean {
    if (this.managedNames.has(internalName)) return true;
    this.managedNames.add(internalName);
    return false;
  }

  private refuse(claim: Claim, why: string): void {
    this.events.push(`${keyOf(claim.metadata)}: ${why}`);
  }
}
