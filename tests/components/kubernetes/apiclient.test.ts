import { ApiError, getJson } from "../../../components/kubernetes/apiclient";
import { authority } from "../cluster/pki.fixtures";
import { apiServer, type Answer } from "../cluster/access/apiserver.fixtures";

async function withServer(
  answer: (path: string) => Answer | Promise<Answer>,
  use: (server: Awaited<ReturnType<typeof apiServer>>) => Promise<void>,
) {
  const server = await apiServer(answer);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

test("a request carries the client certificate and gives the parsed answer", () =>
  withServer(
    () => ({ status: 200, body: { kind: "Namespace" } }),
    async ({ access, requests }) => {
      expect(await getJson(access, "/api/v1/namespaces/kube-system")).toEqual({ kind: "Namespace" });
      expect(requests).toEqual([{ path: "/api/v1/namespaces/kube-system", authorized: true }]);
    },
  ));

test("a server whose certificate another CA signed is refused", () =>
  withServer(
    () => ({ status: 200, body: {} }),
    async ({ access, requests }) => {
      const { certificate } = await authority();
      await expect(getJson({ ...access, caCertificate: certificate }, "/")).rejects.toThrow(/certificate/);
      expect(requests).toEqual([]);
    },
  ));

test("an answer that is no success is an error with the API's words", () =>
  withServer(
    () => ({ status: 403, body: { message: "no rights yet" } }),
    async ({ access }) => {
      await expect(getJson(access, "/api")).rejects.toThrow(ApiError);
      await expect(getJson(access, "/api")).rejects.toThrow(/\/api answered 403: .*no rights yet/);
    },
  ));

test("an answer that is not JSON is an error", () =>
  withServer(
    () => ({ status: 200, body: "<html>" }),
    async ({ access }) => expect(getJson(access, "/")).rejects.toThrow(/not JSON: <html>/),
  ));

test("a server that says nothing is given up in time", () => {
  let answer: (value: Answer) => void = () => undefined;
  return withServer(
    () => new Promise((resolve) => (answer = resolve)),
    async ({ access }) => {
      await expect(getJson(access, "/", 200)).rejects.toThrow("no answer within 0.2 s");
      answer({ status: 200, body: {} });
    },
  );
});

test("nobody there is an error at once", async () => {
  const { access, close } = await apiServer(() => ({ status: 200, body: {} }));
  await close();
  await expect(getJson(access, "/")).rejects.toThrow(/ECONNREFUSED/);
});
