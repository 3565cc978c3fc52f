/** A FlexVol. */
export interface FlexVol {
  name: string;
  backend: string;
  /** Bytes. */
  size: number;
  /** Whose files are in it; empty for a new volume. */
  content: string;
  mode: string;
}

/** The storage system, which outlives every cluster. */
export class FakeStorage {
  readonly volumes = new Map<string, FlexVol>();
  /** Names of volumes that are gone, with all that was in them. */
  readonly destroyed: string[] = [];
  /** Names of volumes that were made new, and are empty. */
  readonly made: string[] = [];

  add(volume: FlexVol): void {
    this.volumes.set(volume.name, volume);
  }

  make(volume: FlexVol): void {
    this.add(volume);
    this.made.push(volume.name);
  }

  rename(from: string, to: string): void {
    const volume = this.volumes.get(from);
    if (volume === undefined) return;
    this.volumes.delete(from);
    this.add({ ...volume, name: to });
  }

  destroy(name: string): void {
    this.volumes.delete(name);
    this.destroyed.push(name);
  }
}
