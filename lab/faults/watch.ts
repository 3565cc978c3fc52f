import { spawn, type ChildProcessByStdio } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { LabError } from "../errors";
import { labNamespace, repoRoot } from "../paths";
import { lasting, unreachable, type Sample } from "./outage";
import { services, type Service, type Targets } from "./probes";

/** Seconds without each service, undefined where it has not come back, and what users were told first. */
export type Seen = Record<Service, { seconds: number | undefined; why?: string }>;

/** Probes that run beside whatever happens, from inside the data centre's network. */
export class Watch {
  private readonly samples = Object.fromEntries(services.map((service) => [service, []])) as unknown as Record<
    Service,
    Sample[]
  >;

  private constructor(private readonly process: ChildProcessByStdio<Writable, Readable, null>) {
    createInterface({ input: process.stdout }).on("line", (line) => {
      const { service, ...sample } = JSON.parse(line) as Sample & { service: Service };
      this.samples[service].push(sample);
    });
  }

  /** Starts the probes and waits until every service answers. */
  static async start(targets: Targets): Promise<Watch> {
    const script = join(repoRoot, "lab", "faults", "probe.ts");
    const command = ["netns", "exec", labNamespace, process.execPath, "--import", "tsx", script];
    const child = spawn("ip", command, {
      cwd: repoRoot,
      // The hub's certificate is the stack's own, and a WebSocket cannot be told so by itself.
      env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1", NODE_OPTIONS: "" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(JSON.stringify(targets));
    const watch = new Watch(child);
    await watch.calm(Date.now(), 60_000);
    return watch;
  }

  /** Ends the probes. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGKILL");
    await ended;
  }

  /** What was answered since then. */
  since(service: Service, from: number): Sample[] {
    return this.samples[service].filter(({ at }) => at >= from);
  }

  /** What users saw since then. */
  seen(from: number): Seen {
    const entries = services.map((service) => {
      const samples = this.since(service, from);
      const why = samples.find(({ ok }) => !ok)?.why;
      return [service, { seconds: unreachable(samples), ...(why === undefined ? {} : { why }) }];
    });
    return Object.fromEntries(entries) as Seen;
  }

  /** Waits until something is true of what was seen. @throws LabError naming what was waited for */
  async until(what: string, patience: number, holds: () => boolean): Promise<void> {
    for (const deadline = Date.now() + patience; !holds();) {
      if (this.process.exitCode !== null) throw new LabError("The probes have ended; their last words stand above");
      if (Date.now() > deadline) throw new LabError(`${what}: not within ${patience / 1000} s`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** Waits until every one of these services has answered everything for a while, since a moment on. */
  async calm(from: number, patience: number, which: readonly Service[] = services): Promise<void> {
    const calm = (service: Service) => {
      const last = this.since(service, Math.max(from, Date.now() - lasting));
      return last.length > 0 && last.every(({ ok }) => ok);
    };
    const worst = () =>
      which.filter((service) => !calm(service)).map((s) => `${s} (${this.samples[s].at(-1)?.why ?? "no answer"})`);
    await this.until(`every service answers for ${lasting / 1000} s`, patience, () => {
      return Date.now() - from > lasting && which.every(calm);
    }).catch((error: unknown) => {
      throw new LabError(`${(error as Error).message}; still away: ${worst().join(", ")}`);
    });
  }
}
