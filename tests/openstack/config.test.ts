import { databases } from "../../lab/openstack/config/common";
import { clientConfig } from "../../lab/openstack/config/client";
import { configFiles } from "../../lab/openstack/config/files";
import { iniText } from "../../lab/openstack/config/ini";
import { catalogue, computeHosts, ports } from "../../lab/openstack/facts";

const files = configFiles(
  { services: "services-password", messages: "messages-password", certificates: "certificates-key" },
  "fake.FakeDriver",
);

test.each(Object.keys(files))("%s", (path) => expect(files[path]).toMatchSnapshot());

test("sections and options stand in the order of the object", () => {
  expect(iniText({ a: { x: 1, y: true }, b: { z: "w" } })).toBe("[a]\nx = 1\ny = true\n\n[b]\nz = w\n");
});

test("each database is some service's, and reached through the socket", () => {
  const urls = Object.values(files).flatMap((text) =>
    [...text.matchAll(/^connection = (\S+)/gm)].map(([, url]) => url),
  );
  const named = urls.map((url) => /localhost\/(\w+)\?unix_socket=\/run\/mysqld.sock/.exec(url ?? "")?.[1]);
  // cell0 stands in nova's own table of cells.
  expect(named.sort()).toEqual(databases.filter((name) => name !== "nova_cell0").sort());
});

test("nothing listens beyond loopback", () => {
  const bound = Object.values(files).flatMap((text) =>
    [...text.matchAll(/^(?:bind_host|osapi_\w+_listen|listeners\.tcp\.default) = (\S+)/gm)].map(([, value]) => value),
  );
  expect(bound.length).toBeGreaterThan(2);
  expect(bound.every((value) => value?.startsWith("127.0.0.1"))).toBe(true);
});

test("the client's accounts", () => {
  expect(clientConfig({ admin: "ADMIN", tenant: "TENANT" })).toMatchSnapshot();
});

test("each API has a port of its own, and each compute host a file", () => {
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
  for (const [api, { url }] of Object.entries(catalogue)) expect(url).toContain(`:${ports[api as keyof typeof ports]}`);
  for (const host of computeHosts) expect(files[`/etc/nova/${host}.conf`]).toBe(`[DEFAULT]\nhost = ${host}\n`);
});
