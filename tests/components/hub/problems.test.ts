import { hubProblems } from "../../../components/hub/problems";
import { duration } from "../../../components/hub/settings";
import { certificateNames } from "../../../components/hub/tls";
import type { HubSpec } from "../../../components/hub/types";
import { byGroups, spec } from "./example";

const [basic, science] = spec.profiles as [HubSpec["profiles"][0], HubSpec["profiles"][0]];
const branding = (change: Partial<HubSpec["branding"]>) => ({ branding: { ...spec.branding, ...change } });

test("a good description has none", () => {
  expect(hubProblems(spec)).toEqual([]);
  expect(hubProblems(byGroups)).toEqual([]);
});

test.each<[string, Partial<HubSpec>, string]>([
  ["namespace", { namespace: "Jupyter_Hub" }, 'hub.namespace: "Jupyter_Hub" is no DNS label'],
  ["plain HTTP", { url: "http://hub.example.org" }, 'hub.url: "http://hub.example.org" is no https address'],
  ["a path", { url: "https://example.org/hub" }, 'hub.url: "https://example.org/hub" is no https address'],
  ["no address", { address: "hub.example.org" }, 'hub.address: "hub.example.org" is no IPv4 address'],
  ["no profile", { profiles: [] }, "hub.profiles: [] is empty"],
  [
    "two defaults",
    { profiles: [basic, { ...science, default: true }] },
    'hub.profiles: ["basic","data-science"] are the defaults',
  ],
  ["no default", { profiles: [science] }, "hub.profiles: [] are the defaults; mark exactly one"],
  [
    "the same slug twice",
    { profiles: [basic, { ...science, slug: "basic" }] },
    'hub.profiles[1].slug: "basic" is used twice',
  ],
  [
    "a moving tag",
    { profiles: [{ ...basic, image: "basic:latest" }] },
    'hub.profiles[0].image: "basic:latest" is not pinned',
  ],
  ["the hub's image", { images: { ...spec.images, hub: "hub:1" } }, 'hub.images.hub: "hub:1" is not pinned'],
  [
    "a limit below the guarantee",
    { profiles: [{ ...basic, resources: { ...basic.resources, cpu: { guarantee: 2, limit: 1 } } }] },
    'hub.profiles[0].resources.cpu: {"guarantee":2,"limit":1} needs 0 < guarantee ≤ limit',
  ],
  [
    "a colour's name",
    branding({ colours: { ...spec.branding.colours, accent: "red" } }),
    'hub.branding.colours.accent: "red"',
  ],
  [
    "colours that cannot be read",
    branding({ colours: { primary: "#ffee00", onPrimary: "#ffffff", accent: "#000000" } }),
    'hub.branding.colours.onPrimary: "#ffffff" can hardly be read on primary #ffee00 (contrast 1.2',
  ],
  ["a link", branding({ links: [{ text: "Imprint", url: "javascript:alert(1)" }] }), "hub.branding.links[0].url"],
  ["a logo", branding({ logo: "logo.svg" }), "hub.branding.logo"],
  ["culling", { culling: { idleAfter: 0, checkEvery: 600, maxAge: -1 } }, "hub.culling.idleAfter: 0"],
  [
    "a default profile that is not for all",
    { profiles: [{ ...basic, groups: ["cn=staff,dc=example,dc=org"] }] },
    'hub.profiles[0].groups: ["cn=staff,dc=example,dc=org"] close the default profile to others',
  ],
  [
    "space outside the home",
    { profiles: [{ ...basic, resources: { ...basic.resources, ephemeralGiB: { guarantee: 5, limit: 1 } } }] },
    'hub.profiles[0].resources.ephemeralGiB: {"guarantee":5,"limit":1} needs 0 < guarantee ≤ limit',
  ],
  [
    "two quotas of one group",
    {
      home: {
        ...spec.home,
        quotas: [
          { group: "cn=staff", capacityGiB: 1 },
          { group: "cn=staff", capacityGiB: 2 },
        ],
      },
    },
    'hub.home.quotas[1].group: "cn=staff" has a quota already',
  ],
  [
    "an export that is one place for all",
    { home: { ...spec.home, export: { kind: "path", template: "nas.example.org:/export/{namespace}" } } },
    'hub.home.export.template: "nas.example.org:/export/{namespace}" is no NFS export of every home',
  ],
  [
    "an export that a shell would take for more",
    { home: { ...spec.home, export: { kind: "path", template: "nas:/$(id)/{claim}" } } },
    "hub.home.export.template",
  ],
  ["a quota of nothing", { quota: { maxHomes: 0 } }, "hub.quota.maxHomes: 0 must be more than 0"],
  ["a domain", { userDomains: ["@example.org"] }, 'hub.userDomains[0]: "@example.org" is no domain'],
  ["a home", { home: { capacityGiB: 0, mountPath: "home" } }, "hub.home.mountPath"],
])("%s", (_name, change, sentence) => {
  expect(hubProblems({ ...spec, ...change }).join("\n")).toContain(sentence);
});

test("all are told at once", () => {
  expect(hubProblems({ ...spec, namespace: "", address: "", profiles: [] })).toHaveLength(3);
});

test.each([
  [45, "45 seconds"],
  [60, "1 minute"],
  [5400, "90 minutes"],
  [3600, "1 hour"],
  [172800, "2 days"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("the certificate is good for the URL's host and the service's address", () => {
  const address = "198.51.100.11";
  expect(certificateNames({ url: "https://hub.example.org:8443", address })).toEqual({
    commonName: "hub.example.org",
    dnsNames: ["hub.example.org"],
    ipAddresses: [address],
  });
  expect(certificateNames({ url: `https://${address}`, address })).toMatchObject({
    dnsNames: [],
    ipAddresses: [address],
  });
});
