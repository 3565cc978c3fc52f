import * as grpc from "@grpc/grpc-js";
import * as emptyProto from "google-protobuf/google/protobuf/empty_pb";
import * as structProto from "google-protobuf/google/protobuf/struct_pb";
import * as pluginProto from "@pulumi/pulumi/proto/plugin_pb";
import * as service from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { check, create, diff, refresh, type Resource, update } from "./resource";
import type { Properties } from "./values";

/** A plugin: its name and version as the official one's, and what it offers. */
export interface Plugin {
  name: string;
  version: string;
  resources: readonly Resource[];
}

const toStruct = (properties: Properties): structProto.Struct => structProto.Struct.fromJavaScript(properties);
const toProperties = (struct: structProto.Struct | undefined): Properties =>
  (struct?.toJavaScript() ?? {}) as Properties;

/** The type token in a resource's URN: after the project, without the types of its parents. */
export function typeOf(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

/** Turns a function into a gRPC handler; what it throws becomes the call's error, in its own words. */
function unary<Request, Response>(handler: Handler<Request, Response>): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => {
          const details = error instanceof Error ? error.message : String(error);
          callback({ code: grpc.status.UNKNOWN, details });
        },
      );
  };
}

/** The calls of Pulumi's ResourceProvider service that such a plugin answers. */
export function handlers(plugin: Plugin): grpc.UntypedServiceImplementation {
  const byToken = new Map(plugin.resources.map((resource) => [resource.token, resource]));
  const resourceOf = (urn: string): Resource => {
    const resource = byToken.get(typeOf(urn));
    if (!resource) {
      throw new Error(`this ${plugin.name} plugin has no ${typeOf(urn)}; it has ${[...byToken.keys()].join(", ")}`);
    }
    return resource;
  };
  const empty = () => new emptyProto.Empty();
  return {
    getPluginInfo: unary(() => new pluginProto.PluginInfo().setVersion(plugin.version)),
    getSchema: unary(() => {
      const resources = Object.fromEntries(plugin.resources.map(({ token }) => [token, {}]));
      const schema = JSON.stringify({ name: plugin.name, version: plugin.version, resources });
      return new proto.GetSchemaResponse().setSchema(schema);
    }),
    checkConfig: unary((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
    // A plugin that takes no secrets gets them as plain values; the engine marks the properties of the same names, and
    // those in additionalSecretOutputs, in what comes back.
    configure: unary(() => new proto.ConfigureResponse().setSupportspreview(true)),
    attach: unary(empty),
    cancel: unary(empty),
    check: unary((request: proto.CheckRequest) => {
      const response = new proto.CheckResponse().setInputs(request.getNews());
      for (const { property, reason } of check(resourceOf(request.getUrn()), toProperties(request.getNews()))) {
        response.addFailures(new proto.CheckFailure().setProperty(property).setReason(reason));
      }
      return response;
    }),
    diff: unary((request: proto.DiffRequest) => {
      const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
      const ignored = request.getIgnorechangesList();
      const state = toProperties(request.getOlds());
      const found = diff(resourceOf(request.getUrn()), state, toProperties(request.getNews()));
      const changed = found.changed.filter((key) => !ignored.includes(key));
      return new proto.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList(changed)
        .setReplacesList(found.replaces.filter((key) => !ignored.includes(key)));
    }),
    create: unary(async (request: proto.CreateRequest) => {
      const inputs = toProperties(request.getProperties());
      const { id, outputs } = await create(resourceOf(request.getUrn()), inputs, request.getPreview());
      return new proto.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),
    read: unary((request: proto.ReadRequest) => {
      const resource = resourceOf(request.getUrn());
      const state = toProperties(request.getProperties());
      if (Object.keys(state).length === 0) {
        throw new Error(`this ${plugin.name} plugin cannot import a ${resource.token}: it is only in Pulumi's state`);
      }
      return new proto.ReadResponse()
        .setId(request.getId())
        .setInputs(request.getInputs())
        .setProperties(toStruct(refresh(resource, state)));
    }),
    update: unary((request: proto.UpdateRequest) => {
      const state = toProperties(request.getOlds());
      const changed = update(resourceOf(request.getUrn()), state, toProperties(request.getNews()));
      return new proto.UpdateResponse().setProperties(toStruct(changed));
    }),
    // There is nothing outside the state to take away.
    delete: unary(empty),
  };
}

/**
 * Serves a plugin on a free loopback port and writes the port's number to standard output, as the engine expects.
 *
 * @param args the command line: the engine's address, perhaps after flags of its logging.
 */
export function main(plugin: Plugin, args: readonly string[]): void {
  if (!args.some((arg) => !arg.startsWith("-"))) {
    process.stderr.write(`pulumi-resource-${plugin.name} ${plugin.version} is started by Pulumi, with its address.\n`);
    process.exit(2);
  }
  const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  const server = new grpc.Server(unlimited);
  server.addService(service.ResourceProviderService, handlers(plugin));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
}
