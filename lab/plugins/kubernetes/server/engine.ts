/** Messages to the engine that started this plugin. Nothing here ever fails: a message lost is no reason to stop. */
import * as grpc from "@grpc/grpc-js";
import * as engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import * as engine from "@pulumi/pulumi/proto/engine_pb.js";
import type { Log } from "../operations/provider";

export class EngineLog implements Log {
  private client: engineRpc.EngineClient | undefined;
  private readonly shown = new Map<string, string>();

  /** @param address host:port of the engine */
  connect(address: string): void {
    this.client = new engineRpc.EngineClient(address, grpc.credentials.createInsecure());
  }

  warning(text: string, urn: string): void {
    this.send(engine.LogSeverity.WARNING, text, urn, false);
  }

  info(text: string, urn: string): void {
    this.send(engine.LogSeverity.INFO, text, urn, false);
  }

  status(text: string, urn: string): void {
    if ((this.shown.get(urn) ?? "") === text) return;
    if (text === "") this.shown.delete(urn);
    else this.shown.set(urn, text);
    this.send(engine.LogSeverity.INFO, text, urn, true);
  }

  private send(severity: engine.LogSeverity, text: string, urn: string, ephemeral: boolean): void {
    const request = new engine.LogRequest();
    request.setSeverity(severity);
    request.setMessage(text);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    this.client?.log(request, () => undefined);
  }
}
