import type { Outcome } from "../lab/faults/run";

/** What one fault gave, as bench/results/faults.json keeps it: seconds out of reach, and until the cluster was whole again. */
export interface FaultRow {
  what: string;
  api: number;
  logIn: number;
  notebook: number;
  whole: number;
}

/** The part of bench/results/faults.json that the table is made of. */
export interface FaultResult {
  measured: string;
  cores: number;
  memoryGiB: number;
  faults: FaultRow[];
  /** Seconds until the user had a new server with the same files after the loss of their own worker. */
  newServer: number;
}

/** @throws Error where a service did not come back; run() has said so before. */
export function faultRow({ what, seen, whole }: Outcome): FaultRow {
  const [api, logIn, notebook] = (["api", "log-in", "kernel"] as const).map((service) => seen[service].seconds);
  if (api === undefined || logIn === undefined || notebook === undefined)
    throw new Error(`${what}: something did not come back`);
  return { what, api, logIn, notebook, whole };
}

/** The rows as a table of Markdown, with the machine that they were measured on. */
export function faultTable({ measured, cores, memoryGiB, faults, newServer }: FaultResult): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const head = ["fault", "API", "log-in", "open notebook", "whole again"];
  const own = [
    "the user's own worker loses power",
    "",
    "",
    `lost; a new server with the same files after ${newServer}`,
    "",
  ];
  return [
    line(head),
    line(head.map(() => "---")),
    ...faults.map(({ what, api, logIn, notebook, whole }) => line([what, api, logIn, notebook, whole])),
    line(own),
    "",
    `Seconds; ${cores} cores, ${memoryGiB} GiB, ${measured}.`,
  ].join("\n");
}

/** The worst of each for the README. */
export function worst(faults: readonly FaultRow[]): Record<string, number> {
  const most = (of: (row: FaultRow) => number) => Math.max(...faults.map(of));
  return {
    "faults: longest without the Kubernetes API, s": most(({ api }) => api),
    "faults: longest without log-in, s": most(({ logIn }) => logIn),
    "faults: longest without an open notebook's kernel, s": most(({ notebook }) => notebook),
  };
}
