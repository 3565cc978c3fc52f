/** The engine's ResourceProvider service, each call translated to an operation. */
import type * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import * as empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { NamingRule } from "../objects/autoname";
import type { ObjectDiff } from "../objects/diff";
import { check, type CheckFailure } from "../operations/check";
import { diffConfig } from "../operations/configdiff";
import { create } from "../operations/create";
import { remove } from "../operations/delete";
import { diff } from "../operations/diff";
import { invoke } from "../operations/invoke";
import { Provider } from "../operations/provider";
import { read } from "../operations/read";
import { parseSettings } from "../operations/settings";
import { update } from "../operations/update";
import type { EngineLog } from "./engine";
import { fromStruct, toServiceError, toStruct } from "./wire";

/** The release of @pulumi/kubernetes whose behaviour and state this plugin follows. */
export const version = "4.34.2";

type Handler<Request, Response> = (
  call: grpc.ServerUnaryCall<Request, Response>,
  callback: grpc.sendUnaryData<Response>,
) => void;

function unary<Request, Response>(
  handle: (request: Request) => Promise<Response> | Response,
): Handler<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServiceError(error)),
      );
  };
}

/** The service's calls, by name. Those left out (Construct, Call, List, Parameterize) answer "unimplemented". */
export function makeService(log: EngineLog, environment: Readonly<Record<string, string>>) {
  const cancel = new AbortController();
  let configured: Provider | undefined;
  const provider = (): Provider => {
    if (configured === undefined) throw new Error("the provider was used before it was configured");
    return configured;
  };

  return {
    handshake: unary((request: pb.ProviderHandshakeRequest) => {
      log.connect(request.getEngineAddress());
      const response = new pb.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    attach: unary((request: plugin.PluginAttach) => {
      log.connect(request.getAddress());
      return new empty.Empty();
    }),
    getPluginInfo: unary(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: unary(() => {
      const response = new pb.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: "kubernetes", version }));
      return response;
    }),
    cancel: unary(() => {
      cancel.abort();
      return new empty.Empty();
    }),
    checkConfig: unary((request: pb.CheckRequest) => {
      const news = fromStruct(request.getNews());
      const failures =
        (news["renderYamlToDirectory"] ?? "") === ""
          ? []
          : [{ property: "renderYamlToDirectory", reason: "not supported by this plugin; remove it" }];
      return checkResponse(news, failures);
    }),
    diffConfig: unary(async (request: pb.DiffRequest) => {
      const old = request.hasOldInputs() ? request.getOldInputs() : request.getOlds();
      const { changed, replaces } = await diffConfig(fromStruct(old), fromStruct(request.getNews()));
      const response = new pb.DiffResponse();
      const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
      response.setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME);
      response.setDiffsList(changed);
      response.setReplacesList(replaces);
      return response;
    }),
    configure: unary((request: pb.ConfigureRequest) => {
      const variables = Object.fromEntries(request.getVariablesMap().getEntryList());
      configured = new Provider(parseSettings(variables, environment), log, cancel.signal);
      const response = new pb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    check: unary(async (request: pb.CheckRequest) => {
      const naming = namingRule(request.getAutonaming());
      const { inputs, failures } = await check(provider(), {
        urn: request.getUrn(),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        seed: request.getRandomseed_asU8(),
        ...(naming === undefined ? {} : { naming }),
      });
      return checkResponse(inputs, failures);
    }),
    diff: unary(async (request: pb.DiffRequest) =>
      diffResponse(
        await diff(provider(), {
          urn: request.getUrn(),
          state: fromStruct(request.getOlds()),
          oldInputs: fromStruct(request.getOldInputs()),
          news: fromStruct(request.getNews()),
          ignoreChanges: request.getIgnorechangesList(),
        }),
      ),
    ),
    create: unary(async (request: pb.CreateRequest) => {
      const { id, properties } = await create(provider(), {
        urn: request.getUrn(),
        properties: fromStruct(request.getProperties()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
      });
      const response = new pb.CreateResponse();
      response.setId(id);
      response.setProperties(toStruct(properties));
      return response;
    }),
    read: unary(async (request: pb.ReadRequest) => {
      const { id, properties, inputs } = await read(provider(), {
        urn: request.getUrn(),
        id: request.getId(),
        state: fromStruct(request.getProperties()),
        inputs: fromStruct(request.getInputs()),
      });
      const response = new pb.ReadResponse();
      response.setId(id);
      if (id !== "") {
        response.setProperties(toStruct(properties));
        response.setInputs(toStruct(inputs));
      }
      return response;
    }),
    update: unary(async (request: pb.UpdateRequest) => {
      const response = new pb.UpdateResponse();
      const properties = await update(provider(), {
        urn: request.getUrn(),
        id: request.getId(),
        state: fromStruct(request.getOlds()),
        oldInputs: fromStruct(request.getOldInputs()),
        news: fromStruct(request.getNews()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
        ignoreChanges: request.getIgnorechangesList(),
      });
      response.setProperties(toStruct(properties));
      return response;
    }),
    delete: unary(async (request: pb.DeleteRequest) => {
      await remove(provider(), {
        urn: request.getUrn(),
        id: request.getId(),
        state: fromStruct(request.getProperties()),
        timeout: request.getTimeout(),
      });
      return new empty.Empty();
    }),
    invoke: unary(async (request: pb.InvokeRequest) => {
      const response = new pb.InvokeResponse();
      response.setReturn(toStruct(await invoke(request.getTok(), fromStruct(request.getArgs()))));
      return response;
    }),
    getMapping: unary(() => new pb.GetMappingResponse()),
    getMappings: unary(() => new pb.GetMappingsResponse()),
  } satisfies Partial<rpc.IResourceProviderServer>;
}

function checkResponse(inputs: Parameters<typeof toStruct>[0], failures: readonly CheckFailure[]): pb.CheckResponse {
  const response = new pb.CheckResponse();
  response.setInputs(toStruct(inputs));
  for (const { property, reason } of failures) {
    const failure = new pb.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diffResponse(result: ObjectDiff): pb.DiffResponse {
  const { Kind } = pb.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const response = new pb.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  response.setChanges(result.changes.size === 0 ? DIFF_NONE : DIFF_SOME);
  response.setReplacesList(result.replaces);
  response.setDeletebeforereplace(result.deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const [path, change] of result.changes) {
    const property = new pb.PropertyDiff();
    property.setKind(kinds[change.kind][change.replaces ? 1 : 0]);
    property.setInputdiff(true);
    response.getDetaileddiffMap().set(path, property);
  }
  return response;
}

function namingRule(options: pb.CheckRequest.AutonamingOptions | undefined): NamingRule | undefined {
  if (options === undefined) return undefined;
  const { ENFORCE, DISABLE } = pb.CheckRequest.AutonamingOptions.Mode;
  const mode = options.getMode();
  return {
    mode: mode === DISABLE ? "disable" : mode === ENFORCE ? "enforce" : "propose",
    proposedName: options.getProposedName(),
  };
}
