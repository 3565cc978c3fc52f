import { request } from "node:https";
import { startFakeOntap, tridentVolume, type FakeOntap } from ".";

let ontap: FakeOntap;
const ada = tridentVolume({ namespace: "hub", claim: "claim-ada" });

beforeAll(async () => {
  ontap = await startFakeOntap({ volumes: [ada], svm: "research", user: "dsaas", password: "secret" });
});
afterAll(() => ontap.close());

function call(method: string, path: string): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const options = { method, ca: ontap.caCertificate, auth: "dsaas:secret", agent: false as const };
    const sent = request(new URL(path, `https://${ontap.address}`), options, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(text) as unknown }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

test.each(["DELETE", "PATCH", "POST", "PUT"])("%s changes nothing, answers 405 and is written down", async (method) => {
  expect((await call(method, `/api/storage/volumes/${ada.uuid}`)).status).toBe(405);
  expect(ontap.requests.at(-1)).toMatchObject({ method, path: `/api/storage/volumes/${ada.uuid}` });
  expect((await call("GET", "/api/storage/volumes")).body).toMatchObject({ num_records: 1 });
});

test("gives the fields that were asked for, and those filtered by", async () => {
  const { body } = await call("GET", "/api/storage/volumes?svm.name=research&name=dsaas_*&fields=nas.path,size");
  expect(body).toEqual({
    records: [
      { uuid: ada.uuid, name: ada.name, svm: { name: "research" }, nas: { path: `/${ada.name}` }, size: 10 * 2 ** 30 },
    ],
    num_records: 1,
  });
  expect((await call("GET", "/api/storage/volumes?name=other*|x")).body).toEqual({ records: [], num_records: 0 });
  const everything = await call("GET", "/api/storage/volumes?fields=*");
  expect(everything.body).toEqual({ records: [ada], num_records: 1 });
});

test.each([
  ["/api/cluster", { name: "fake" }],
  ["/api/svm/svms?name=research", { num_records: 1 }],
  ["/api/network/ip/interfaces?services=data_nfs", { num_records: 2 }],
  ["/api/storage/aggregates", { num_records: 1 }],
  ["/api/protocols/nfs/export-policies", { num_records: 1 }],
  ["/api/storage/qtrees?volume.name=dsaas_*", { num_records: 1 }],
])("%s answers", async (path, expected) => {
  expect(await call("GET", path)).toMatchObject({ status: 200, body: expected });
});

test("anything else is not found", async () => {
  expect(await call("GET", "/api/storage/luns")).toMatchObject({ status: 404, body: { error: { code: "3" } } });
});
