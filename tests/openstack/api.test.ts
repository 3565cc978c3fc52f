import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenRequest } from "../../lab/openstack/api/client";
import { curlConfig, parseAnswer } from "../../lab/openstack/api/curl";
import { ensureDebianPackages } from "../../lab/toolchain/apt";

test("what curl is told, as it reads it", () => {
  const headers = { "X-Auth-Token": "t" };
  const request = { method: "POST", url: "http://127.0.0.1:1/v3", headers, body: { a: 'b"\\\n' } } as const;
  expect(curlConfig(request)).toMatchInlineSnapshot(`
   "url = "http://127.0.0.1:1/v3"
   request = "POST"
   header = "Accept: application/json"
   header = "Content-Type: application/json"
   header = "Expect:"
   header = "X-Auth-Token: t"
   data-binary = "{\\"a\\":\\"b\\\\\\"\\\\\\\\\\\\n\\"}"
   "
  `);
});

describe("curl", () => {
  beforeAll(() => ensureDebianPackages(["curl"]), 600_000);

  test("sends any text unchanged", async () => {
    const body = 'quotes " and \\ back\nlines\r\n\ttabs, @files and ünïcödé \\n';
    const received = new Promise((done) => {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        const { method, headers } = request;
        request
          .on("data", (chunk: Buffer) => chunks.push(chunk))
          .on("end", () => {
            response.end();
            server.close();
            done({ method, type: headers["content-type"], body: Buffer.concat(chunks).toString() });
          });
      });
      server.listen(0, "127.0.0.1", () => {
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`;
        const config = curlConfig({ method: "PUT", url, headers: { "Content-Type": "text/plain" }, body });
        spawn("curl", ["--silent", "--noproxy", "*", "--config", "-"]).stdin.end(config);
      });
    });
    expect(await received).toEqual({ method: "PUT", type: "text/plain", body });
  });
});

test("an answer's status, headers and body", () => {
  const answer = parseAnswer('HTTP/1.1 201 CREATED\r\nX-Subject-Token: abc:d\r\nVary: x\r\n\r\n{"a":\r\n\r\n1}');
  expect(answer).toEqual({ status: 201, headers: { "x-subject-token": "abc:d", vary: "x" }, body: '{"a":\r\n\r\n1}' });
  expect(() => parseAnswer("curl: (7) no")).toThrow("not an HTTP answer: curl: (7) no");
});

test("a token is asked for by password and for one project", () => {
  expect(tokenRequest({ user: "u", password: "p", project: "x" })).toMatchInlineSnapshot(`
   {
     "auth": {
       "identity": {
         "methods": [
           "password",
         ],
         "password": {
           "user": {
             "domain": {
               "id": "default",
             },
             "name": "u",
             "password": "p",
           },
         },
       },
       "scope": {
         "project": {
           "domain": {
             "id": "default",
           },
           "name": "x",
         },
       },
     },
   }
  `);
});
