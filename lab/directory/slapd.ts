import { join } from "node:path";
import { debianTree } from "../../images/containers/debian";
import { suffix } from "./people";

/** Debian's slapd and its clients, unpacked into the cache: nothing is installed, no service of the machine starts. */
const tree = { name: "directory", variant: "extract" as const, packages: ["slapd", "ldap-utils"], customise: [] };

/** Where the programs and their files are. */
export interface OpenLdap {
  root: string;
  /** Command line of a program, run with its own tree's loader and libraries. */
  command: (program: "slapd" | "ldapadd" | "ldapsearch", args: string[]) => string[];
}

/** OpenLDAP from Debian's packages. */
export async function openLdap(): Promise<OpenLdap> {
  const root = await debianTree(tree);
  const libraries = ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"].map((folder) => join(root, folder)).join(":");
  const place = { slapd: "usr/sbin/slapd", ldapadd: "usr/bin/ldapmodify", ldapsearch: "usr/bin/ldapsearch" };
  return {
    root,
    command: (program, args) => [
      join(root, "lib64/ld-linux-x86-64.so.2"),
      ...["--library-path", libraries, "--argv0", program],
      join(root, place[program]),
      ...args,
    ],
  };
}

/** Files of a directory server. */
export interface SlapdFiles {
  /** OpenLDAP's tree. */
  openLdap: string;
  schema: string;
  database: string;
  ca: string;
  certificate: string;
  key: string;
}

/**
 * Text of slapd.conf. As with Active Directory, nobody reads anything without logging in, a searcher gets at most
 * 1000 entries, and an account that is switched off cannot log in.
 *
 * @param rootPassword hashed
 */
export function slapdConfig(files: SlapdFiles, rootPassword: string): string {
  const schemas = ["core", "cosine", "inetorgperson"].map(
    (name) => `include ${files.openLdap}/etc/ldap/schema/${name}.schema`,
  );
  return `${schemas.join("\n")}
include ${files.schema}
modulepath ${files.openLdap}/usr/lib/ldap
moduleload back_mdb
moduleload memberof
TLSCACertificateFile ${files.ca}
TLSCertificateFile ${files.certificate}
TLSCertificateKeyFile ${files.key}
TLSProtocolMin 3.3
disallow bind_anon
require authc
sizelimit 1000

database mdb
suffix "${suffix}"
rootdn "cn=root,${suffix}"
rootpw ${rootPassword}
directory ${files.database}
maxsize 268435456
index objectClass,cn,sAMAccountName,userPrincipalName,member eq
access to filter=(userAccountControl:1.2.840.113556.1.4.803:=2) attrs=userPassword
  by dn.exact=gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth manage
  by * none
access to attrs=userPassword
  by dn.exact=gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth manage
  by anonymous auth
  by * none
access to *
  by dn.exact=gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth manage
  by users read
  by * none
overlay memberof
memberof-group-oc group
memberof-member-ad member
memberof-memberof-ad memberOf
memberof-refint true
`;
}
