import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ontapClient, type OntapAccess } from "../../../../components/storage/ontap/client";
import type { OntapFault } from "../../../fakes/ontap";
import { authority } from "../../cluster/pki.fixtures";
import { access, fake, failure, homes, hurried, password, stopAll, system } from "./fixtures";

afterEach(stopAll);

const incomplete = "the list is not complete and nothing was concluded from it";

/** Every way in which a list may come wrong, and what is said of it. */
const faults: [string, OntapFault, RegExp][] = [
  ["503 for ever", { kind: "status", status: 503 }, /it answered 503 .*asked 5 times/],
  ["500", { kind: "status", status: 500 }, /it answered 500/],
  ["429 that asks for an hour", { kind: "status", status: 429, retryAfter: "3600" }, /come back in 3600 s/],
  ["cut in the middle of the body", { kind: "cut" }, /the answer broke off in the middle \(ECONNRESET\)/],
  ["half a page", { kind: "halfPage" }, /page 1 says 4 records and holds 2/],
  ["a link that repeats", { kind: "loop", calls: 2 }, /page 1 leads back to one that was read already/],
  ["no JSON", { kind: "garbage" }, /the answer is not JSON/],
  ["no records", { kind: "noRecords" }, /page 1 is no list: records:/],
  ["an error beside the records", { kind: "errorInside" }, /carries an error \("The node node2 did not answer\."\)/],
  ["an unknown status", { kind: "status", status: 404 }, /it answered 404/],
  ["another host's link", { kind: "next", href: "https://198.51.100.1/api/storage/volumes?x=1" }, /leads elsewhere/],
  ["another host's short link", { kind: "next", href: "//198.51.100.1/api/storage/volumes?x=1" }, /leads elsewhere/],
  ["another object's link", { kind: "next", href: "/api/security/accounts?x=1" }, /leads elsewhere/],
];

test.each(faults)("%s: an error that says that nothing was concluded", async (_, fault, said) => {
  const ontap = await fake({ volumes: homes(4), faults: [{ ...fault, path: "/api/storage/volumes" }] });
  const message = await failure(system(ontap).volumes());
  expect(message).toMatch(said);
  expect(message).toContain(incomplete);
  expect(message).toContain(`ONTAP at ${ontap.address}, /api/storage/volumes: `);
  expect(message.endsWith(".")).toBe(true);
});

test.each(["slow", "trickle"] as const)("%s: the time is for the whole exchange", async (kind) => {
  const fault: OntapFault = kind === "slow" ? { kind, milliseconds: 2_000 } : { kind };
  const ontap = await fake({ volumes: homes(4), faults: [fault] });
  const { options } = hurried({ timeout: 150, attempts: 2 });
  const message = await failure(system(ontap, { options }).volumes());
  expect(message).toContain(`no whole answer within 0.15 s (asked 2 times), so ${incomplete}`);
});

test("an answer too long for any page is not read on", async () => {
  const [home] = homes(1);
  const ontap = await fake({ volumes: home ? [{ ...home, comment: "x".repeat(33 * 2 ** 20) }] : [] });
  const message = await failure(system(ontap, { options: hurried({ attempts: 1 }).options }).volumes());
  expect(message).toContain(`the answer is longer than 32 MiB (asked 1 times), so ${incomplete}`);
});

test("nobody there: asked again, then told", async () => {
  const ontap = await fake();
  await ontap.close();
  const { slept, options } = hurried();
  const message = await failure(ontapClient(access(ontap), options).get("/api/cluster"));
  expect(message).toContain("it cannot be reached (ECONNREFUSED) (asked 5 times)");
  expect(slept).toEqual([500, 1000, 2000, 4000]);
});

const passing: [string, OntapFault, number[]][] = [
  ["503 twice", { kind: "status", status: 503, calls: 2 }, [500, 1000]],
  ["429 with Retry-After", { kind: "status", status: 429, retryAfter: "7", calls: 1 }, [7000]],
  [
    "503 with Retry-After: a date gone by",
    { kind: "status", status: 503, retryAfter: "Thu, 01 Jan 1970 00:00:00 GMT", calls: 1 },
    [0],
  ],
  ["a cut connection", { kind: "cut", calls: 1 }, [500]],
];

test.each(passing)("%s: waits and goes on", async (_, fault, waits) => {
  const ontap = await fake({ volumes: homes(3), faults: [fault] });
  const { slept, options } = hurried();
  expect(await system(ontap, { options }).volumes()).toHaveLength(3);
  expect(slept).toEqual(waits);
});

