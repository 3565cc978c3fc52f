import { database } from "./common";
import type { Ini } from "./ini";

/** Folders of keystone's keys. */
export const keyFolders = ["/etc/keystone/fernet-keys", "/etc/keystone/credential-keys"] as const;

/** keystone.conf */
export function keystoneConfig(): Ini {
  return {
    database: database("keystone"),
    token: { provider: "fernet" },
    fernet_tokens: { key_repository: keyFolders[0] },
    credential: { key_repository: keyFolders[1] },
    // One process asks: its own memory serves as well as memcached.
    cache: { enabled: true, backend: "dogpile.cache.memory" },
    // Passwords here are random and long: slow hashes would protect nothing and cost each log-in a quarter of a second.
    identity: { password_hash_rounds: 4 },
  };
}
