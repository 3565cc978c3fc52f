import { z } from "zod";

/** The services that a stack asks itself; Pulumi's provider asks the others. */
export type Service = "compute" | "network" | "image" | "load-balancer";

/** What Keystone answers to a log-in, as far as it matters here. */
export const tokenBody = z.object({
  token: z.object({
    project: z.object({ id: z.string(), name: z.string() }),
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(
          z.object({
            interface: z.string(),
            region_id: z.string().nullish(),
            region: z.string().nullish(),
            url: z.string(),
          }),
        ),
      }),
    ),
  }),
});

export type Catalogue = z.infer<typeof tokenBody>["token"]["catalog"];

/** Version of each API below the address in the catalogue. Nova's stands there already, on some clouds with the project. */
const versions: Record<Service, string> = { compute: "", network: "/v2.0", image: "/v2", "load-balancer": "/v2" };

/**
 * Where a service's API is. Catalogues name the others with or without a version at the end.
 *
 * @throws Error in one sentence where the region has no such service
 */
export function endpointOf(catalogue: Catalogue, service: Service, region: string): string {
  const at = (endpoint: Catalogue[number]["endpoints"][number]) => endpoint.region_id ?? endpoint.region;
  const all = catalogue.flatMap(({ endpoints }) => endpoints);
  const regions = [...new Set(all.map(at))].filter((name) => name !== undefined && name !== null).sort();
  if (!regions.includes(region))
    throw new Error(`dsaas:openstack.region: the cloud has no region '${region}'; it has ${regions.join(", ")}.`);
  const found = catalogue
    .filter(({ type }) => type === service)
    .flatMap(({ endpoints }) => endpoints)
    .find((endpoint) => endpoint.interface === "public" && at(endpoint) === region);
  if (found === undefined)
    throw new Error(
      `dsaas:openstack.region: region '${region}' offers no ${service} service; choose a region that does, or ask the cloud's operators for it.`,
    );
  const url = found.url.replace(/\/+$/, "");
  return service === "compute" ? url : url.replace(/\/v\d+(\.\d+)?$/, "") + versions[service];
}
