import { explainFailure } from "../../../../components/machines/openstack/failures";
import { lives } from "../../../../components/machines/openstack/servers";

const server = "The server dsaas-demo-0a1b2c3d-worker-1";

// As terraform-provider-openstack 1.54.1 words them.
const http = (status: number, body: string) =>
  `error: 1 error occurred:\n\t* Error creating: Expected HTTP response code [201 202] when accessing [POST https://c.example.org/servers], but got ${status} instead\n${body}`;

test.each([
  [
    "quota of instances",
    {
      label: server,
      raw: http(
        403,
        '{"forbidden": {"code": 403, "message": "Quota exceeded for instances: Requested 1, but already used 2 of 2 instances"}}',
      ),
    },
  ],
  [
    "quota of ports",
    {
      label: "The port dsaas-demo-hub",
      raw: http(
        409,
        `{"NeutronError": {"type": "OverQuota", "message": "Quota exceeded for resources: ['port'].", "detail": ""}}`,
      ),
    },
  ],
  [
    "quota of volumes, told by an instance in ERROR",
    {
      label: server,
      raw: "unexpected state 'ERROR'",
      fault:
        "Build of instance 1 aborted: VolumeSizeExceedsAvailableQuota: Requested volume exceeds allowed gigabytes quota. Quota exceeded: requested 20G",
    },
  ],
  ["an expired credential", { label: server, raw: "Authentication failed" }],
  [
    "a deleted credential",
    {
      label: server,
      raw: http(401, '{"error": {"code": 401, "message": "The request you have made requires authentication."}}'),
    },
  ],
  [
    "a missing role",
    {
      label: "The load balancer dsaas-demo-0a1b2c3d-api",
      raw: http(403, '{"faultcode": "Client", "faultstring": "Policy does not allow this request to be performed."}'),
    },
  ],
  [
    "no address",
    {
      label: "The port x",
      raw: http(
        409,
        '{"NeutronError": {"type": "IpAddressGenerationFailure", "message": "No more IP addresses available on network 1.", "detail": ""}}',
      ),
    },
  ],
  [
    "hosts that the server group does not allow",
    {
      label: server,
      raw: "unexpected state 'ERROR'",
      fault: "Exceeded max scheduling attempts 3. Last exception: Anti-affinity instance group policy was violated.",
    },
  ],
  ["no host", { label: server, raw: "unexpected state 'ERROR'", fault: "No valid host was found. " }],
  ["another fault", { label: server, raw: "unexpected state 'ERROR'", fault: "The hypervisor lost power" }],
])("%s", (_, failure) => {
  const said = explainFailure(failure);
  expect(said).toMatchSnapshot();
  expect(said).toContain(failure.label);
});

test("what nobody has seen yet is left to the provider's own words", () => {
  expect(explainFailure({ label: server, raw: http(500, "{}") })).toBeUndefined();
});

test.each([
  ["is active", { server: { status: "ACTIVE" } }, true],
  ["is still being built", { server: { status: "BUILD" } }, true],
  ["went to ERROR", { server: { status: "ERROR" } }, false],
  ["is not there", undefined, false],
])("an instance that nobody saw come up and that %s", async (_, answer, expected) => {
  const api = { get: () => Promise.resolve(answer), remove: never, put: never };
  expect(await lives(api, "0123")).toBe(expected);
});

test("nothing is held against an instance of a cloud that does not answer", async () => {
  expect(await lives({ get: never, remove: never, put: never }, "0123")).toBe(true);
});

const never = () => Promise.reject(new Error("no answer"));
