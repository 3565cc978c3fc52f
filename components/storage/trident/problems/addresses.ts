import { isIP } from "node:net";

/** Whether a text is a network in CIDR notation, of either version. */
export function isNetwork(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/** Whether a text is an address or a network. */
export const isHostOrNetwork = (text: string): boolean => isIP(text) !== 0 || isNetwork(text);

/** Whether a network is all of the Internet. */
export const isEverybody = (text: string): boolean => /^[^/]+\/0+$/.test(text);
