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

/** Whether `address` is between the subnet's first and last address, both included. */
export function contains(subnet: Subnet, address: number): boolean {
  return address >= subnet.network && address <= subnet.broadcast;
}
