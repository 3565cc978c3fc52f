/**
 * A Pulumi resource plugin `kubernetes` for machines that cannot download the official one.
 *
 * It serves the resource types of the SDK @pulumi/kubernetes (every native kind, custom resources, Patch resources)
 * and writes state in the official plugin's form, so that either can go on where the other left off.
 *
 * Supported: plain create and server-side apply on update (merge patch without enableServerSideApply), previews by
 * dry run, automatic names, replacement on immutable fields, refresh, import, secrets, waiting for workloads,
 * Services, claims, volumes and definitions, the pulumi.com annotations skipAwait, waitFor, timeoutSeconds,
 * deletionPropagationPolicy, replaceUnready, patchForce and patchFieldManager, yaml.ConfigFile and ConfigGroup.
 * Not supported: Helm, kustomize, yaml/v2, renderYamlToDirectory, typed packages of custom definitions, kubeconfigs
 * with a proxy-url or auth-provider.
 *
 * Started by the engine with its own address as the last argument; prints the port it listens on (loopback only).
 */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineLog } from "./server/engine";
import { makeService } from "./server/service";

const log = new EngineLog();
const engineAddress = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));
if (engineAddress !== undefined) log.connect(engineAddress);

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
);
const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, makeService(log, environment));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    console.error(`pulumi-resource-kubernetes: cannot listen on loopback: ${error.message}`);
    process.exit(1);
  }
  process.stdout.write(`${port}\n`);
});
