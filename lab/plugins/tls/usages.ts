import type { Failure } from "../common/resource";
import type { Value } from "../common/values";

/** Bits of the Key Usage extension (RFC 5280, 4.2.1.3), by the official provider's names. */
const KEY_USAGES: Readonly<Record<string, number>> = {
  digital_signature: 1,
  content_commitment: 2,
  key_encipherment: 4,
  data_encipherment: 8,
  key_agreement: 16,
  cert_signing: 32,
  crl_signing: 64,
  encipher_only: 128,
  decipher_only: 256,
};

/** Object identifiers of the Extended Key Usage extension (RFC 5280, 4.2.1.12 and Microsoft's own). */
const EXTENDED_USAGES: Readonly<Record<string, string>> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  ipsec_end_system: "1.3.6.1.5.5.7.3.5",
  ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
  ipsec_user: "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
  microsoft_server_gated_crypto: "1.3.6.1.4.1.311.10.3.3",
  netscape_server_gated_crypto: "2.16.840.1.113730.4.1",
  microsoft_commercial_code_signing: "1.3.6.1.4.1.311.2.1.22",
  microsoft_kernel_code_signing: "1.3.6.1.4.1.311.61.1.1",
};

/** What a certificate may be used for. */
export interface Usages {
  /** Bits of the Key Usage extension; 0 for none. */
  key: number;
  /** Object identifiers of the Extended Key Usage extension. */
  extended: string[];
}

const names = (uses: Value | undefined): string[] => (Array.isArray(uses) ? uses.map(String) : []);

/** Reads `allowedUses`. */
export function usagesOf(allowedUses: Value | undefined): Usages {
  const uses = names(allowedUses);
  return {
    key: uses.reduce((bits, use) => bits | (KEY_USAGES[use] ?? 0), 0),
    extended: uses.map((use) => EXTENDED_USAGES[use]).filter((id) => id !== undefined),
  };
}

/** Names in `allowedUses` that mean nothing. */
export function usageFailures(allowedUses: Value | undefined): Failure[] {
  const known = { ...KEY_USAGES, ...EXTENDED_USAGES };
  return names(allowedUses)
    .filter((use) => !(use in known))
    .map((use) => ({
      property: "allowedUses",
      reason: `'${use}' is not one of ${Object.keys(known).sort().join(", ")}`,
    }));
}
