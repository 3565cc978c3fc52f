import fc from "fast-check";
import { createHash } from "node:crypto";
import { entries, hashPassword, ldif, ldifLine } from "../../lab/directory/ldif";
import { escapeDn, groupDn, groups, people, personDn } from "../../lab/directory/people";

const hashed = (account: string): string => `{hash of ${account}}`;

test("the whole directory", () => {
  expect(ldif(entries(hashed))).toMatchSnapshot();
});

test("parents stand before their children", () => {
  const seen = new Set<string>();
  for (const { dn } of entries(hashed)) {
    const parent = dn.replace(/^(?:\\.|[^,\\])+,/, "");
    if (seen.size > 0) expect(seen).toContain(parent);
    seen.add(dn);
  }
});

test("people who try what must not work are there", () => {
  const mallory = people.find(({ account }) => account === "mallory");
  const otto = people.find(({ account }) => account === "otto");
  expect(mallory?.groups).not.toContain("jupyter-users");
  expect(otto).toMatchObject({ disabled: true, groups: ["jupyter-users"] });
  expect(people.filter((person) => person.groups.includes("jupyter-users") && !person.disabled)).toHaveLength(20);
});

test("every group that a person is in exists, and account names are unique whatever their case", () => {
  for (const person of people) for (const group of person.groups) expect(groups).toContain(group);
  expect(new Set(people.map(({ account }) => account.toLowerCase())).size).toBe(people.length);
});

test("members are written as the people's own names", () => {
  const group = entries(hashed).find(({ dn }) => dn === groupDn("jupyter-admins"));
  expect(group?.["member"]).toEqual([personDn({ name: "Alice Adams (Prof)", unit: "Staff" })]);
});

test("a comma in a name is no separator", () => {
  expect(escapeDn("Ito, Ines")).toBe("Ito\\, Ines");
  expect(escapeDn("#1 a+b ")).toBe("\\#1 a\\+b\\ ");
});

test("a line of LDIF gives its value back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (value) => {
      const line = ldifLine("cn", value);
      const [, colons, text] = /^cn(::?) (.*)$/s.exec(line) ?? [];
      const read = colons === "::" ? Buffer.from(text ?? "", "base64").toString() : text;
      expect(read).toBe(value);
      expect(line).toMatch(/^[ -~]*$/);
      if (colons === ":") expect(text).not.toMatch(/^[ :<]| $/);
    }),
  );
});

test("a hashed password is SHA-1 over password and salt", () => {
  fc.assert(
    fc.property(fc.string(), (password) => {
      const bytes = Buffer.from(hashPassword(password).replace("{SSHA}", ""), "base64");
      const digest = createHash("sha1").update(password).update(bytes.subarray(20)).digest();
      expect(bytes.subarray(0, 20).equals(digest)).toBe(true);
      expect(bytes).toHaveLength(28);
    }),
  );
  expect(hashPassword("same")).not.toBe(hashPassword("same"));
});
