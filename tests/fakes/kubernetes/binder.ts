import { bytes, keyOf, type Claim, type Volume } from "./objects";
import type { Store } from "./store";

export const volumesPath = "/api/v1/persistentvolumes";
export const claimsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;

/** Makes volumes for the claims of its classes. */
export interface Provisioner {
  /** Whether claims of that class are its own, and wait for no pod. */
  serves(storageClass: string): boolean;
  /** Called for a claim that found no volume. */
  provision(claim: Claim): void;
  /** The claim was given another volume while its own was being made. */
  overtaken(claim: Claim): void;
}

/** Kubernetes' controller of volumes (`pkg/controller/volume/persistentvolume/pv_controller.go`), as far as it matters here. */
export class Binder {
  /** Names of the volumes that are set aside for a claim, by `namespace/name`. */
  private readonly setAside = new Map<string, Set<string>>();
  /** The same the other way round. */
  private readonly asideFor = new Map<string, string>();
  /** Names of the volumes that any claim may have. */
  private readonly free = new Set<string>();
  private readonly pending = new Map<string, Claim>();

  constructor(
    private readonly store: Store,
    private readonly provisioners: Provisioner[],
  ) {}

  /** After every change of a volume. */
  volumeChanged(volume: Volume): void {
    const { claimRef } = volume.spec;
    this.forget(volume.metadata.name);
    if (claimRef === undefined) {
      this.free.add(volume.metadata.name);
      this.setPhase(volume, "Available");
      for (const claim of [...this.pending.values()]) this.claimChanged(claim);
      return;
    }
    const key = keyOf(claimRef);
    this.setAside.set(key, (this.setAside.get(key) ?? new Set()).add(volume.metadata.name));
    this.asideFor.set(volume.metadata.name, key);
    const claim = this.claim(claimRef);
    if (claimRef.uid === undefined) this.setPhase(volume, "Available");
    else if (claim?.metadata.uid !== claimRef.uid) this.setPhase(volume, "Released");
    if (claim !== undefined && claim.status.phase !== "Bound") this.claimChanged(claim);
  }

  /** After every change of a claim. */
  claimChanged(claim: Claim): void {
    if (claim.status?.phase === "Bound") return;
    const key = keyOf(claim.metadata);
    const pending: Claim = { ...claim, status: { phase: "Pending" } };
    const stored = this.store.put(claimsPath(claim.metadata.namespace ?? ""), pending);
    this.pending.set(key, stored);
    const volume = this.match(stored);
    if (volume !== undefined) return this.bind(stored, volume);
    if (stored.spec.volumeName !== undefined) return;
    this.provisioners.find(({ serves }) => serves(stored.spec.storageClassName))?.provision(stored);
  }

  /** An operator deletes a claim; its volume is retained. */
  claimRemoved(claim: Claim): void {
    this.pending.delete(keyOf(claim.metadata));
    const volume = claim.spec.volumeName && this.volume(claim.spec.volumeName);
    if (volume) this.volumeChanged(volume);
  }

  private forget(name: string): void {
    this.free.delete(name);
    this.setAside.get(this.asideFor.get(name) ?? "")?.delete(name);
  }

  private match(claim: Claim): Volume | undefined {
    const { volumeName, storageClassName } = claim.spec;
    const isFor = ({ spec: { claimRef } }: Volume) =>
      claimRef !== undefined &&
      keyOf(claimRef) === keyOf(claim.metadata) &&
      (claimRef.uid === undefined || claimRef.uid === claim.metadata.uid);
    if (volumeName !== undefined) {
      const named = this.volume(volumeName);
      return named !== undefined && (named.spec.claimRef === undefined || isFor(named)) ? named : undefined;
    }
    const fits = ({ spec }: Volume) =>
      (spec.storageClassName ?? "") === storageClassName &&
      bytes(spec.capacity.storage) >= bytes(claim.spec.resources.requests.storage);
    const own = [...(this.setAside.get(keyOf(claim.metadata)) ?? [])].map((name) => this.volume(name));
    const mine = own.find((volume): volume is Volume => volume !== undefined && isFor(volume) && fits(volume));
    // A class that waits for a pod takes no free volume before there is one.
    if (mine !== undefined || !this.provisioners.some(({ serves }) => serves(storageClassName))) return mine;
    return [...this.free].map((name) => this.volume(name)).find((volume) => volume !== undefined && fits(volume));
  }

  private bind(claim: Claim, volume: Volume): void {
    const { namespace = "", name, uid, resourceVersion } = claim.metadata;
    const taken = volume.spec.claimRef === undefined;
    this.forget(volume.metadata.name);
    const bound: Volume = {
      ...volume,
      spec: { ...volume.spec, claimRef: { ...volume.spec.claimRef, namespace, name, uid, resourceVersion } },
      status: { phase: "Bound" },
    };
    this.store.put(volumesPath, bound);
    const annotations = { ...claim.metadata.annotations, "pv.kubernetes.io/bind-completed": "yes" };
    const stored = this.store.put<Claim>(claimsPath(namespace), {
      ...claim,
      metadata: { ...claim.metadata, annotations },
      spec: { ...claim.spec, volumeName: volume.metadata.name },
      status: { phase: "Bound" },
    });
    this.pending.delete(keyOf(claim.metadata));
    if (taken) this.provisioners.find(({ serves }) => serves(claim.spec.storageClassName))?.overtaken(stored);
  }

  private setPhase(volume: Volume, phase: Volume["status"]["phase"]): void {
    if (volume.status?.phase !== phase) this.store.put<Volume>(volumesPath, { ...volume, status: { phase } });
  }

  private volume(name: string): Volume | undefined {
    return this.store.find(volumesPath, name) as Volume | undefined;
  }

  private claim({ namespace, name }: { namespace: string; name: string }): Claim | undefined {
    return this.store.find(claimsPath(namespace), name) as Claim | undefined;
  }
}
