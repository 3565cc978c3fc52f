/** The Authorization header and client certificate of a request, from whatever the kubeconfig's user is. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { arrayAt, isObject, stringAt, type Json, type JsonObject } from "../objects/json";
import type { ClusterAccess } from "./kubeconfig";

export interface Credentials {
  authorization?: string;
  cert?: string;
  key?: string;
}

/** Credentials of an exec plugin, with the time (ms since 1970) when they expire. */
let execCache: { spec: JsonObject; credentials: Credentials; expires: number } | undefined;

export async function credentialsOf(access: ClusterAccess): Promise<Credentials> {
  const certificate = { ...(access.cert ? { cert: access.cert } : {}), ...(access.key ? { key: access.key } : {}) };
  if (access.token !== undefined) return { ...certificate, authorization: `Bearer ${access.token}` };
  if (access.tokenFile !== undefined) {
    return { ...certificate, authorization: `Bearer ${readFileSync(access.tokenFile, "utf8").trim()}` };
  }
  if (access.basic !== undefined) {
    const pair = `${access.basic.user}:${access.basic.password}`;
    return { ...certificate, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  }
  return access.exec === undefined ? certificate : execCredentials(access.exec);
}

async function execCredentials(spec: JsonObject): Promise<Credentials> {
  if (execCache?.spec === spec && execCache.expires > Date.now() + 60_000) return execCache.credentials;
  const command = stringAt(spec, "command");
  const environment = Object.fromEntries(
    arrayAt(spec, "env").map((item) => [stringAt(item, "name"), stringAt(item, "value")]),
  );
  const request = {
    apiVersion: stringAt(spec, "apiVersion") || "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false },
  };
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      command,
      arrayAt(spec, "args").map(String),
      { env: { ...process.env, ...environment, KUBERNETES_EXEC_INFO: JSON.stringify(request) } },
      (error, stdout) =>
        error === null
          ? resolve(stdout)
          : reject(new Error(`kubeconfig: exec plugin ${command} failed: ${error.message}`)),
    );
  });
  const answer = JSON.parse(output) as Json;
  const status = isObject(answer) ? answer["status"] : undefined;
  const token = stringAt(status, "token");
  const credentials: Credentials = {
    ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
    ...(stringAt(status, "clientCertificateData") === "" ? {} : { cert: stringAt(status, "clientCertificateData") }),
    ...(stringAt(status, "clientKeyData") === "" ? {} : { key: stringAt(status, "clientKeyData") }),
  };
  const expiry = Date.parse(stringAt(status, "expirationTimestamp"));
  execCache = { spec, credentials, expires: Number.isFinite(expiry) ? expiry : Number.POSITIVE_INFINITY };
  return credentials;
}
