import { explain, explainAll } from "../../../../components/machines/vsphere/explain";

const subject = { key: "dsaas:vsphere.template", kind: "virtual machine or template", name: "node-1" };

test.each([
  [
    "wrong password",
    "error setting up new vSphere SOAP client: ServerFaultCode: Login failure: Cannot complete login due to an incorrect user name or password.",
  ],
  ["wrong password, an old vCenter", "error setting up new vSphere SOAP client: ServerFaultCode: Login failure"],
  [
    "not there",
    "invocation of vsphere:index/getVirtualMachine:getVirtualMachine returned an error: error fetching virtual machine: vm 'node-1' not found",
  ],
  ["not unique", "path 'node-1' resolves to multiple vms"],
  ["no right", "ServerFaultCode: Permission to perform this operation was denied."],
  ["connection refused", 'Post "https://vc.example.org/sdk": dial tcp 192.0.2.1:443: connect: connection refused'],
  ["unknown host", 'Post "https://vc.example.org/sdk": dial tcp: lookup vc.example.org: no such host'],
  ["unknown CA", "tls: failed to verify certificate: x509: certificate signed by unknown authority"],
  ["anything else", "ServerFaultCode: a disk is on fire \n"],
])("%s", (_, raw) => expect(explain(raw, subject)).toMatchSnapshot());

test("one reason for every failed lookup is said once, different ones one a line", () => {
  const refused = new Error("Cannot complete login due to an incorrect user name or password.");
  const datastore = { key: "dsaas:vsphere.datastore", kind: "datastore", name: "ssd" };
  expect(
    explainAll([
      { error: refused, subject },
      { error: refused, subject: datastore },
    ]).split("\n"),
  ).toHaveLength(1);
  const missing = new Error("'x' not found");
  expect(
    explainAll([
      { error: missing, subject },
      { error: missing, subject: datastore },
    ]).split("\n"),
  ).toEqual([expect.stringContaining("'node-1'"), expect.stringContaining("'ssd'")]);
});