test.each([
  [401, /user "dsaas" is not let in \(401/],
  [
    403,
    /user "dsaas" may not read this \(403.*readonly on \/api\/storage\/volumes, \/api\/svm\/svms and \/api\/network\/ip\/interfaces/,
  ],
])("%d is told at once", async (status, said) => {
  const ontap = await fake({ faults: [{ kind: "status", status }] });
  const { slept, options } = hurried();
  expect(await failure(system(ontap, { options }).volumes())).toMatch(said);
  expect(slept).toEqual([]);
  expect(ontap.requests).toHaveLength(1);
});

test("a wrong password is 401", async () => {
  const ontap = await fake();
  const wrong = { kind: "password" as const, username: "dsaas", password: "Wrong-Secret" };
  const message = await failure(system(ontap, { access: { ...access(ontap), credentials: wrong } }).volumes());
  expect(message).toMatch(/user "dsaas" is not let in \(401 \("User is not authorized\."\)\)/);
  expect(message).not.toContain("Wrong-Secret");
});

test("the password is in no message, even when the server says it back", async () => {
  const token = Buffer.from(`dsaas:${password}`).toString("base64");
  const echo = `you sent ${password} as Basic ${token}`;
  const spoilt: OntapFault[] = [
    ...faults.map(([, fault]) => fault),
    ...[400, 401, 403, 429, 503].map((status) => ({ kind: "status" as const, status, message: echo })),
    { kind: "errorInside", message: echo },
  ];
  const ontap = await fake({ volumes: homes(4) });
  for (const fault of spoilt) {
    ontap.setFaults([fault]);
    const message = await failure(system(ontap).volumes());
    expect(message).not.toBe("no error");
    expect(message).not.toContain(password);
    expect(message).not.toContain(token);
  }
});

test("a certificate of another CA is refused, and nothing is sent", async () => {
  const ontap = await fake();
  const other = await fake();
  for (const trusted of [{ trustedCaCertificate: other.caCertificate }, {}]) {
    const { address, credentials } = access(ontap);
    const { slept, options } = hurried();
    const message = await failure(ontapClient({ address, credentials, ...trusted }, options).get("/api/cluster"));
    expect(message).toMatch(/its certificate is not trusted \([A-Z_]+\); put the CA/);
    expect(slept).toEqual([]);
  }
  expect(ontap.requests).toEqual([]);
});

test("a shell that turns verification off does not turn this one off", async () => {
  const ontap = await fake();
  const { address, credentials } = access(ontap);
  // In a process of its own: jest's process.env is a copy, which Node.js does not look at.
  const module = join(__dirname, "../../../../components/storage/ontap/client.ts");
  const script = `const { ontapClient } = require(${JSON.stringify(module)});
    ontapClient(${JSON.stringify({ address, credentials })}).get("/api/cluster").then(() => "let in", String).then(console.log);`;
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_OPTIONS: "" };
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", "-e", script], { env });
  expect((await run).stdout).toContain("its certificate is not trusted");
  expect(ontap.requests).toEqual([]);
});

test("a name that the certificate was not made for is refused", async () => {
  const ontap = await fake();
  const address = ontap.address.replace("127.0.0.1", "localhost");
  const message = await failure(ontapClient({ ...access(ontap), address }).get("/api/cluster"));
  expect(message).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
});

test("a client certificate lets in, without any password", async () => {
  const ca = await authority();
  const ontap = await fake({ volumes: homes(2), clientCa: ca.certificate });
  const credentials = { kind: "certificate" as const, ...(await ca.issue("dsaas")) };
  expect(await system(ontap, { access: { ...access(ontap), credentials } }).volumes()).toHaveLength(2);
  expect(new Set(ontap.requests.map(({ authentication }) => authentication))).toEqual(new Set(["certificate"]));
  const stranger = { kind: "certificate" as const, ...(await ca.issue("stranger")) };
  const message = await failure(system(ontap, { access: { ...access(ontap), credentials: stranger } }).volumes());
  expect(message).toContain('the user of the certificate "CN=stranger" is not let in (401');
});

test("certificates that cannot be used are told before anything is sent, without their text", async () => {
  const [one, two] = [await (await authority()).issue("one"), await (await authority()).issue("two")];
  const bad: OntapAccess["credentials"][] = [
    { kind: "certificate", certificate: "none", privateKey: one.privateKey },
    { kind: "certificate", certificate: one.certificate, privateKey: "none" },
    { kind: "certificate", certificate: one.certificate, privateKey: two.privateKey },
  ];
  for (const credentials of bad) {
    expect(() => ontapClient({ address: "192.0.2.40", credentials })).toThrow(/^ONTAP at 192\.0\.2\.40: .*PEM/);
  }
});

test.each(["", "192.0.2.40/api", "admin@192.0.2.40", "https://192.0.2.40", "a b", "host:port", "x?y", "x#y"])(
  "the address %j is refused",
  (address) => {
    const credentials = { kind: "password" as const, username: "dsaas", password };
    expect(() => ontapClient({ address, credentials })).toThrow("is no host; give one such as 192.0.2.40");
  },
);

test.each(["192.0.2.40", "192.0.2.40:8443", "svm.example.org", "2001:db8::40", "[2001:db8::40]:8443"])(
  "the address %j is taken",
  (address) => {
    const credentials = { kind: "password" as const, username: "dsaas", password };
    expect(ontapClient({ address, credentials }).address).toBe(address);
  },
);
