import { ontapDriverProblem, ontapSystem } from "../ontap/volumes";
import type { OntapCredentials } from "../ontap/client";
import type { StorageSystem } from "../recovery/types";
import { storagePrefix } from "./defaults";
import type { Credentials, TridentBackend, TridentStorage } from "./types";

type Readable = Extract<TridentBackend, { driver: "ontap-nas" | "ontap-nas-flexgroup" }>;

/**
 * Why the stack's volumes cannot be listed from the storage system alone, as half a sentence; undefined when they can: when
 * every backend is one whose volumes name their owner and are read over ONTAP's REST API.
 */
export function unlistable({ backends }: Pick<TridentStorage, "backends">): string | undefined {
  const [other] = backends.filter((backend) => !isReadable(backend));
  return other && `backend ${other.name} is ${other.driver}, whose volumes do not tell whose they are`;
}

/** All of the stack's volumes on its ONTAP systems; undefined where some backend's cannot be listed. */
export function ontapView(spec: TridentStorage, credentials: Credentials<string>): StorageSystem | undefined {
  if (unlistable(spec) !== undefined) return undefined;
  const backends = spec.backends.filter(isReadable);
  const names = backends.map(({ name }) => name);
  const systems = backends.map((backend) =>
    ontapSystem({
      access: {
        address: backend.managementLIF,
        ...(backend.trustedCACertificate === undefined ? {} : { trustedCaCertificate: backend.trustedCACertificate }),
        credentials: login(backend, credentials[backend.name] ?? {}),
      },
      svm: backend.svm,
      backend: backend.name,
      driver: backend.driver,
      storagePrefix: backend.storagePrefix ?? storagePrefix(backend.driver, spec.stack),
      stack: spec.stack,
      otherBackends: names.filter((name) => name !== backend.name),
      ...(backend.dataLIF === undefined ? {} : { dataLIF: backend.dataLIF }),
    }),
  );
  return {
    name: systems.map(({ name }) => name).join(" and "),
    volumes: async () => (await Promise.all(systems.map((system) => system.volumes()))).flat(),
  };
}

function isReadable(backend: TridentBackend): backend is Readable {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-flexgroup":
      return ontapDriverProblem(backend.driver) === undefined;
    default:
      return false;
  }
}

/** Pulumi asks as the same account as Trident does; reading is the least that either needs. */
function login({ clientCertificate }: Readable, given: Credentials<string>[string]): OntapCredentials {
  return clientCertificate === undefined
    ? { kind: "password", username: given.username ?? "", password: given.password ?? "" }
    : { kind: "certificate", certificate: clientCertificate, privateKey: given.clientPrivateKey ?? "" };
}
