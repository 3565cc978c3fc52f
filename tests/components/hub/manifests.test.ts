import { cullerDeployment } from "../../../components/hub/cullerPod";
import { claimBody, hubClaims } from "../../../components/hub/database";
import { hubDeployment } from "../../../components/hub/hubPod";
import { corePriority, disruptionBudget, hubNamespace } from "../../../components/hub/namespace";
import { networkPolicies } from "../../../components/hub/networkPolicies";
import { proxyDeployment } from "../../../components/hub/proxyPod";
import { hubRole, hubRoleBinding, hubServiceAccount } from "../../../components/hub/rbac";
import { hubService, proxyApiService, publicService } from "../../../components/hub/services";
import { hubSettings } from "../../../components/hub/settings";
import { homeClass, network, spec } from "./example";

const { namespace } = spec;

test.each([
  ["namespace", hubNamespace(namespace)],
  ["priority", corePriority(namespace)],
  ["budget", disruptionBudget(namespace, "hub")],
  ["account", hubServiceAccount(namespace)],
  ["role", hubRole(spec)],
  ["role binding", hubRoleBinding(namespace)],
  ["claims", hubClaims(spec).map((claim) => claimBody(namespace, claim, homeClass, {}))],
  ["hub", hubDeployment(spec, "hash")],
  ["proxy", proxyDeployment(spec, "hash")],
  ["culler", cullerDeployment(spec, "hash")],
  ["hub service", hubService(spec)],
  ["proxy API service", proxyApiService(spec)],
  ["public service", publicService(spec)],
  ["policies", networkPolicies(spec, network)],
  ["settings", hubSettings(spec, homeClass, false)],
])("%s", (_name, manifest) => {
  expect(manifest).toMatchSnapshot();
});

test("strict transport security only with the operator's certificate", () => {
  const header = "Strict-Transport-Security";
  expect(hubSettings(spec, homeClass, true).headers[header]).toBe("max-age=15768000");
  expect(hubSettings(spec, homeClass, false).headers).not.toHaveProperty(header);
});

test("plain HTTP is sent to the port that users type", () => {
  const command = (url: string) => JSON.stringify(proxyDeployment({ ...spec, url }, "hash"));
  expect(command("https://hub.example.org")).toContain("--redirect-to=443");
  expect(command("https://localhost:8443")).toContain("--redirect-to=8443");
});

test("settings hold nothing secret and no file that has a place of its own", () => {
  const text = JSON.stringify(hubSettings(spec, homeClass, false));
  expect(text).not.toContain("CERTIFICATE");
  expect(text).not.toContain("<svg");
  expect(text.toLowerCase()).not.toContain("password");
});
