import { existsSync } from "node:fs";
import { execa } from "execa";
import { LabError } from "../errors";
import { labNamespace } from "../paths";
import { inNamespace } from "./daemon";
import { bridge, directoryAddress, gatewayAddress, prefixLength, registryAddress } from "./facts";

/** A fixed address, or the bridge would take over that of whichever machine is plugged in, and neighbours would lose it. */
const bridgeMac = "02:00:c6:12:00:01";

/**
 * Commands of `ip -n NAMESPACE -batch` that make the network whatever part of it is there.
 *
 * The default route says no at once, so that what looks for the world outside does not wait for it.
 */
export function networkCommands(hasBridge: boolean): string[] {
  const addresses = [gatewayAddress, directoryAddress, registryAddress];
  return [
    "link set lo up",
    ...(hasBridge ? [] : [`link add ${bridge} address ${bridgeMac} type bridge mcast_snooping 0`]),
    `link set ${bridge} up`,
    ...addresses.map((address) => `addr replace ${address}/${prefixLength} dev ${bridge}`),
    "route replace unreachable default metric 1000",
  ];
}

/** Kernel settings of the namespace: refuse for others, too; and let no firewall of the host see what the bridge carries. */
const settings = ["net.ipv4.ip_forward=1"];
const bridgeSettings = ["net.bridge.bridge-nf-call-iptables=0", "net.bridge.bridge-nf-call-ip6tables=0"];

/** Makes the data centre's network, or what is missing of it. */
export async function createNetwork(): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new LabError("The lab needs root, for network namespaces and machines: run it as root.");
  if (!networkExists()) await ip(["netns", "add", labNamespace]);
  const hasBridge = await ip(["-n", labNamespace, "link", "show", bridge]).then(
    () => true,
    () => false,
  );
  await ip(["-n", labNamespace, "-batch", "-"], `${networkCommands(hasBridge).join("\n")}\n`);
  await inside(["sysctl", "-qw", ...settings]);
  await inside(["sysctl", "-qw", ...bridgeSettings]).catch(() => undefined); // Without br_netfilter there is nothing to switch off.
}

/** Removes the network; processes that are still in it keep it, nameless, until they end. */
export async function destroyNetwork(): Promise<void> {
  if (networkExists()) await ip(["netns", "del", labNamespace]);
}

/** Whether the network namespace is there. */
export function networkExists(): boolean {
  return existsSync(`/run/netns/${labNamespace}`);
}

/** Processes in the data centre's network. */
export async function networkProcesses(): Promise<number[]> {
  if (!networkExists()) return [];
  return (await ip(["netns", "pids", labNamespace])).split("\n").filter(Boolean).map(Number);
}

async function inside(command: readonly [string, ...string[]]): Promise<void> {
  const [program, ...args] = inNamespace(labNamespace, command);
  await execa(program, args);
}

async function ip(args: string[], input = ""): Promise<string> {
  const { stdout } = await execa("ip", args, { input });
  return stdout;
}
