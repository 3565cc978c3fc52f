import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What users of these providers report, and the tests that hold its guard: each must be there under this name. A report
 * without a test either has no guard, or none is needed; then it says why.
 */
const guards: Record<string, readonly (readonly [file: string, test: string])[] | string> = {
  "a change of extraConfig restarts a machine in place (terraform-provider-vsphere #958, #1070)": [
    ["components/machines/vsphere/vsphere-machines.test.ts", "a change of user data replaces the machine"],
  ],
  "a refresh sees redacted user data and would write it back": [
    ["components/machines/vsphere/vsphere-machines.test.ts", "redacted guestinfo is not written back"],
    ["lab/5-refresh.test.ts", "pulumi refresh finds nothing changed"],
  ],
  "eptRviMode, hvMode and syncTimeWithHost differ for ever (pulumi-vsphere #472)": [
    ["components/machines/vsphere/vsphere-machines.test.ts", "no permanent differences"],
  ],
  "a machine's name is taken (terraform-provider-vsphere #1141)": [
    ["components/machines/vsphere/vsphere-machines.test.ts", "names carry the generation"],
    ["components/machines/vsphere/vsphere-machines.test.ts", "the hook that removes what a killed run left"],
    ["lab/0-killed.test.ts", "killed at 20 points"],
  ],
  "a virtual address is reported as a machine's": [
    ["components/machines/vsphere/vsphere-machines.test.ts", "virtual addresses are nobody's own"],
  ],
  "an imageId change rebuilds in place and wipes the disk (terraform-provider-openstack #1562, #1986)": [
    ["components/machines/openstack/openstack-machines.test.ts", "made anew where OpenStack would rename, rebuild or"],
  ],
  "boot from volume with imageId set makes the machine anew in every run (terraform-provider-openstack #397)": [
    ["components/machines/openstack/openstack-machines.test.ts", "the image is named nowhere else"],
  ],
  "ports and security groups go in the wrong order (terraform-provider-openstack #153, #1466)": [
    ["components/machines/openstack/openstack-machines.test.ts", "ports are explicit, and wait for the way out"],
  ],
  "members of a load balancer that are changed one by one meet 409": [
    ["components/machines/openstack/openstack-machines.test.ts", "its members in one batch"],
  ],
  "user data is too large for Nova": [
    ["components/machines/openstack/userdata.test.ts", "more is refused with the machine and both sizes"],
  ],
  "a new kubeconfig replaces the provider and all that uses it (pulumi-kubernetes #4019, #1148)": [
    ["components/cluster/cluster.test.ts", "the provider keeps its identity as long as cluster and CA do"],
    ["plugins/kubernetes/config.test.ts", "clusterIdentifier"],
  ],
  "a preview dies where the kubeconfig is known and the API is gone (pulumi-kubernetes #2985, #3027)": [
    ["components/cluster/cluster.test.ts", "preview contacts nothing"],
    ["components/cluster/cluster.test.ts", "no kubeconfig while the API does not answer"],
    ["lab/7-drill.test.ts", "a preview names"],
  ],
  "destroy fails where the cluster is gone (pulumi-kubernetes #2675)": [
    ["components/cluster/cluster.test.ts", "deleteUnreachable"],
    ["plugins/kubernetes/server.test.ts", "deleteUnreachable"],
  ],
  "a custom object comes before its definition (pulumi-kubernetes #3247, #3188)": [
    ["components/storage/trident/trident.test.ts", "kinds, operator, Trident, backends, classes"],
  ],
  "creating fails where the object exists (pulumi-kubernetes #2926)": [
    ["components/cluster/cluster.test.ts", "upsertExistingObjects"],
    ["stacks/platform.test.ts", "every Kubernetes object is applied under the same name"],
    ["stacks/platform.test.ts", "which resource stands for which Kubernetes object"],
    ["plugins/kubernetes/server.test.ts", "takes over an object that exists"],
    ["lab/0-killed.test.ts", "killed at 20 points"],
  ],
  "secrets stand in plain text in the state (pulumi-kubernetes #999, #1353)": [
    ["components/cluster/cluster.test.ts", "the kubeconfig is secret and complete"],
    ["components/machines/vsphere/vsphere-machines.test.ts", "user data is secret in the state"],
    ["components/machines/openstack/openstack-machines.test.ts", "user data is secret in the state"],
    ["lab/5-state.test.ts", "the stack's export holds no secret in plain text"],
  ],
  "the default provider reaches whatever the shell points at (pulumi #2059)": [
    ["stacks/config.test.ts", "a stack whose default providers are not all disabled"],
    ["stacks/platform.test.ts", "nothing is left to a default provider"],
    ["stacks/schema.test.ts", "pulumi:disable-default-providers"],
  ],
  // The mocks are those of a preview: what an apply makes would not be counted.
  "resources made in an apply are missing from previews (pulumi #10233, #16140)": [
    ["stacks/platform.test.ts", "everything of a stack is made, by type"],
  ],
  "requireObject on a secret key gives plain text": [
    ["stacks/config.test.ts", "a secret in plain text is refused, and never shown"],
  ],
  "mocks leak promises into the next test (pulumi #10975)": "a rule for tests, which the import after setMocks follows",
  "charts drop hooks and make secrets anew":
    "there is no chart: the types of stacks/platform.test.ts name every object",
};

const named = Object.entries(guards).flatMap(([report, tests]) =>
  typeof tests === "string" ? [] : tests.map(([file, test]) => [report, file, test] as const),
);

test.each(named)("%s: %s has '%s'", (_report, file, test) => {
  const path = join(__dirname, file);
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, "utf8")).toContain(test);
});
