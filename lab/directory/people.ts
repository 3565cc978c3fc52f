/** The directory's suffix, in the lab's own domain. */
export const suffix = "dc=lab,dc=dsaas,dc=test";
export const domain = "lab.dsaas.test";

/** Someone in the directory. */
export interface Person {
  /** What they type to log in (`sAMAccountName`). */
  account: string;
  /** Full name as Active Directory shows it; also the entry's own name. */
  name: string;
  surname: string;
  unit: "Staff" | "Students";
  /** Groups by their names. */
  groups: string[];
  /** Switched off by the institution: keeps its groups, cannot log in. */
  disabled?: boolean;
}

const users = "jupyter-users";
const administrators = "jupyter-admins";

/** Groups of the directory. */
export const groups = [users, administrators, "library"];

/** People whose names hold what real ones do: brackets, commas, letters beyond ASCII, capitals, digits, hyphens. */
export const people: Person[] = [
  { account: "alice", name: "Alice Adams (Prof)", surname: "Adams", unit: "Staff", groups: [users, administrators] },
  { account: "ben", name: "Ben Becker", surname: "Becker", unit: "Students", groups: [users] },
  { account: "carla", name: "Carla Conti", surname: "Conti", unit: "Students", groups: [users] },
  { account: "dilek", name: "Dilek Demir", surname: "Demir", unit: "Staff", groups: [users] },
  { account: "emil-e2", name: "Emil Eriksen", surname: "Eriksen", unit: "Students", groups: [users] },
  { account: "FHaddad", name: "Fatima Haddad", surname: "Haddad", unit: "Staff", groups: [users] },
  { account: "greta", name: "Greta Günther-Groß", surname: "Günther-Groß", unit: "Students", groups: [users] },
  { account: "hugo.h", name: "Hugo Hernández", surname: "Hernández", unit: "Students", groups: [users, "library"] },
  { account: "ines", name: "Ito, Ines", surname: "Ito", unit: "Staff", groups: [users] },
  { account: "7jansen", name: "Jan Jansen", surname: "Jansen", unit: "Students", groups: [users] },
  { account: "kaja", name: "Kaja Król", surname: "Król", unit: "Students", groups: [users] },
  { account: "lena", name: "Lena Larsen", surname: "Larsen", unit: "Students", groups: [users] },
  { account: "mei", name: "Mei Mäkinen", surname: "Mäkinen", unit: "Students", groups: [users] },
  { account: "nils", name: "Nils Novak", surname: "Novak", unit: "Students", groups: [users] },
  { account: "olga", name: "Olga O'Brien", surname: "O'Brien", unit: "Staff", groups: [users] },
  { account: "pia_p", name: "Pia Petrović", surname: "Petrović", unit: "Students", groups: [users] },
  { account: "quentin", name: "Quentin Quist", surname: "Quist", unit: "Students", groups: [users] },
  { account: "rosa", name: "Rosa Ruiz", surname: "Ruiz", unit: "Students", groups: [users] },
  { account: "sven", name: "Sven Šimić", surname: "Šimić", unit: "Staff", groups: [users] },
  { account: "tara", name: "Tara Thapa", surname: "Thapa", unit: "Students", groups: [users] },
  { account: "mallory", name: "Mallory Moss", surname: "Moss", unit: "Students", groups: ["library"] },
  { account: "otto", name: "Otto Olsen", surname: "Olsen", unit: "Staff", groups: [users], disabled: true },
];

/** The account with which the hub looks people up; it is in no group. */
export const service = { account: "svc-jupyter", dn: `cn=svc-jupyter,ou=Services,${suffix}` };

/** A value inside a distinguished name, RFC 4514. */
export function escapeDn(value: string): string {
  return value
    .replaceAll(/[\\,+"<>;=]/g, (character) => `\\${character}`)
    .replaceAll(/^[ #]| $/g, (edge) => `\\${edge}`);
}

/** Distinguished name of a person. */
export function personDn(person: Pick<Person, "name" | "unit">): string {
  return `cn=${escapeDn(person.name)},ou=${person.unit},${suffix}`;
}

/** Distinguished name of a group. */
export function groupDn(name: string): string {
  return `cn=${escapeDn(name)},ou=Groups,${suffix}`;
}
