import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { inNamespace } from "../../lab/datacentre/daemon";
import { inventory, vspherePort } from "../../lab/datacentre/facts";
import { machinesDir } from "../../lab/datacentre/services";
import { labDir, labNamespace } from "../../lab/paths";
import { labSecret } from "../../lab/secrets";

const cookies = join(labDir, "run", "vsphere.cookies");

/** One request to the lab's vSphere API, as any client of vCenter sends it; the body of the answer. */
async function soap(request: string): Promise<string> {
  const envelope = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${request}</Body></Envelope>`;
  const url = `https://127.0.0.1:${vspherePort}/sdk`;
  // The request comes by standard input, as the first one holds the password.
  const curl = [
    "--silent",
    "--show-error",
    "--insecure",
    "--noproxy",
    "*",
    "--cookie",
    cookies,
    "--cookie-jar",
    cookies,
  ];
  const [program, ...args] = inNamespace(labNamespace, ["curl", ...curl, "--data", "@-", url]);
  const { stdout } = await execa(program, args, { input: envelope });
  const fault = /<faultstring>(.*?)<\/faultstring>/s.exec(stdout)?.[1];
  if (fault !== undefined) throw new Error(`vSphere: ${fault}`);
  return stdout;
}

const call = (method: string, type: string, object: string, rest = "") =>
  soap(`<${method} xmlns="urn:vim25"><_this type="${type}">${object}</_this>${rest}</${method}>`);

let session: Promise<string> | undefined;

async function logIn(): Promise<string> {
  await rm(cookies, { force: true });
  const password = await labSecret("vsphere.password");
  const account = `<userName>${inventory.user}</userName><password>${password}</password>`;
  return call("Login", "SessionManager", "SessionManager", account);
}

/** A VM's reference. */
async function find(machine: string): Promise<string> {
  await (session ??= logIn());
  const { UUID } = JSON.parse(await readFile(join(machinesDir, machine, "boot.json"), "utf8")) as { UUID: string };
  const answer = await call(
    "FindByUuid",
    "SearchIndex",
    "SearchIndex",
    `<uuid>${UUID}</uuid><vmSearch>true</vmSearch>`,
  );
  const reference = /<returnval[^>]*>([^<]+)</.exec(answer)?.[1];
  if (reference === undefined) throw new Error(`vSphere has no VM ${machine}`);
  return reference;
}

/** One property of a VM, as XML. */
function property(vm: string, path: string): Promise<string> {
  const wanted = `<propSet><type>VirtualMachine</type><pathSet>${path}</pathSet></propSet>`;
  const of = `<objectSet><obj type="VirtualMachine">${vm}</obj></objectSet>`;
  const specification = `<specSet>${wanted}${of}</specSet>`;
  return call("RetrieveProperties", "PropertyCollector", "propertyCollector", specification);
}

/** A VM's guestinfo, by key. */
export async function guestInfo(machine: string): Promise<Map<string, string>> {
  const answer = await property(await find(machine), "config.extraConfig");
  const values = [...answer.matchAll(/<key>(guestinfo\.[^<]+)<\/key><value[^>]*>([^<]*)<\/value>/g)];
  return new Map(values.map(([, key = "", value = ""]) => [key, value]));
}
