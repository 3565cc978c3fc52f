import { ApiError, type ApiAccess, type ApiCall } from "../../../components/kubernetes/apiclient";
import { handOver } from "../../../components/handover/run";
import type { Surroundings } from "../../../components/handover/side";
import type { HandoverArgs, HandoverSpec, Outcome } from "../../../components/handover/types";
import type { FakeKubernetes } from "../../fakes/kubernetes";
import { address, claim, HubCluster } from "./cluster";

export const spec: HandoverSpec = {
  generation: "new",
  namespace: "hub",
  address,
  notice: 60,
  drain: 30,
  patience: 120,
};

/** Something that goes wrong with the client, counted over the calls of both clusters. */
export type Disturbance =
  /** Killed once it has written that many times: that write is done, and its answer comes to nobody. */
  | { kind: "killed"; writes: number }
  /** Of that call and the next ones, `times` in all, nothing comes back, or this status does. */
  | { kind: "failing"; call: number; times: number; how: "unanswered" | "done, and unanswered" | number };

/**
 * Two clusters, one network, and a clock that runs only when somebody waits. Whatever happens, it looks after every step
 * whether both use a volume, or both have the address.
 */
export class World implements Surroundings {
  readonly old: HubCluster;
  readonly own: HubCluster;
  /** What must never be. */
  readonly violations: string[] = [];
  readonly calls: { cluster: string; method: string; path: string; body: unknown }[] = [];
  /** What the operator was shown. */
  readonly said: string[] = [];
  readonly reported: string[] = [];
  /** What attach was told, each time. */
  readonly fenced: (string | undefined)[] = [];
  /** Called before every call. */
  before: (call: ApiCall) => void = () => undefined;
  private time = 0;
  private rounds = 0;
  private disturbance: Disturbance | undefined;
  private counted = { calls: 0, writes: 0 };

  constructor(fakes: { old?: FakeKubernetes; own?: FakeKubernetes } = {}) {
    this.old = new HubCluster("old", fakes.old).served();
    this.own = new HubCluster("new", fakes.own);
  }

  readonly now = () => this.time;
  readonly date = () => Date.parse("2026-11-21T08:00:00Z") + this.time;
  readonly pause = (milliseconds: number) => {
    this.pass(milliseconds);
    return Promise.resolve();
  };

  call: Surroundings["call"] = async (access: ApiAccess, call: ApiCall): Promise<unknown> => {
    this.before(call);
    const cluster = [this.old, this.own].find(({ fake }) => fake.access.endpoint === access.endpoint);
    if (cluster === undefined) throw new Error("no such cluster");
    this.pass(10);
    const number = this.counted.calls++;
    this.die(call);
    const how = this.failing(number);
    if (typeof how === "number") throw new ApiError(how, call.path, "it is not the time for that");
    if (how === "unanswered" || cluster.away) {
      this.pass(5_000);
      throw new Error("no answer within 5 s");
    }
    this.calls.push({
      cluster: cluster.generation,
      method: call.method,
      path: call.path,
      body: "body" in call ? call.body : undefined,
    });
    const answer = await cluster.fake.exchange(call);
    this.look();
    if (call.method !== "GET") this.counted.writes++;
    this.die(call);
    if (how !== undefined) throw new Error("socket hang up");
    return answer;
  };

  get writes(): number {
    return this.counted.writes;
  }

  get callsMade(): number {
    return this.counted.calls;
  }

  /** Time passes, and everything in both clusters goes on. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    for (; this.rounds < this.time / 500; this.rounds++) {
      this.old.round();
      this.own.round();
      this.look();
    }
  }

  /** One `pulumi up`, as far as a handover is concerned. */
  async run(more: Partial<HandoverArgs<string>> = {}, disturbance?: Disturbance): Promise<Outcome | Error> {
    this.disturbance = disturbance;
    this.counted = { calls: 0, writes: 0 };
    const args: HandoverArgs<string> = {
      spec,
      predecessor: { generation: "old", access: this.old.fake.access },
      access: this.own.fake.access,
      attach: (fenced) => this.attach(fenced),
      claims: () => [claim("hub-db"), claim("hub-backup")],
      ...more,
    };
    const progress = {
      report: (line: string) => void this.reported.push(line),
      say: (line: string) => void this.said.push(line),
    };
    const result = await handOver(args, progress, this).then(
      ({ outcome }) => outcome,
      (error: Error) => error,
    );
    this.disturbance = undefined;
    return result;
  }

  /** Re-attachment: it writes into the own cluster, and sees to it that no other lives, unless it is told that one is stopped. */
  private async attach(fenced: string | undefined): Promise<string> {
    this.fenced.push(fenced);
    if (this.old.usesVolumes()) {
      if (fenced !== undefined) this.violations.push("volumes were attached while the old generation used them");
      throw new Error("Cluster lab-old still uses the volumes.");
    }
    const path = "/api/v1/namespaces/hub/configmaps";
    const there = await this.call(this.own.fake.access, { method: "GET", path: `${path}/reattachment` }).catch(
      () => undefined,
    );
    const body = { kind: "ConfigMap", metadata: { name: "reattachment" } };
    if (there === undefined) await this.call(this.own.fake.access, { method: "POST", path, body });
    return "attached";
  }

  private die({ path }: ApiCall): void {
    const { disturbance, counted } = this;
    if (disturbance?.kind === "killed" && counted.writes >= disturbance.writes) throw new ApiError(403, path, "killed");
  }

  private failing(number: number) {
    const { disturbance } = this;
    if (disturbance?.kind !== "failing") return undefined;
    return number >= disturbance.call && number < disturbance.call + disturbance.times ? disturbance.how : undefined;
  }

  private look(): void {
    const { old, own } = this;
    if (old.usesVolumes() && own.usesVolumes()) this.violations.push(`both use volumes at ${this.time}`);
    if (old.signs() && own.signs()) this.violations.push(`both keep the inventory at ${this.time}`);
    if (old.announced !== undefined && old.announced === own.announced)
      this.violations.push(`both have the address at ${this.time}`);
  }
}
