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

/**
 * CoreDNS's configuration: the zone's names, and for every other name the answer that it does not exist, at once, so that
 * nothing waits for a world that cannot be reached.
 */
export function corefileText(): string {
  const hosts = Object.entries(names).map(([name, address]) => `        ${address} ${name}.${zone}\n`);
  // Two servers, for CoreDNS asks `template` before `hosts` whatever their order here.
  return `${zone}:53 {
    bind ${gatewayAddress}
    hosts /dev/null {
${hosts.join("")}        ttl 30
        no_reverse
    }
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
  await writeFile(corefile, corefileText());
  return {
    name: "dns",
    command: [join(binDir, "coredns"), "-conf", corefile],
    namespace: labNamespace,
    ready: async () => (await listener(53, { namespace: labNamespace, udp: true })) !== undefined,
  };
}
