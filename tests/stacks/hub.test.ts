import { loadConfig } from "../../stacks/config";
import { hubNetwork } from "../../stacks/hub";
import { openstackExample, valuesOf } from "./example";

test("users' servers reach no API of the stack: neither side's, and from outside neither", () => {
  const plain = openstackExample();
  Object.assign(plain["dsaas:openstack"] as object, {
    apiFloatingIps: { blue: "203.0.113.4", green: "203.0.113.5" },
  });
  const values = valuesOf(plain);
  const config = loadConfig({
    values,
    isSecret: () => true,
    stackName: "prod",
  });
  const network = hubNetwork(config, "blue", ["192.0.2.20"], ["192.0.2.20", "192.0.2.21"]);
  expect(network.apiServers).toEqual(["192.0.2.10", "192.0.2.20"]);
  expect(network.machines).toEqual([
    ...["192.0.2.20", "192.0.2.21", "192.0.2.10", "192.0.2.12"],
    ...["203.0.113.4", "203.0.113.5"],
  ]);
});
