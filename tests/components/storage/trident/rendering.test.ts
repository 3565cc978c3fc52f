import { autogrowPolicy } from "../../../../components/storage/trident/autogrow";
import { backendConfig } from "../../../../components/storage/trident/backends";
import { storageClass } from "../../../../components/storage/trident/classes";
import { neededCredentials, secretData } from "../../../../components/storage/trident/credentials";
import { storagePrefix } from "../../../../components/storage/trident/defaults";
import { operatorCrds } from "../../../../components/storage/trident/install/crds";
import * as operator from "../../../../components/storage/trident/install/operator";
import { orchestrator } from "../../../../components/storage/trident/install/orchestrator";
import { operatorRole } from "../../../../components/storage/trident/install/role";
import * as snapshots from "../../../../components/storage/trident/snapshots/controller";
import { snapshotCrds } from "../../../../components/storage/trident/snapshots/crds";
import { backends, complete, credentials, example, homes } from "./example";

test.each(Object.values(backends))("backend of driver $driver", (backend) => {
  expect(backendConfig(backend, "prod")).toMatchSnapshot();
});

test("the least backend, with every default", () => {
  expect(backendConfig(homes, "prod")).toMatchSnapshot();
});

test.each(Object.values(backends))("no backend of $driver holds a secret or anything undefined", (backend) => {
  const text = JSON.stringify(backendConfig(backend, "prod"));
  const secrets = Object.values(credentials[backend.name] ?? {}).filter((value) => value.length > 8);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(
    /"(username|password|clientPrivateKey|chap\w+|clientID|clientSecret|private_key\w*|EndPoint)":/,
  );
  expect(JSON.parse(text)).toEqual(backendConfig(backend, "prod"));
});

test("whoever switches snapshots off sets no room aside for them", () => {
  const { defaults } = backendConfig(backends["ontap-nas-flexgroup"], "prod").spec as unknown as { defaults: object };
  expect(defaults).toMatchObject({ snapshotPolicy: "none" });
  expect(defaults).not.toHaveProperty("snapshotReserve");
});

test.each(Object.values(backends))("Secret of $driver", (backend) => {
  const data = secretData(backend, credentials[backend.name] ?? {});
  expect(data).toMatchSnapshot();
  expect(neededCredentials(backend)).toEqual(Object.keys(credentials[backend.name] ?? {}));
});

test.each([
  ["ontap-nas", "prod-1", "dsaas_prod_1_"],
  ["azure-netapp-files", "prod-1", "dsaas-prod-b-"],
  ["google-cloud-netapp-volumes", "Lab 20", "dsaas-lab-ca-"],
] as const)("prefix of %s for the stack %s", (driver, stack, prefix) => {
  expect(storagePrefix(driver, stack)).toBe(prefix);
});

describe("orchestrator", () => {
  test("by default", () => expect(orchestrator(example())).toMatchSnapshot());
  test("with a registry and silent messages", () => expect(orchestrator(complete())).toMatchSnapshot());

  test.each([
    ["NFS alone prepares no node and detaches nothing by force", [homes], { nodePrep: [], enableForceDetach: false }],
    ["iSCSI prepares nodes", [backends["ontap-san"]], { nodePrep: ["iscsi"], enableForceDetach: true }],
    ["NVMe does not", [{ ...backends["ontap-san"], sanType: "nvme" as const }], { nodePrep: [] }],
    ["Trident's own export policies keep nodes out", [backends["ontap-nas-flexgroup"]], { enableForceDetach: true }],
  ])("%s", (_, list, spec) => {
    expect(orchestrator({ backends: list }).spec).toMatchObject(spec);
  });

  test("iSCSI that the node image holds is left alone", () => {
    expect(orchestrator({ ...example(), operator: { prepareNodes: false } }).spec.nodePrep).toEqual([]);
  });
});

test("objects of the operator", () => {
  expect([
    operator.tridentNamespace(),
    operator.operatorAccount(),
    operatorRole(),
    operator.operatorBinding(),
    operator.operatorDeployment({}),
    operator.operatorDeployment({ registry: "registry.example.org/netapp" }),
  ]).toMatchSnapshot();
});

test("definitions of kinds", () => {
  expect({ ...operatorCrds(), ...snapshotCrds() }).toMatchSnapshot();
});

test("objects of snapshots", () => {
  expect([
    snapshots.snapshotClass(),
    snapshots.controllerAccount(),
    snapshots.controllerRole(),
    snapshots.controllerBinding(),
    snapshots.leaderRole(),
    snapshots.leaderBinding(),
    snapshots.controllerDeployment({}),
  ]).toMatchSnapshot();
});

test("classes and autogrow policies", () => {
  const { classes, autogrow = [] } = complete();
  expect([...classes.map(storageClass), ...autogrow.map(autogrowPolicy)]).toMatchSnapshot();
});
