import type { Client } from "../api/client";
import { offer } from "../facts";

interface Named {
  id: string;
  name: string;
  status: string;
}

/** The flavors, which are the sizes of the lab's pools. */
export async function ensureFlavors(admin: Client): Promise<void> {
  const { flavors } = await admin.call<{ flavors: Named[] }>("compute", "GET", "/v2.1/flavors");
  for (const flavor of offer.flavors.filter(({ name }) => !flavors.some((one) => one.name === name)))
    await admin.call("compute", "POST", "/v2.1/flavors", { flavor });
}

/** What glance keeps of the node image: a name. The lab's machines boot from a root file system of its own. */
const content = "The lab's machines boot from its node image; what runs them knows where it is.\n";

/** The node image. An upload that was cut off is done again. @returns its id */
export async function ensureImage(admin: Client): Promise<string> {
  const { images } = await admin.call<{ images: Named[] }>("image", "GET", `/v2/images?name=${offer.image}`);
  const image = images[0] ?? (await admin.call<Named>("image", "POST", "/v2/images", imageRequest));
  if (image.status !== "active")
    await admin.call("image", "PUT", `/v2/images/${image.id}/file`, content, {
      "Content-Type": "application/octet-stream",
    });
  return image.id;
}

const imageRequest = { name: offer.image, visibility: "public", disk_format: "raw", container_format: "bare" };

/**
 * The network that routers lead to. Its addresses are for documentation (RFC 5737) and nothing answers there: the lab has
 * no routers.
 */
export async function ensureExternalNetwork(admin: Client): Promise<void> {
  const name = offer.externalNetwork;
  const list = await admin.call<{ networks: Named[] }>("network", "GET", `/v2.0/networks?name=${name}`);
  const found = list.networks[0];
  const network =
    found ?? (await admin.call<{ network: Named }>("network", "POST", "/v2.0/networks", networkRequest)).network;
  const { subnets } = await admin.call<{ subnets: Named[] }>(
    "network",
    "GET",
    `/v2.0/subnets?network_id=${network.id}`,
  );
  if (subnets.length > 0) return;
  const subnet = { name, network_id: network.id, ip_version: 4, cidr: "203.0.113.0/24", enable_dhcp: false };
  await admin.call("network", "POST", "/v2.0/subnets", { subnet });
}

const networkRequest = {
  network: {
    name: offer.externalNetwork,
    "router:external": true,
    "provider:network_type": "flat",
    "provider:physical_network": offer.externalNetwork,
  },
};
