import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { ApiAccess } from "../../../../components/kubernetes/apiclient";
import { authority } from "../pki.fixtures";

export interface Answer {
  status: number;
  body: unknown;
  /** The connection breaks in the middle of the body. */
  cut?: boolean;
}

/** What a request carried besides its path. */
export interface Call {
  method: string;
  body: string;
  /** Whether it came with a certificate of this server's authority. */
  authorized: boolean;
}

/** An HTTPS server on loopback that wants client certificates, as a Kubernetes API does, and what is needed to use it. */
export async function apiServer(answer: (path: string, call: Call) => Answer | Promise<Answer>) {
  const ca = await authority();
  const { certificate, privateKey } = await ca.issue("kube-apiserver", ["127.0.0.1"]);
  const requests: { path: string; authorized: boolean }[] = [];
  const server: Server = createServer(
    { cert: certificate, key: privateKey, ca: ca.certificate, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const { url: path = "", method = "" } = request;
      const { authorized } = request.socket as TLSSocket;
      requests.push({ path, authorized });
      let received = "";
      request.setEncoding("utf8");
      request.on("data", (chunk: string) => (received += chunk));
      request.on("end", () => {
        void Promise.resolve(answer(path, { method, body: received, authorized })).then(({ status, body, cut }) => {
          const text = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
          response.writeHead(status, { "content-length": text.length });
          if (cut === true) response.write(text.subarray(0, text.length / 2), () => response.destroy());
          else response.end(text);
        });
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const access: ApiAccess = {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caCertificate: ca.certificate,
    credentials: await ca.issue("administrator"),
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { access, requests, close };
}
