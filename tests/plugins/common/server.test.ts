import * as grpc from "@grpc/grpc-js";
import * as empty from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as service from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { handlers, typeOf } from "../../../lab/plugins/common/server";
import type { Properties } from "../../../lab/plugins/common/values";

const TYPE = "test:index/thing:Thing";
const URN = `urn:pulumi:lab::dsaas::dsaas:hub:Hub$${TYPE}::one`;

const plugin = {
  name: "test",
  version: "1.2.3",
  resources: [
    {
      token: TYPE,
      replacing: ["size"],
      updating: ["note"],
      computed: ["result"],
      check: ({ size }: Properties) => (size === 0 ? [{ property: "size", reason: "too small" }] : []),
      create: ({ size }: Properties) => {
        if (size === 13) throw new Error("thirteen cannot be made");
        return { id: "id", outputs: { result: "done" } };
      },
    },
  ],
};

let server: grpc.Server;
let client: service.ResourceProviderClient;

beforeAll(async () => {
  server = new grpc.Server();
  server.addService(service.ResourceProviderService, handlers(plugin));
  const port = await new Promise<number>((done, failed) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, free) =>
      error ? failed(error) : done(free),
    ),
  );
  client = new service.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});
afterAll(() => {
  client.close();
  server.forceShutdown();
});

type Call<Request, Response> = (
  request: Request,
  done: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** One call over the wire. */
const ask = <Request, Response>(call: Call<Request, Response>, request: Request) =>
  new Promise<Response>((done, failed) =>
    call.call(client, request, (error, response) => (error ? failed(error) : done(response))),
  );

const struct = (properties: Properties) => Struct.fromJavaScript(properties);
const diff = (before: Properties, after: Properties, ignored: string[] = []) =>
  ask<proto.DiffRequest, proto.DiffResponse>(
    client.diff,
    new proto.DiffRequest().setUrn(URN).setOlds(struct(before)).setNews(struct(after)).setIgnorechangesList(ignored),
  );

test("a resource's type stands after the types of its parents", () => {
  expect(typeOf(URN)).toBe(TYPE);
  expect(typeOf(`urn:pulumi:lab::dsaas::${TYPE}::a$b::c`)).toBe(TYPE);
});

test("says who it is, and that it takes no secrets so that the engine keeps them", async () => {
  const info = await ask<empty.Empty, PluginInfo>(client.getPluginInfo, new empty.Empty());
  expect(info.getVersion()).toBe("1.2.3");
  const configured = await ask<proto.ConfigureRequest, proto.ConfigureResponse>(
    client.configure,
    new proto.ConfigureRequest(),
  );
  expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([false, true]);
  const schema = await ask<proto.GetSchemaRequest, proto.GetSchemaResponse>(
    client.getSchema,
    new proto.GetSchemaRequest(),
  );
  expect(JSON.parse(schema.getSchema())).toMatchObject({ name: "test", version: "1.2.3", resources: { [TYPE]: {} } });
});

test("check gives the arguments back, with the mistakes", async () => {
  const request = new proto.CheckRequest().setUrn(URN).setNews(struct({ size: 0 }));
  const response = await ask<proto.CheckRequest, proto.CheckResponse>(client.check, request);
  expect(response.getInputs()?.toJavaScript()).toEqual({ size: 0 });
  expect(response.getFailuresList().map((one) => [one.getProperty(), one.getReason()])).toEqual([
    ["size", "too small"],
  ]);
});

test("differences: replaced, updated, ignored, none", async () => {
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const seen = (response: proto.DiffResponse) => [
    response.getChanges(),
    response.getDiffsList(),
    response.getReplacesList(),
  ];
  expect(seen(await diff({ size: 1 }, { size: 2 }))).toEqual([DIFF_SOME, ["size"], ["size"]]);
  expect(seen(await diff({ size: 1 }, { size: 1, note: "a" }))).toEqual([DIFF_SOME, ["note"], []]);
  expect(seen(await diff({ size: 1 }, { size: 2 }, ["size"]))).toEqual([DIFF_NONE, [], []]);
  expect(seen(await diff({ size: 1 }, { size: 1 }))).toEqual([DIFF_NONE, [], []]);
});

test("create, update, read, delete", async () => {
  const made = await ask<proto.CreateRequest, proto.CreateResponse>(
    client.create,
    new proto.CreateRequest().setUrn(URN).setProperties(struct({ size: 2 })),
  );
  expect([made.getId(), made.getProperties()?.toJavaScript()]).toEqual(["id", { size: 2, result: "done" }]);
  const updated = await ask<proto.UpdateRequest, proto.UpdateResponse>(
    client.update,
    new proto.UpdateRequest()
      .setUrn(URN)
      .setOlds(made.getProperties())
      .setNews(struct({ size: 2, note: "b" })),
  );
  expect(updated.getProperties()?.toJavaScript()).toEqual({ size: 2, note: "b", result: "done" });
  const read = await ask<proto.ReadRequest, proto.ReadResponse>(
    client.read,
    new proto.ReadRequest()
      .setUrn(URN)
      .setId("id")
      .setProperties(updated.getProperties())
      .setInputs(struct({ size: 2 })),
  );
  expect([read.getId(), read.getProperties()?.toJavaScript()]).toEqual(["id", { size: 2, note: "b", result: "done" }]);
  await ask<proto.DeleteRequest, empty.Empty>(client.delete, new proto.DeleteRequest().setUrn(URN).setId("id"));
});

test("errors reach Pulumi in their own words", async () => {
  const create = (urn: string, size: number) =>
    ask<proto.CreateRequest, proto.CreateResponse>(
      client.create,
      new proto.CreateRequest().setUrn(urn).setProperties(struct({ size })),
    );
  await expect(create(URN, 13)).rejects.toMatchObject({ details: "thirteen cannot be made" });
  const other = "urn:pulumi:lab::dsaas::test:index/other:Other::x";
  await expect(create(other, 1)).rejects.toMatchObject({
    details: `this test plugin has no test:index/other:Other; it has ${TYPE}`,
  });
  const read = ask<proto.ReadRequest, proto.ReadResponse>(client.read, new proto.ReadRequest().setUrn(URN).setId("id"));
  await expect(read).rejects.toMatchObject({ details: expect.stringContaining("cannot import") as string });
});
