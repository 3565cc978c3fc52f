/** An IPv4 network in CIDR terms, as unsigned 32-bit numbers. */
export interface Subnet {
  /** The network's own address. */
  network: number;
  /** The last address of the network, its broadcast address. */
  broadcast: number;
}

/** Reads `a.b.c.d` into an unsigned 32-bit number; undefined where the text is no IPv4 address. */
export function parseIpv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1);
  // "010" is octal to some readers and decimal to others: refused rather than guessed.
  if (parts.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return undefined;
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

/** Writes an unsigned 32-bit number as `a.b.c.d`. */
export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

/** The subnet of `prefixLength` bits (0–32) that `address` is in. */
export function subnetOf(address: number, prefixLength: number): Subnet {
  const size = 2 ** (32 - prefixLength);
  const network = Math.floor(address / size) * size;
  return { network, broadcast: network + size - 1 };
}

/** Reads `a.b.c.d/n`; undefined where the text is no network, or has bits set behind its prefix. */
export function parseCidr(text: string): Subnet | undefined {
  const [, address = "", bits = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const number = parseIpv4(address);
  if (number === undefined || Number(bits) > 32) return undefined;
  const subnet = subnetOf(number, Number(bits));
  return subnet.network === number ? subnet : undefined;
}

/**
 * The fewest networks with exactly the addresses of these, in order: a thousand machines that stand side by side are a
 * dozen networks.
 *
 * @throws where a text is no network
 */
export function fewestNetworks(cidrs: readonly string[]): string[] {
  const subnets = cidrs.map((text) => {
    const subnet = parseCidr(text);
    if (subnet === undefined) throw new Error(`"${text}" is not an IPv4 network; write e.g. 192.0.2.0/24`);
    return subnet;
  });
  return spans(subnets.sort((a, b) => a.network - b.network)).flatMap(({ network, broadcast }) =>
    networksFrom(network, broadcast),
  );
}

/** Sorted subnets, those that touch joined into one span of addresses. */
function spans(sorted: readonly Subnet[]): Subnet[] {
  const joined: Subnet[] = [];
  for (const { network, broadcast } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && network <= last.broadcast + 1) last.broadcast = Math.max(last.broadcast, broadcast);
    else joined.push({ network, broadcast });
  }
  return joined;
}

/** A span as networks: each the largest that begins where the one before has ended. */
function networksFrom(first: number, last: number): string[] {
  const found: string[] = [];
  for (let address = first, bits = 0; address <= last; address += 2 ** (32 - bits)) {
    bits = 0;
    while (address % 2 ** (32 - bits) !== 0 || address + 2 ** (32 - bits) - 1 > last) bits += 1;
    found.push(`${formatIpv4(address)}/${bits}`);
  }
  return found;
}

/** Whether `address` is between the subnet's first and last address, both included. */
export function contains(subnet: Subnet, address: number): boolean {
  return address >= subnet.network && address <= subnet.broadcast;
}
