/** Between the engine's protobuf messages and plain JSON. */
import * as grpc from "@grpc/grpc-js";
import * as errors from "@pulumi/pulumi/proto/provider_pb.js";
import * as status from "@pulumi/pulumi/proto/status_pb.js";
import * as any from "google-protobuf/google/protobuf/any_pb.js";
import * as struct from "google-protobuf/google/protobuf/struct_pb.js";
import { messageOf } from "../cluster/errors";
import type { JsonObject } from "../objects/json";
import { InitFailedError } from "../operations/provider";

export function fromStruct(value: struct.Struct | undefined): JsonObject {
  return (value?.toJavaScript() ?? {}) as JsonObject;
}

export function toStruct(value: JsonObject): struct.Struct {
  return struct.Struct.fromJavaScript(value as Record<string, struct.JavaScriptValue>);
}

/** The gRPC status of an error. One about an object that exists carries it in the details, as the engine expects. */
export function toServiceError(error: unknown): Partial<grpc.ServiceError> {
  const message = messageOf(error);
  const metadata = new grpc.Metadata();
  if (error instanceof InitFailedError) {
    const detail = new errors.ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(toStruct(error.properties));
    if (error.inputs !== undefined) detail.setInputs(toStruct(error.inputs));
    detail.setReasonsList(error.reasons);
    const packed = new any.Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const state = new status.Status();
    state.setCode(grpc.status.UNKNOWN);
    state.setMessage(message);
    state.addDetails(packed);
    // The header by which gRPC carries structured errors; Node's library has no other way to set it.
    metadata.add("grpc-status-details-bin", Buffer.from(state.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: message, message, metadata };
}
