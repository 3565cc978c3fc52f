import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chosenCloud, parseCloud } from "../../lab/cloud";
import { offer } from "../../lab/openstack/facts";
import { labStackFile, type CloudFacts } from "../../lab/stackfile";

const committed = readFileSync(join(__dirname, "..", "..", "Pulumi.lab.yaml"), "utf8");

function config(cloud: CloudFacts, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const images = {
    hub: "hub@sha256:1",
    proxy: "proxy@sha256:2",
    basic: "basic@sha256:3",
    "data-science": "ds@sha256:4",
  };
  const facts = { cloud, directoryCa: "CA", images, storage: "/storage", overrides };
  return labStackFile(committed, facts)["config"] as Record<string, unknown>;
}

const openstack: CloudFacts = { name: "openstack", applicationCredentialId: "credential-id", image: "image-id" };

test("a stack file has the block of its cloud alone", () => {
  expect(config({ name: "vsphere" })).toMatchObject({ "dsaas:platform": "vsphere" });
  expect(config({ name: "vsphere" })).not.toHaveProperty("dsaas:openstack");
  expect(config(openstack)).toMatchObject({ "dsaas:platform": "openstack" });
  expect(config(openstack)).not.toHaveProperty("dsaas:vsphere");
});

test("OpenStack's block", () => {
  expect(config(openstack)["dsaas:openstack"]).toMatchInlineSnapshot(`
   {
     "access": {
       "api": [
         "198.18.0.0/24",
       ],
       "hub": [
         "198.18.0.0/24",
       ],
     },
     "applicationCredentialId": "credential-id",
     "authUrl": "http://127.0.0.1:5000/v3",
     "externalNetwork": "public",
     "flavors": {
       "control-plane": "dsaas-control-plane",
       "worker": "dsaas-worker",
     },
     "image": "image-id",
     "network": {
       "firstAddress": "198.18.0.20",
       "gateway": "198.18.0.1",
       "lastAddress": "198.18.0.99",
       "nameservers": [
         "198.18.0.1",
       ],
       "prefixLength": 24,
     },
     "region": "RegionOne",
   }
  `);
});

test("all else is the same on both clouds, the machines' addresses too", () => {
  const [one, other] = [config({ name: "vsphere" }), config(openstack)];
  const network = (block: unknown): object => (block as { network: object }).network;
  // A config drive tells no search domains.
  expect(network(one["dsaas:vsphere"])).toEqual({
    ...network(other["dsaas:openstack"]),
    searchDomains: ["lab.dsaas.test"],
  });
  for (const key of ["dsaas:platform", "dsaas:vsphere", "dsaas:openstack"]) {
    delete one[key];
    delete other[key];
  }
  expect(one).toEqual(other);
});

test("a key may be set for the chosen cloud, not for the other", () => {
  const set = config(openstack, { "dsaas:openstack.network.lastAddress": "198.18.0.90" });
  expect(set["dsaas:openstack"]).toMatchObject({ network: { lastAddress: "198.18.0.90" } });
  expect(() => config(openstack, { "dsaas:vsphere.folder": "x" })).toThrow('has no "dsaas:vsphere"');
});

test("the cloud offers what Pulumi.lab.yaml asks for", () => {
  const { "dsaas:cluster": cluster, "dsaas:openstack": block } = config(openstack) as {
    "dsaas:cluster": { pools: { name: string; cpus: number; memoryMiB: number; diskGiB: number }[] };
    "dsaas:openstack": { externalNetwork: string; flavors: Record<string, string> };
  };
  const sizes = cluster.pools.map(({ name, cpus, memoryMiB, diskGiB }) => ({
    name: block.flavors[name],
    vcpus: cpus,
    ram: memoryMiB,
    disk: diskGiB,
  }));
  expect(sizes).toEqual(offer.flavors);
  expect(block.externalNetwork).toBe(offer.externalNetwork);
});

test("a lab that is up keeps its cloud", () => {
  expect(chosenCloud(undefined, undefined)).toBe("vsphere");
  expect(chosenCloud(undefined, "openstack")).toBe("openstack");
  expect(chosenCloud("openstack", undefined)).toBe("openstack");
  expect(chosenCloud("openstack", "openstack")).toBe("openstack");
  expect(() => chosenCloud("openstack", "vsphere")).toThrow(
    "The lab is up with openstack and cannot change to vsphere: take it down first with npm run lab -- down.",
  );
  expect(() => parseCloud("aws")).toThrow("--cloud aws: the lab has no such cloud; write vsphere or openstack");
});
