/** What every operation works with: settings, the way to the cluster, the way to the user. */
import { Api, patience, type Options } from "../cluster/api";
import { Client } from "../cluster/client";
import { messageOf, UnknownKindError, UnreachableError } from "../cluster/errors";
import { accessOf, ambientKubeconfig, parseKubeconfig, type ClusterAccess } from "../cluster/kubeconfig";
import type { JsonObject } from "../objects/json";
import type { Kind } from "../objects/kinds";
import type { Settings } from "./settings";

/** Messages to the user. `urn` attaches one to a resource. */
export interface Log {
  warning(text: string, urn: string): void;
  info(text: string, urn: string): void;
  /** One line beside the resource while it is worked on; "" clears it. */
  status(text: string, urn: string): void;
}

/** A resource that exists but is not as it should be: it goes into the state together with the reasons. */
export class InitFailedError extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: JsonObject,
    readonly inputs: JsonObject | undefined,
    readonly reasons: string[],
  ) {
    super(message);
    this.name = "InitFailedError";
  }
}

export class Provider {
  private access: Promise<ClusterAccess> | undefined;
  private connected: Promise<Api> | undefined;
  private readonly warned = new Set<string>();

  constructor(
    readonly settings: Settings,
    readonly log: Log,
    readonly signal: AbortSignal,
  ) {}

  /** The API server. Connects to nothing yet; rejects with UnreachableError if the kubeconfig is unusable. */
  api(): Promise<Api> {
    this.connected ??= this.clusterAccess().then((access) => {
      const { qps, burst, timeout } = this.settings;
      return new Api(new Client(access, { qps, burst, timeout }), this.signal);
    });
    return this.connected;
  }

  /** The namespace of objects that name none; "" if the kubeconfig cannot tell. */
  async defaultNamespace(): Promise<string> {
    if (this.settings.namespace !== "") return this.settings.namespace;
    try {
      return (await this.clusterAccess()).namespace || "default";
    } catch {
      return "";
    }
  }

  /** Whether a kind lives in namespaces. The server is only asked about custom kinds; if it cannot say: true. */
  async isNamespaced(kind: Kind): Promise<boolean> {
    try {
      return await (await this.api()).isNamespaced(kind);
    } catch (error) {
      if (error instanceof UnreachableError || error instanceof UnknownKindError) return true;
      throw error;
    }
  }

  options(urn: string, budget: number, dryRun = false): Options {
    return {
      signal: this.signal,
      budget: dryRun ? patience.preview : budget,
      dryRun,
      onRetry: (reason) => this.log.status(`waiting: ${reason}`, urn),
      ...(dryRun || this.settings.suppressDeprecationWarnings
        ? {}
        : { onWarning: (text: string) => this.log.warning(text, urn) }),
    };
  }

  warnOnce(text: string): void {
    if (this.warned.has(text)) return;
    this.warned.add(text);
    this.log.warning(text, "");
  }

  private clusterAccess(): Promise<ClusterAccess> {
    this.access ??= this.readAccess();
    return this.access;
  }

  private async readAccess(): Promise<ClusterAccess> {
    const { kubeconfig, context, cluster } = this.settings;
    try {
      const parsed = kubeconfig === "" ? await ambientKubeconfig() : await parseKubeconfig(kubeconfig);
      return accessOf(parsed, { context, cluster });
    } catch (error) {
      throw new UnreachableError("of this provider", "CONFIG", messageOf(error));
    }
  }
}
