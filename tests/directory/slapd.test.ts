import { slapdConfig } from "../../lab/directory/slapd";

test("configuration of the directory server", () => {
  const files = {
    openLdap: "/openldap",
    schema: "/schema/active-directory.schema",
    database: "/directory/database",
    ca: "/directory/ca.crt",
    certificate: "/directory/ldap.crt",
    key: "/directory/ldap.key",
  };
  expect(slapdConfig(files, "{SSHA}hashed")).toMatchSnapshot();
});
