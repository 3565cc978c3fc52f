import { testTool } from "../../lab/toolchain";

// After the lab is up: what they are made of has been compiled for it.
test.each(["datacentre", "network-policies", "pulumi-resource-vsphere", "pulumi-resource-openstack"])(
  "%s passes its own Go tests",
  (tool) => testTool(tool),
  1_200_000,
);
