import { createHash, randomBytes } from "node:crypto";
import { domain, groupDn, groups, people, personDn, service, suffix, type Person } from "./people";

/** One entry: attributes in their order, with one or several values. */
export type Entry = { dn: string } & Record<string, string | string[]>;

/** Active Directory's `userAccountControl`: an ordinary account, and one that is switched off. */
export const accountControl = { normal: "512", disabled: "514" };

/**
 * Every entry of the lab's directory, parents first.
 *
 * @param hashed gives the `userPassword` value of an account
 */
export function entries(hashed: (account: string) => string): Entry[] {
  const units = ["Staff", "Students", "Services", "Groups"];
  return [
    { dn: suffix, objectClass: ["dcObject", "organization"], dc: "lab", o: "Example University" },
    ...units.map((unit) => ({ dn: `ou=${unit},${suffix}`, objectClass: "organizationalUnit", ou: unit })),
    {
      dn: service.dn,
      objectClass: "user",
      cn: service.account,
      sn: service.account,
      sAMAccountName: service.account,
      userAccountControl: accountControl.normal,
      userPassword: hashed(service.account),
    },
    ...people.map((person) => personEntry(person, hashed(person.account))),
    ...groups.map(groupEntry),
  ];
}

function personEntry(person: Person, userPassword: string): Entry {
  return {
    dn: personDn(person),
    objectClass: "user",
    cn: person.name,
    sn: person.surname,
    displayName: person.name,
    sAMAccountName: person.account,
    userPrincipalName: `${person.account}@${domain}`,
    mail: `${person.account}@${domain}`,
    userAccountControl: person.disabled === true ? accountControl.disabled : accountControl.normal,
    userPassword,
  };
}

function groupEntry(name: string): Entry {
  const member = people.filter((person) => person.groups.includes(name)).map(personDn);
  // A global security group.
  return { dn: groupDn(name), objectClass: "group", cn: name, sAMAccountName: name, groupType: "-2147483646", member };
}

/** A line of LDIF; values that are not plain ASCII are in base64, as RFC 2849 asks. */
export function ldifLine(attribute: string, value: string): string {
  const plain = /^[!-9;=-~][ -~]*$/.test(value) && !value.endsWith(" ");
  return plain ? `${attribute}: ${value}` : `${attribute}:: ${Buffer.from(value).toString("base64")}`;
}

/** Text of an LDIF file. */
export function ldif(all: Entry[]): string {
  const block = (entry: Entry): string =>
    Object.entries(entry)
      .flatMap(([attribute, values]) => [values].flat().map((value) => ldifLine(attribute, value)))
      .join("\n");
  return `${all.map(block).join("\n\n")}\n`;
}

/** A password as the directory keeps it: `{SSHA}` over the password and a salt of eight bytes. */
export function hashPassword(password: string, salt: Buffer = randomBytes(8)): string {
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
}
