import { wantedOf } from "../../../../../components/machines/vsphere/leftovers";

test.each([
  ["virtualMachine:VirtualMachine", { name: "m", folder: "a/b", annotation: "notes" }],
  ["folder:Folder", { path: "a/b" }],
  ["resourcePool:ResourcePool", { name: "pool", parentResourcePoolId: "resgroup-1" }],
  [
    "computeClusterVmAntiAffinityRule:ComputeClusterVmAntiAffinityRule",
    { name: "apart", computeClusterId: "domain-c1" },
  ],
  ["tagCategory:TagCategory", { name: "dsaas-prod" }],
  ["tag:Tag", { name: "stack:prod", categoryId: "urn:c" }],
  ["host:Host", { hostname: "esx" }],
])("what %s stands for on vSphere", (type, inputs) => {
  expect(wantedOf(`vsphere:index/${type}`, inputs, "/dc1")).toMatchSnapshot();
});
