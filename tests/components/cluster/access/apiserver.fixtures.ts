import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { ApiAccess } from "../../../../components/cluster/access/apiclient";
import { authority } from "../pki.fixtures";

export interface Answer {
  status: number;
  body: unknown;
}

/** An HTTPS server on loopback that wants client certificates, as a Kubernetes API does, and what is needed to use it. */
export async function apiServer(answer: (path: string) => Answer | Promise<Answer>) {
  const ca = await authority();
  const { certificate, privateKey } = await ca.issue("kube-apiserver", ["127.0.0.1"]);
  const requests: { path: string; authorized: boolean }[] = [];
  const server: Server = createServer(
    { cert: certificate, key: privateKey, ca: ca.certificate, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const path = request.url ?? "";
      requests.push({ path, authorized: (request.socket as TLSSocket).authorized });
      void Promise.resolve(answer(path)).then(({ status, body }) => {
        response.writeHead(status);
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const access: ApiAccess = {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caCertificate: ca.certificate,
    credentials: await ca.issue("administrator"),
  };
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { access, requests, close };
}
