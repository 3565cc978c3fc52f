import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { checkedDisk } from "../../components/machines/vsphere/machine";
import { machine } from "../components/machines/fixtures";
import { blocks, page, quoted, tableOf } from "./page";
import { accepted } from "./stackFile";

const text = page("vsphere");
const snapshots = join(__dirname, "..", "components", "machines", "vsphere", "__snapshots__");
const snapshot = (name: string) => readFileSync(join(snapshots, `${name}.test.ts.snap`), "utf8");

const roles = new Map(
  tableOf(text, "role", "on", "to children").map(([role = "", , , privileges = ""]) => [
    quoted(role)[0] ?? "",
    quoted(privileges),
  ]),
);

test("what govc is told is what the table of roles says", () => {
  const created = [...text.matchAll(/^govc role\.create (\S+) (.*)$/gm)].map(
    ([, role = "", privileges = ""]) => [role, privileges.split(" ")] as const,
  );
  expect(created).toEqual([...roles].filter(([, privileges]) => privileges.length > 0));
  const given = [...text.matchAll(/-role (\S+) -propagate=(\S+)/g)].map(([, role, children]) => [role, children]);
  const asked = tableOf(text, "role", "on", "to children")
    .map(([role = "", on, children]) => [quoted(role)[0], on, children === "yes" ? "true" : "false"])
    .filter(([, on]) => on !== "global permission");
  expect(given).toEqual(asked.map(([role, , children]) => [role, children]));
});

test("each privilege is explained, and none that is not given", () => {
  const explained = tableOf(text, "privilege", "in the client", "for").map(([name = ""]) => quoted(name)[0]);
  expect([...explained].sort()).toEqual([...roles.values()].flat().sort());
});

test("what the program makes is in the table, and nothing else is", () => {
  const made = [...snapshot("vsphere-machines").matchAll(/"type": "vsphere:index\/\w+:(\w+)"/g)].map(
    ([, kind]) => kind,
  );
  const rows = tableOf(text, "resource", "name", "how many").map(([kind = ""]) => quoted(kind)[0]);
  expect(new Set(rows)).toEqual(new Set(made));
});

test("the stack file is accepted, by itself and with the page's block", () => {
  const [fragment = ""] = blocks(text, "yaml");
  expect(accepted("prod", {})).toBe("accepted");
  expect(accepted("prod", parse(fragment) as Record<string, unknown>)).toBe("accepted");
});

test("what Pulumi is said to say is what it says", () => {
  const known = [snapshot("explain"), tooSmall()].join("\n");
  const said = tableOf(text, "it is", "Pulumi says").flatMap(([, says = ""]) => quoted(says));
  expect(said.length).toBeGreaterThan(6);
  expect(said.filter((sentence) => !known.includes(sentence))).toEqual([]);
});

function tooSmall(): string {
  try {
    checkedDisk(machine(), { template: { disk: { sizeGiB: 40, thinProvisioned: true, eagerlyScrub: false } } });
    return "nothing";
  } catch (error) {
    return pulumi.RunError.isInstance(error) ? error.message : String(error);
  }
}
