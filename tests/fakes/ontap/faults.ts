import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** What goes wrong with a request. */
export type OntapFault = {
  /** Only paths that begin so. @default every path */
  path?: string;
  /** How many requests it meets. @default all */
  calls?: number;
} & (
  | { kind: "slow"; milliseconds: number }
  /** The body comes byte by byte, so that something arrives all the time and nothing whole does. */
  | { kind: "trickle" }
  | { kind: "status"; status: number; retryAfter?: string; message?: string }
  /** The connection is cut in the middle of the body. */
  | { kind: "cut" }
  /** `num_records` counts more than the page holds. */
  | { kind: "halfPage" }
  /** The link to the next page leads to the page itself. */
  | { kind: "loop" }
  /** The link to the next page leads wherever this says. */
  | { kind: "next"; href: string }
  /** Status 200 with records and an error beside them. */
  | { kind: "errorInside"; message?: string }
  | { kind: "noRecords" }
  | { kind: "garbage" }
);

/** Picks the fault that meets a request, and counts it. */
export class Faults {
  private left: OntapFault[] = [];

  constructor(faults: OntapFault[]) {
    this.set(faults);
  }

  set(faults: OntapFault[]): void {
    this.left = faults.map((fault) => ({ ...fault }));
  }

  take(path: string): OntapFault | undefined {
    const fault = this.left.find(({ path: begin = "", calls = 1 }) => path.startsWith(begin) && calls > 0);
    if (fault?.calls !== undefined) fault.calls--;
    return fault;
  }
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: Record<string, unknown>;
}

/** ONTAP's error body (model error_response). */
export function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { message, code } } };
}

/** The answer as the fault changes it. */
export function spoil(answer: Answer, fault: OntapFault | undefined, self: string): Answer {
  const { body } = answer;
  switch (fault?.kind) {
    case "status": {
      const { status, retryAfter, message = "It is not the time for that." } = fault;
      const made = failure(status, status === 401 ? "6691623" : "6", message);
      return retryAfter === undefined ? made : { ...made, headers: { "retry-after": retryAfter } };
    }
    case "halfPage": {
      const records = Array.isArray(body["records"]) ? body["records"] : [];
      return { ...answer, body: { ...body, records: records.slice(0, Math.floor(records.length / 2)) } };
    }
    case "loop":
      return { ...answer, body: { ...body, records: [], num_records: 0, _links: { next: { href: self } } } };
    case "next":
      return { ...answer, body: { ...body, _links: { next: { href: fault.href } } } };
    case "errorInside": {
      const { message = "The node node2 did not answer." } = fault;
      return { ...answer, body: { ...body, error: { message, code: "4" } } };
    }
    case "noRecords":
      return { ...answer, body: { num_records: body["num_records"] } };
    default:
      return answer;
  }
}

/** Sends an answer, unless the fault keeps it from arriving whole. */
export async function send(response: ServerResponse, answer: Answer, fault: OntapFault | undefined): Promise<void> {
  const whole = Buffer.from(fault?.kind === "garbage" ? "<html>Sign in</html>" : JSON.stringify(answer.body));
  const headers = { "content-type": "application/json", ...answer.headers, "content-length": String(whole.length) };
  if (fault?.kind === "slow") await sleep(fault.milliseconds);
  response.writeHead(answer.status, headers);
  if (fault?.kind === "cut") {
    response.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => response.destroy());
  } else if (fault?.kind === "trickle") {
    for (let sent = 0; sent < whole.length && !response.destroyed; sent++) {
      response.write(whole.subarray(sent, sent + 1));
      await sleep(5);
    }
    response.end();
  } else {
    response.end(whole);
  }
}
