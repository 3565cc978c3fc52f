import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { makeServerCertificate } from "../../../lab/directory/certificate";
import { pageOf } from "./collection";
import { failure, Faults, send, spoil, type Answer, type OntapFault } from "./faults";
import { uuidOf, type FakeVolume } from "./volumes";

export type { OntapFault } from "./faults";
export { tridentComment, tridentVolume, uuidOf, type FakeVolume, type TridentVolumeArgs } from "./volumes";

export interface FakeOntapArgs {
  volumes: FakeVolume[];
  svm: string;
  user: string;
  password: string;
  faults?: OntapFault[];
  /** Addresses of the SVM's NFS interfaces that are up. @default 192.0.2.50 */
  dataAddresses?: string[];
  /** PEM of the CA whose client certificates for CN=`user` are let in too. */
  clientCa?: string;
}

/** A request as it came, whatever was made of it. */
export interface SeenRequest {
  method: string;
  /** With its query. */
  path: string;
  /** `basic`, `certificate` or, without any, `none`. */
  authentication: "basic" | "certificate" | "none";
}

export interface FakeOntap {
  /** `127.0.0.1:port`. */
  address: string;
  /** PEM of the CA that signed its certificate. */
  caCertificate: string;
  /** Every request, oldest first. */
  requests: SeenRequest[];
  setVolumes(volumes: FakeVolume[]): void;
  setFaults(faults: OntapFault[]): void;
  close(): Promise<void>;
}

/**
 * A fake of ONTAP 9.15.1's REST API on loopback, over TLS. It answers GET of the collections below with ONTAP's paging,
 * filters and choice of fields, and every other verb with 405. Shapes: NetApp/trident, storage_drivers/ontap/api/rest.
 */
export async function startFakeOntap(args: FakeOntapArgs): Promise<FakeOntap> {
  const { svm, user, password, clientCa, dataAddresses = ["192.0.2.50"] } = args;
  const { ca, certificate, key } = await makeServerCertificate("fake ONTAP", ["127.0.0.1"]);
  const faults = new Faults(args.faults ?? []);
  const requests: SeenRequest[] = [];
  let volumes = args.volumes;

  const collections: Record<string, () => object[]> = {
    "/api/svm/svms": () => [{ uuid: uuidOf(svm), name: svm, state: "running", subtype: "default" }],
    "/api/storage/volumes": () => volumes,
    "/api/storage/aggregates": () => [{ uuid: uuidOf("aggr1"), name: "aggr1", state: "online" }],
    // The default qtree (id 0) of every volume.
    "/api/storage/qtrees": () =>
      volumes.map(({ uuid, name, svm: owner, nas }) => ({ id: 0, name: "", svm: owner, volume: { uuid, name }, nas })),
    "/api/protocols/nfs/export-policies": () => [
      { id: 1, uuid: uuidOf("default"), name: "default", svm: { name: svm, uuid: uuidOf(svm) } },
    ],
    "/api/network/ip/interfaces": () => [
      dataLif(svm, "lif_down", "192.0.2.48", { state: "down" }),
      dataLif(svm, "lif_iscsi", "192.0.2.49", { services: ["data_core", "data_iscsi"] }),
      ...dataAddresses.map((address, index) => dataLif(svm, `lif_nfs_${index + 1}`, address)),
    ],
  };

  const answer = (url: URL, method: string): Answer => {
    const collection = collections[url.pathname];
    if (method !== "GET") return failure(405, "3", "Method not allowed.");
    if (url.pathname === "/api/cluster") {
      const version = { full: "NetApp Release 9.15.1", generation: 9, major: 15, minor: 1 };
      return { status: 200, body: { name: "fake", uuid: uuidOf("cluster"), version } };
    }
    return collection ? { status: 200, body: pageOf(collection(), url) } : failure(404, "3", "API not found");
  };

  const tls = clientCa === undefined ? {} : { requestCert: true, rejectUnauthorized: false, ca: clientCa };
  const server = createServer({ cert: certificate, key, ...tls }, (request, response) => {
    const { method = "", url: path = "/" } = request;
    const authentication = authenticate(request, user, password);
    requests.push({ method, path, authentication });
    const fault = faults.take(path);
    const url = new URL(path, "https://127.0.0.1");
    const right = authentication === "none" ? failure(401, "6691623", "User is not authorized.") : answer(url, method);
    void send(response, spoil(right, fault, path), fault);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    caCertificate: ca,
    requests,
    setVolumes: (next) => void (volumes = next),
    setFaults: (next) => faults.set(next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function authenticate(request: IncomingMessage, user: string, password: string): SeenRequest["authentication"] {
  const token = Buffer.from(`${user}:${password}`).toString("base64");
  if (request.headers.authorization === `Basic ${token}`) return "basic";
  const socket = request.socket as TLSSocket;
  return socket.authorized && socket.getPeerCertificate().subject.CN === user ? "certificate" : "none";
}

function dataLif(svm: string, name: string, address: string, other: object = {}): object {
  return {
    uuid: uuidOf(address),
    name,
    svm: { name: svm, uuid: uuidOf(svm) },
    scope: "svm",
    enabled: true,
    state: "up",
    ip: { address, family: "ipv4" },
    services: ["data_core", "data_nfs"],
    ...other,
  };
}
