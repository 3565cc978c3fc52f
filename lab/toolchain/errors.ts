/** An error of the toolchain: what failed, on what, and what to do, in one text that needs no stack trace. */
export class ToolchainError extends Error {
  override name = "ToolchainError";
}

/** What is known of a command that failed. */
export interface CommandFailure {
  tool: string;
  command: readonly string[];
  /** Everything that the command printed. */
  output: string;
  /** File that holds the whole output. */
  log: string;
}

const tailLines = 12;

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /Unable to locate package|has no installation candidate/i,
    "Debian's package lists do not have it: look at /etc/apt/sources.list (the lab needs Debian 12, component main) and run the same command again.",
  ],
  [
    /Could not get lock|is another process using it/i,
    "Another apt or dpkg is at work: wait for its end and run the same command again.",
  ],
  [
    /^E: Failed to fetch|Temporary failure resolving/im,
    "Debian's mirror did not answer: check the network and run the same command again.",
  ],
  [
    /no space left on device/i,
    "Free some disk space (the Go caches and this one need about 20 GB) and run the same command again.",
  ],
  [
    /signal: killed|cannot allocate memory/i,
    "The machine ran out of memory: stop something, or give it 4 GB, and run the same command again.",
  ],
  [
    /checksum mismatch|SECURITY ERROR/i,
    "A module differs from the one that go.sum pins. Do not edit go.sum: ask why your module proxy (`go env GOPROXY`) serves something else.",
  ],
  [
    /requires go >= |GOTOOLCHAIN=local|unknown directive|invalid go version/i,
    "Install the Go release that go.mod asks for, or allow Go to fetch it (`go env -w GOTOOLCHAIN=auto`), and run the same command again.",
  ],
  [
    /missing go\.sum entry|updates to go\.mod needed/i,
    "go.mod or go.sum is incomplete: run `go build -mod=mod` in that module once and commit both files.",
  ],
  [
    /dial tcp|no such host|i\/o timeout|TLS handshake timeout|connection refused|connection reset|unexpected EOF|50[234] /i,
    "The Go module proxy (`go env GOPROXY`) did not answer: check the network or the proxy settings and run the same command again; what is compiled or downloaded is kept.",
  ],
  [
    /404 Not Found|410 Gone|403 Forbidden/i,
    "The Go module proxy (`go env GOPROXY`) refuses this version: use a proxy that serves it.",
  ],
];

/** Remedy for what a failed command printed. */
export function remedyFor(output: string): string {
  const known = remedies.find(([pattern]) => pattern.test(output));
  return known?.[1] ?? "Look at the log; after a repair run the same command again: what is done is kept.";
}

/** Last lines that say something, without Go's list of packages and downloads. */
export function lastLines(output: string, count = tailLines): string[] {
  const lines = output.split("\n").map((line) => line.trimEnd());
  const telling = lines.filter((line) => line !== "" && !line.startsWith("go: downloading ") && !isPackage(line));
  return telling.slice(-count);
}

/** `go build -v` prints the import path of each package that it compiles, alone on a line. */
export function isPackage(line: string): boolean {
  return /^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~+-]+)*$/.test(line);
}

/** The error for a command that failed. */
export function commandError({ tool, command, output, log }: CommandFailure): ToolchainError {
  const lines = lastLines(output).map((line) => `    ${line}`);
  return new ToolchainError(
    [
      `${tool}: this command failed:`,
      `  ${command.map(quote).join(" ")}`,
      ...(lines.length > 0 ? ["  its last lines:", ...lines] : ["  it printed nothing"]),
      `  whole output: ${log}`,
      `  ${remedyFor(output)}`,
    ].join("\n"),
  );
}

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
