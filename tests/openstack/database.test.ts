import { execFileSync } from "node:child_process";
import { migrations } from "../../lab/openstack/database/migrations";
import {
  certificatesKey,
  fernetKey,
  keyFiles,
  keystoneHash,
  passwordStatements,
} from "../../lab/openstack/database/passwords";

test("the commands that make every table, in their order", () => {
  expect(migrations("PASSWORD")).toMatchSnapshot();
});

test("a password as passlib writes it with pbkdf2_sha512", () => {
  // Python's own PBKDF2, in passlib's form.
  const script = [
    "import base64, hashlib",
    "ab64 = lambda b: base64.b64encode(b).decode().rstrip('=').replace('+', '.')",
    "salt = bytes(range(240, 256))",
    "print('$pbkdf2-sha512$1000$%s$%s' % (ab64(salt), ab64(hashlib.pbkdf2_hmac('sha512', b'secret', salt, 1000))))",
  ].join("\n");
  const salt = Buffer.from(Array.from({ length: 16 }, (_, index) => 240 + index));
  expect(keystoneHash("secret", salt)).toBe(execFileSync("python3", ["-c", script], { encoding: "utf8" }).trim());
  expect(keystoneHash("secret")).not.toBe(keystoneHash("secret"));
});

test("one statement a line gives each account its password", () => {
  expect(passwordStatements({ admin: "HASH-A", openstack: "HASH-B" })).toMatchInlineSnapshot(`
   "UPDATE keystone.password JOIN keystone.local_user ON local_user.id = password.local_user_id SET password_hash = 'HASH-A' WHERE local_user.name = 'admin';
   UPDATE keystone.password JOIN keystone.local_user ON local_user.id = password.local_user_id SET password_hash = 'HASH-B' WHERE local_user.name = 'openstack';
   "
  `);
});

test("keys are 32 bytes in URL-safe base64, and no two are alike", () => {
  expect(Buffer.from(fernetKey("x"), "base64url")).toHaveLength(32);
  expect(fernetKey("x")).toMatch(/^[\w-]{43}=$/);
  const files = keyFiles("secret");
  expect(Object.keys(files)).toMatchInlineSnapshot(`
   [
     "/etc/keystone/fernet-keys/0",
     "/etc/keystone/fernet-keys/1",
     "/etc/keystone/credential-keys/0",
     "/etc/keystone/credential-keys/1",
   ]
  `);
  expect(new Set(Object.values(files)).size).toBe(4);
});

test("octavia's key is of the one length that it takes", () => {
  expect(certificatesKey("secret")).toMatch(/^[\w-]{32}$/);
  expect(certificatesKey("secret")).not.toBe(certificatesKey("other"));
});
