import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { binDir, labDir, labNamespace } from "../paths";
import type { Daemon } from "./daemon";
import { directoryAddress, gatewayAddress, registryAddress, zone } from "./facts";
import { listener } from "./ports";

/** Names of the data centre, without the zone. */
export const names: Readonly<Record<string, string>> = {
  ldap: directoryAddress,
  registry: registryAddress,
  vcenter: "127.0.0.1",
};

const corefile = join(labDir, "run", "Corefile");
const zoneFile = join(labDir, "run", "zone");

/** The zone's records. Times to live are short: the lab changes faster than any network. */
export function zoneText(): string {
  const hosts = Object.entries({ dns: gatewayAddress, ...names }).map(([name, address]) => `${name} IN A ${address}\n`);
  return `$ORIGIN ${zone}.
$TTL 30
@ IN SOA dns hostmaster 1 3600 600 86400 5
@ IN NS dns
${hosts.join("")}`;
}

/**
 * CoreDNS's configuration: the zone, and for every other name the answer that it does not exist, at once, so that nothing
 * waits for a world that cannot be reached.
 */
export function corefileText(zoneFile: string): string {
  return `${zone}:53 {
    bind ${gatewayAddress}
    file ${zoneFile}
    errors
}
.:53 {
    bind ${gatewayAddress}
    template ANY ANY {
        rcode NXDOMAIN
    }
    errors
}
`;
}

/** The name server as a daemon; writes its configuration. */
export async function dnsDaemon(): Promise<Daemon> {
  await mkdir(join(labDir, "run"), { recursive: true });
  const texts = [corefileText(zoneFile), zoneText()] as const;
  await writeFile(corefile, texts[0]);
  await writeFile(zoneFile, texts[1]);
  return {
    name: "dns",
    command: [join(binDir, "coredns"), "-conf", corefile],
    namespace: labNamespace,
    settings: texts.join(""),
    ready: async () => (await listener(53, { namespace: labNamespace, udp: true })) !== undefined,
  };
}
