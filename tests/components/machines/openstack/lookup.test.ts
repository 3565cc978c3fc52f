import { findSite, openStackApi, type OpenStackSite } from "../../../../components/machines/openstack";
import type { MachinePool } from "../../../../components/machines/types";
import { fakeCloud, lookups, type FakeCloud } from "../../../openstack/cloud";
import { controlPlanes, pool } from "../fixtures";

let cloud: FakeCloud;
beforeAll(async () => (cloud = await fakeCloud(lookups)));
afterAll(() => cloud.close());

const pools = [controlPlanes, pool()];
const right: Omit<OpenStackSite, "authUrl"> = {
  image: "dsaas-node-v1.34.0",
  flavors: { cp: "m1.medium", worker: "2" },
  externalNetwork: "public",
};

const find = (change: Partial<OpenStackSite> = {}, of: MachinePool[] = pools, bootVolumes = false) =>
  findSite(cloud.api, { authUrl: cloud.access.authUrl, ...right, ...change }, of, bootVolumes);

const problems = async (...args: Parameters<typeof find>) =>
  find(...args).then(
    () => [],
    (error: unknown) => (error as Error).message.split("\n"),
  );

test("names and ids are found alike", async () => {
  const found = {
    imageId: "11111111-1111-4111-8111-111111111111",
    flavorIds: { cp: "1", worker: "2" },
    externalNetworkId: "net-public",
  };
  expect(await find()).toEqual(found);
  const ids = { image: found.imageId, flavors: { cp: "1", worker: "m1.large" }, externalNetwork: "net-public" };
  expect(await find(ids)).toEqual(found);
});

test("everything that is missing is said at once, by key", async () => {
  const none = { image: "none", flavors: { cp: "none", worker: "none" }, externalNetwork: "none" };
  expect(await problems(none)).toMatchSnapshot();
  expect(await problems({ image: "99999999-9999-4999-8999-999999999999" })).toHaveLength(1);
});

test("what is known to be wrong already is told with the rest", async () => {
  const site = { authUrl: cloud.access.authUrl, ...right, image: "none" };
  const refused = findSite(cloud.api, site, pools, false, ["dsaas:openstack.network: not so"]);
  await expect(refused).rejects.toThrow(/^dsaas:openstack\.network: not so\ndsaas:openstack\.image: [^\n]*$/);
  const alone = findSite(cloud.api, { ...site, image: right.image }, pools, false, ["not so"]);
  await expect(alone).rejects.toThrow(/^not so$/);
});

test("what has two meanings is refused with both ids", async () => {
  expect(await problems({ image: "twice", externalNetwork: "both" })).toMatchSnapshot();
});

test("what is too small or not ready is refused with the sizes", async () => {
  expect(await problems({ flavors: { cp: "m1.tiny", worker: "m1.large" } })).toMatchSnapshot();
  expect(await problems({ image: "off" })).toMatchSnapshot();
  expect(await problems({ image: "large" })).toMatchSnapshot();
});

test("a flavor's own disk does not matter where machines boot from volumes", async () => {
  const small = [controlPlanes, pool({ cpus: 1, memoryMiB: 512 })];
  const flavors = { cp: "m1.medium", worker: "m1.tiny" };
  expect(await problems({ flavors }, small)).toHaveLength(1);
  expect(await problems({ flavors }, small, true)).toEqual([]);
});

describe("a cloud that cannot be asked is one sentence", () => {
  const ask = async (access: Partial<FakeCloud["access"]>) => {
    const all = { ...cloud.access, ...access };
    return findSite(openStackApi(all), { authUrl: all.authUrl, ...right }, pools, false).catch(
      (error: unknown) => (error as Error).message,
    );
  };

  test("nobody answers", async () => {
    expect(await ask({ authUrl: "http://127.0.0.1:9/v3" })).toMatch(
      /^dsaas:openstack\.authUrl: OpenStack does not answer \(127\.0\.0\.1:9[^\n]*ECONNREFUSED[^\n]*check the address[^\n]*$/,
    );
  });

  test("it is no Keystone", async () => {
    expect(await ask({ authUrl: cloud.access.authUrl.replace("identity", "elsewhere") })).toMatch(
      /^dsaas:openstack\.authUrl: .* is no Keystone of version 3[^\n]*$/,
    );
  });

  test("the region is another", async () => {
    expect(await ask({ region: "North" })).toBe(
      "dsaas:openstack.region: the cloud has no region 'North'; it has RegionOne, RegionTwo.",
    );
  });

  test("the credential is refused", async () => {
    const refusing = await fakeCloud({
      "POST /identity/v3/auth/tokens": {
        status: 401,
        body: {
          error: { code: 401, message: "The request you have made requires authentication.", title: "Unauthorized" },
        },
      },
    });
    const message = await ask({ authUrl: refusing.access.authUrl });
    await refusing.close();
    expect(message).toMatch(
      /^dsaas:openstack\.applicationCredentialId, dsaas:openstack\.applicationCredentialSecret: Keystone refuses[^\n]*$/,
    );
  });
});
