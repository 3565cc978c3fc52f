/** One HTTP request to an API of the cloud. */
export interface ApiRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, everything else as JSON. */
  body?: unknown;
}

/** What the API answered. */
export interface ApiAnswer {
  status: number;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** curl's configuration for a request. It goes through standard input, as tokens and passwords stand in it. */
export function curlConfig(request: ApiRequest): string {
  const { method, url, headers = {}, body } = request;
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const all = { Accept: "application/json", "Content-Type": "application/json", Expect: "", ...headers };
  const options: [string, string][] = [
    ["url", url],
    ["request", method],
    ...Object.entries(all).map(([name, value]): [string, string] => ["header", `${name}: ${value}`.trim()]),
    ...(text === undefined ? [] : ([["data-binary", text]] as [string, string][])),
  ];
  return options.map(([name, value]) => `${name} = "${quoted(value)}"\n`).join("");
}

/** A value between double quotes, as curl reads them. */
function quoted(value: string): string {
  const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return value.replaceAll(/["\\]/g, "\\$&").replaceAll(/[\n\r\t]/g, (found) => escapes[found] ?? found);
}

/** Reads what `curl --include` printed. */
export function parseAnswer(printed: string): ApiAnswer {
  const end = printed.indexOf("\r\n\r\n");
  const [first = "", ...lines] = printed.slice(0, end).split("\r\n");
  const status = Number(/^HTTP\/\S+ (\d+)/.exec(first)?.[1]);
  if (end < 0 || Number.isNaN(status)) throw new Error(`not an HTTP answer: ${printed.slice(0, 200)}`);
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { status, headers: Object.fromEntries(headers), body: printed.slice(end + 4) };
}
