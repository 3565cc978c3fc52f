import fc from "fast-check";
import { exportHint, homeClaim, homesGrow, quotaLimits, userName } from "../../../components/hub/homes";
import { homesPolicy, homesPolicyBinding } from "../../../components/hub/homesPolicy";
import { backupClaim, databaseClaim } from "../../../components/hub/database";
import { hubRole } from "../../../components/hub/rbac";
import { byGroups, spec } from "./example";
import { spelling, username } from "./userNames";

test("claims of some names, as they will be for as long as the service lives", () => {
  expect(homeClaim("alice")).toBe("home-alice");
  expect(homeClaim("ada.lovelace")).toBe("home-ada-lovelace---d239a0a8");
  expect(homeClaim("1student")).toBe("home-x-1student---41988779");
});

test("every name has a claim of its own, and it is a DNS label", () => {
  fc.assert(
    fc.property(username, username, (one, other) => {
      expect(homeClaim(one)).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
      expect(homeClaim(one) === homeClaim(other)).toBe(one === other);
    }),
    { numRuns: 2000 },
  );
});

test("names that differ in signs, spelling or length only are still told apart", () => {
  const long = "a".repeat(80);
  const alike = [
    "a.b",
    "a_b",
    "a-b",
    "a--b",
    "a@b",
    "a..b",
    "a-b-",
    long,
    `${long}a`,
    `${long}.`,
    `${long}@example.org`,
  ];
  expect(new Set(alike.map(homeClaim)).size).toBe(alike.length);
});

test("no user's claim is one of the hub's own", () => {
  fc.assert(
    fc.property(
      username,
      (name) => ![databaseClaim, backupClaim].includes(homeClaim(name)) && homeClaim(name).startsWith("home-"),
    ),
  );
});

test("one name however it is spelt, and spelling it again changes nothing", () => {
  const domains = ["example.org"];
  for (const spelt of ["alice", "ALICE", " Alice ", "alice@example.org", "Alice@Example.ORG"])
    expect(userName(spelt, domains)).toBe("alice");
  fc.assert(
    fc.property(
      spelling,
      (text) => userName(text.toUpperCase(), []) === userName(text.toUpperCase().toLowerCase(), []),
    ),
  );
});

test("another domain is another user", () => {
  expect(userName("alice@elsewhere.org", ["example.org"])).toBe("alice@elsewhere.org");
  expect(userName("alice@notexample.org", ["example.org"])).toBe("alice@notexample.org");
  expect(userName("@example.org", ["example.org"])).toBe("@example.org");
});

test("homes cannot be deleted by accident", () => {
  expect([homesPolicy("jupyterhub"), homesPolicyBinding("jupyterhub")]).toMatchSnapshot();
});

test("the hub may change claims only where homes grow", () => {
  const verbs = (home: typeof spec.home) => {
    const { rules } = hubRole({ namespace: "jupyterhub", home }) as {
      rules: { resources: string[]; verbs: string[] }[];
    };
    return rules.filter(({ resources }) => resources.includes("persistentvolumeclaims")).flatMap((rule) => rule.verbs);
  };
  expect(homesGrow(byGroups.home)).toBe(true);
  expect(verbs(byGroups.home)).toEqual(["get", "create", "patch"]);
  for (const fixed of [{ ...byGroups.home, expandable: false }, { ...byGroups.home, quotas: [] }, spec.home])
    expect(verbs(fixed)).toEqual(["get", "create"]);
});

test("the quota counts the class of homes and leaves room for the hub's own volumes", () => {
  expect(quotaLimits({ maxHomes: 500, storageGiB: 20000 }, "dsaas-home")).toEqual({
    "dsaas-home.storageclass.storage.k8s.io/persistentvolumeclaims": "504",
    "dsaas-home.storageclass.storage.k8s.io/requests.storage": "20020Gi",
  });
  expect(quotaLimits({}, "dsaas-home")).toEqual({});
});

test("the way from outside, as the stack prints it", () => {
  expect(exportHint(byGroups.home, "jupyterhub")).toMatch(
    /^nas\.example\.org:\/export\/dsaas\/jupyterhub\/home-<user> over NFS;/,
  );
  expect(exportHint({ ...spec.home, export: { kind: "annotation", key: "dsaas/export" } }, "jupyterhub")).toContain(
    "kubectl -n jupyterhub get pvc -o custom-columns='CLAIM:.metadata.name,EXPORT:.metadata.annotations.dsaas/export'",
  );
  expect(exportHint(spec.home, "jupyterhub")).toContain("dsaas:storage.export");
});
