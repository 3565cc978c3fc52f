/** The object that a lookup was about. */
export interface Subject {
  /** Config key that names it, e.g. `dsaas:vsphere.template`. */
  key: string;
  /** What vSphere calls it, e.g. `datastore`. */
  kind: string;
  /** Its name as configured. */
  name: string;
}

const CONFIG = "dsaas:vsphere";

/** Which address was tried and what came of it, as Go's network library words it: ` (127.0.0.1:9: connection refused)`. */
function attempt(raw: string): string {
  const [, address, outcome] = /\b(?:dial tcp|lookup) ([^\s"]+?): (?:connect: )?([^"\n]+)/.exec(raw) ?? [];
  return address === undefined || outcome === undefined ? "" : ` (${address}: ${outcome.trim()})`;
}

/** What the provider's messages mean, for whatever was being looked up when they came. */
const CONNECTION: readonly (readonly [RegExp, (raw: string) => string])[] = [
  [
    /incorrect user name or password|cannot complete login|login failure|InvalidLogin/i,
    () =>
      `${CONFIG}.user, ${CONFIG}.password: vCenter refuses the user name or the password; check both, and that the account is not locked.`,
  ],
  [
    /x509:|certificate (is not trusted|signed by unknown)|failed to verify certificate/i,
    () =>
      `${CONFIG}.server: vCenter's certificate is not trusted here; add its CA to this machine's trust store, or name vCenter as the certificate does.`,
  ],
  [
    /no such host|connection refused|no route to host|i\/o timeout|network is unreachable|deadline exceeded/i,
    (raw) =>
      `${CONFIG}.server: vCenter does not answer${attempt(raw)}; check its host name and port, and that this machine may reach it.`,
  ],
];

/**
 * One sentence for whoever wrote the stack's configuration: which key, which object, what to do.
 *
 * @param raw the provider's message, as thrown by a lookup.
 */
export function explain(raw: string, { key, kind, name }: Subject): string {
  const connection = CONNECTION.find(([pattern]) => pattern.test(raw));
  if (connection) return connection[1](raw);
  if (/permission to perform this operation was denied|NoPermission|not authenticated/i.test(raw)) {
    return `${key}: the account may not see the ${kind} '${name}'; give it read access there.`;
  }
  if (/multiple|more than one/i.test(raw)) {
    return `${key}: '${name}' is the name of more than one ${kind}; write its whole inventory path.`;
  }
  if (/not found|could not find|no such/i.test(raw)) {
    return `${key}: vSphere has no ${kind} '${name}'; write the name, or the inventory path, as the vSphere client shows it.`;
  }
  return `${key}: looking up the ${kind} '${name}' failed: ${raw.trim()}`;
}

/** All sentences, each once: a refused log-in fails every lookup with the same one. */
export function explainAll(failures: readonly { error: unknown; subject: Subject }[]): string {
  const sentences = failures.map(({ error, subject }) =>
    explain(error instanceof Error ? error.message : String(error), subject),
  );
  return [...new Set(sentences)].join("\n");
}
