import { datacentreStatus } from "../datacentre/datacentre";
import { kubectl } from "../kubectl";
import { stackOutputs } from "../pulumi";

/** `npm run lab -- status`. */
export async function status(): Promise<void> {
  const { cloud, running, services, machines } = await datacentreStatus();
  const rows = services.map(({ name, running: up, pid }) => [name, up ? `runs (pid ${pid})` : "stopped"]);
  console.log(`Data centre (${cloud})\n${table(rows)}\n`);
  console.log(`Machines\n${machines.length === 0 ? "  none" : machines.map((name) => `  ${name}`).join("\n")}\n`);
  if (!running) return console.log("Bring the lab up with: npm run lab");
  console.log(`Nodes\n${indent(await nodes())}\n`);
  const outputs = await stackOutputs().catch(() => undefined);
  console.log(
    table([
      ["Hub", String(outputs?.["hubUrl"] ?? "not up yet")],
      ["API", String(outputs?.["apiEndpoint"] ?? "not up yet")],
      ["Generation", outputs?.["generation"] ? `${outputs["generation"]} on ${outputs["side"]}` : "not up yet"],
    ]),
  );
}

function nodes(): Promise<string> {
  return kubectl("get", "nodes", "--request-timeout=5s").catch(() => "the API does not answer");
}

function table(rows: string[][]): string {
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return rows.map(([name = "", value = ""]) => `  ${name.padEnd(width)}  ${value}`).join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
