import { createHash, pbkdf2Sync, randomBytes } from "node:crypto";
import { keyFolders } from "../config/identity";

/**
 * A password as keystone keeps it, in the form of passlib's `pbkdf2_sha512`, which it checks beside bcrypt. The passwords
 * are random and long: many rounds would protect nothing.
 */
export function keystoneHash(password: string, salt: Buffer = randomBytes(16)): string {
  const rounds = 1000;
  const digest = pbkdf2Sync(password, salt, rounds, 64, "sha512");
  return `$pbkdf2-sha512$${rounds}$${adaptedBase64(salt)}$${adaptedBase64(digest)}`;
}

/** passlib's base64: `.` for `+`, and no padding. */
function adaptedBase64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("+", ".").replaceAll("=", "");
}

/** A key for keystone's tokens (Fernet: 32 bytes in URL-safe base64), made of one of the lab's secrets. */
export function fernetKey(secret: string): string {
  return `${createHash("sha256").update(secret).digest("base64url")}=`;
}

/** The key of certificates that octavia encrypts: 32 characters, of which it makes bytes itself. */
export function certificatesKey(secret: string): string {
  return fernetKey(`${secret} certificates`).slice(0, 32);
}

/**
 * SQL that gives accounts of the cached database this lab's passwords: one statement a line, as `--init-file` asks.
 *
 * @param hashes hashed password of each account, by user name
 */
export function passwordStatements(hashes: Readonly<Record<string, string>>): string {
  const statement = ([user, hash]: [string, string]): string =>
    "UPDATE keystone.password JOIN keystone.local_user ON local_user.id = password.local_user_id " +
    `SET password_hash = '${hash}' WHERE local_user.name = '${user}';\n`;
  return Object.entries(hashes).map(statement).join("");
}

/** keystone's key files, by path: each folder has the key in use, 1, and the one that would follow it, 0. */
export function keyFiles(secret: string): Record<string, string> {
  const files = keyFolders.flatMap((folder) =>
    ["0", "1"].map((name) => [`${folder}/${name}`, fernetKey(`${secret} ${folder} ${name}`)]),
  );
  return Object.fromEntries(files) as Record<string, string>;
}
