import { exchange, type Answer, type Call, type Trust } from "../../../exchange";
import { endpointOf, tokenBody, type Catalogue, type Service } from "./catalogue";
import { OpenStackError, wordsOf } from "./errors";

/** How to reach an OpenStack cloud: what the stack's OpenStack provider is given too. */
export interface OpenStackAccess {
  /** Address of Keystone with its version, e.g. `https://cloud.example.org:5000/v3`. */
  authUrl: string;
  region: string;
  applicationCredentialId: string;
  applicationCredentialSecret: string;
  /** PEM of the CA that signed the APIs' certificates. Left out: those that this machine trusts. */
  caCertificate?: string;
}

/** The cloud's APIs as one project. It logs in at the first request, and again when the token has ended. */
export interface OpenStackApi {
  /**
   * @param path below the service's API with its query, e.g. `/ports?name=a`
   * @returns the parsed answer; undefined where the object is not there
   * @throws OpenStackError in the service's own words
   */
  get(service: Service, path: string): Promise<unknown>;
  /** Deletes an object; one that is gone already is none too many. */
  remove(service: Service, path: string): Promise<void>;
  put(service: Service, path: string, body: unknown): Promise<void>;
}

interface Session {
  token: string;
  catalogue: Catalogue;
}

/** Nova's version from which a server tells its fault's details and names its flavor (2.47). */
const computeVersion = "2.47";

export function openStackApi(access: OpenStackAccess): OpenStackApi {
  const trust: Trust =
    access.caCertificate === undefined ? { kind: "system" } : { kind: "ca", pem: access.caCertificate };
  let session: Promise<Session> | undefined;

  const ask = async (service: Service, path: string, call: Pick<Call, "method" | "body">): Promise<Answer> => {
    const what = `${call.method} ${service} ${path.split("?")[0]}`;
    for (let again = false; ; again = true) {
      session ??= logIn(access, trust);
      const current = session;
      const { token, catalogue } = await current.catch((error: unknown) => {
        session = undefined;
        throw error;
      });
      const url = new URL(endpointOf(catalogue, service, access.region) + path);
      const headers = {
        "x-auth-token": token,
        accept: "application/json",
        "openstack-api-version": `compute ${computeVersion}`,
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      };
      const answer = await reach(url, trust, { ...call, headers }, what);
      if (answer.status !== 401 || again) {
        if (answer.status < 400 || answer.status === 404) return answer;
        throw new OpenStackError(answer.status, wordsOf(answer.body), what);
      }
      if (session === current) session = undefined;
    }
  };

  return {
    get: async (service, path) => {
      const { status, body } = await ask(service, path, { method: "GET" });
      return status === 404 ? undefined : (JSON.parse(body) as unknown);
    },
    remove: async (service, path) => void (await ask(service, path, { method: "DELETE" })),
    put: async (service, path, body) => void (await ask(service, path, { method: "PUT", body: JSON.stringify(body) })),
  };
}

async function reach(url: URL, trust: Trust, call: Call, what: string): Promise<Answer> {
  try {
    return await exchange(url, trust, call);
  } catch (error) {
    throw new OpenStackError(0, error instanceof Error ? error.message : String(error), what);
  }
}

/** Logs in with the application credential, which is good for its one project. */
async function logIn(access: OpenStackAccess, trust: Trust): Promise<Session> {
  const { authUrl, applicationCredentialId: id, applicationCredentialSecret: secret } = access;
  const url = new URL(`${authUrl.replace(/\/+$/, "")}/auth/tokens`);
  const body = JSON.stringify({
    auth: { identity: { methods: ["application_credential"], application_credential: { id, secret } } },
  });
  const headers = { "content-type": "application/json", accept: "application/json" };
  const what = "log-in to Keystone";
  const answer = await reach(url, trust, { method: "POST", headers, body }, what);
  const token = answer.headers["x-subject-token"];
  if (answer.status >= 400 || typeof token !== "string")
    throw new OpenStackError(answer.status, wordsOf(answer.body), what);
  return { token, catalogue: tokenBody.parse(JSON.parse(answer.body)).token.catalog };
}
