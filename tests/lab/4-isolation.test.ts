import type { Browser } from "playwright-core";
import { logIn, openBrowser, openPage, startServer } from "../../lab/browser";
import { kubectl, list } from "../../lab/kubectl";
import { stackOutputs } from "../../lab/pulumi";
import { labSecret } from "../../lab/secrets";

const hub = "https://localhost:8443";
const namespace = "dsaas";

interface Pod {
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    automountServiceAccountToken?: boolean;
    securityContext: { runAsNonRoot?: boolean; seccompProfile?: { type: string } };
    containers: { securityContext: Record<string, unknown>; image: string }[];
  };
  status: { podIP: string };
}

let browser: Browser;
let alice: Pod;
let ben: Pod;

beforeAll(async () => {
  browser = await openBrowser();
  for (const user of ["alice", "ben"]) {
    const page = await openPage(browser);
    expect(await logIn(page, hub, user, await labSecret(`people.${user}`))).toBe("in");
    await startServer(page, hub, user === "alice" ? "Data Science" : "Basic");
  }
  const pods = await list<Pod>("pods", "--namespace", namespace, "--selector", "component=singleuser-server");
  const of = (user: string) => {
    const pod = pods.find(({ metadata }) => metadata.name.includes(user));
    if (pod === undefined)
      throw new Error(`no pod of ${user} among ${pods.map(({ metadata }) => metadata.name).join(", ")}`);
    return pod;
  };
  [alice, ben] = [of("alice"), of("ben")];
});
afterAll(() => browser.close());

/** Whether a TCP connection from alice's pod is answered within three seconds. */
async function reaches(host: string, port: number): Promise<boolean> {
  const probe = `import socket; socket.create_connection(("${host}", ${port}), 3); print("answered")`;
  const command = ["exec", "--namespace", namespace, alice.metadata.name, "--", "python3", "-c", probe];
  return kubectl(...command).then(
    (output) => output.includes("answered"),
    () => false,
  );
}

test("from a lab's pod the hub answers, so the probe can tell", async () => {
  expect(await reaches("hub", 8081)).toBe(true);
});

test("the API server does not answer, at none of its addresses", async () => {
  const outputs = (await stackOutputs()) as { nodes: { role: string; address: string }[] };
  const controlPlanes = outputs.nodes.filter(({ role }) => role === "control-plane").map(({ address }) => address);
  expect(controlPlanes).toHaveLength(3);
  for (const host of ["kubernetes.default.svc", "198.18.0.10", ...controlPlanes]) {
    expect([host, await reaches(host, host.startsWith("kubernetes") ? 443 : 6443)]).toEqual([host, false]);
  }
});

test("the cloud's metadata service does not answer", async () => {
  expect(await reaches("169.254.169.254", 80)).toBe(false);
});

test("another user's server does not answer, though it runs", async () => {
  const own = ["exec", "--namespace", namespace, ben.metadata.name, "--", "python3", "-c"];
  const probe = `import socket; socket.create_connection(("${ben.status.podIP}", 8888), 3); print("answered")`;
  expect(await kubectl(...own, probe)).toContain("answered");
  expect(await reaches(ben.status.podIP, 8888)).toBe(false);
});

test("nor do the directory, the image store, a kubelet and the proxy's own API", async () => {
  for (const [host, port] of [
    ["198.18.0.2", 636],
    ["198.18.0.3", 5000],
    ["198.18.0.20", 10250],
    ["proxy-api", 8001],
  ] as const) {
    expect([host, await reaches(host, port)]).toEqual([host, false]);
  }
});

test("a lab's pod runs as an ordinary user, with no token and no way to more rights", () => {
  for (const { spec } of [alice, ben]) {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    for (const container of spec.containers) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        runAsUser: 1000,
      });
      expect(container.image).toMatch(/@sha256:[0-9a-f]{64}$/);
    }
  }
});
