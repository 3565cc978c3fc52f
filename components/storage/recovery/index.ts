import * as pulumi from "@pulumi/pulumi";
import type { ApiAccess } from "../../kubernetes/apiclient";
import { doneLines, previewLines, type Report } from "./report";
import { previewRecovery, readRecords, recover, type RecoveryPlan } from "./run";
import { told } from "./told";

export type { Decisions } from "./records";
export type { Report } from "./report";
export type { RecoveryPlan } from "./run";

/**
 * Re-attaches every volume that a fresh cluster does not have yet; in a preview it only says what it would do. No resource
 * of Pulumi's: users come and go between two deployments, and none of their volumes may ever be removed by one.
 *
 * It begins to read when it is made, long before the cluster is there, so that the first look at the heartbeat of the
 * cluster before is an early one. Make it once in a deployment.
 */
export class Reattachment {
  private readonly known;

  /** @param resource beside which Pulumi shows what is said */
  constructor(
    private readonly plan: RecoveryPlan,
    private readonly resource: pulumi.Resource,
  ) {
    this.known = readRecords(plan);
    // Whoever waits for it is told; until then, nobody does.
    this.known.catch(() => undefined);
  }

  /** Whether this machine sees the inventory, and so whether a cluster that does not answer still gives a sign of life. */
  get seesHeartbeat(): boolean {
    return this.plan.shelf !== undefined;
  }

  /**
   * What `pulumi preview` says.
   * @param access left out where the cluster's keys are not made yet
   */
  async preview(access: ApiAccess | undefined): Promise<Report> {
    const report = await told(async () => previewRecovery(this.plan, await this.known, access), this.resource);
    this.say(previewLines(report));
    return report;
  }

  /**
   * Attaches. Rejects, before anything is changed, where a question is open.
   * @param access to a cluster that can take volumes: classes, backends and the hub's namespace are there
   * @param fenced UID of the cluster that the handover has stopped; left out: the heartbeat tells whether one lives
   */
  async attach(access: ApiAccess, fenced?: string): Promise<Report> {
    const progress = { report: (message: string) => void pulumi.log.info(message, this.resource, undefined, true) };
    const report = await told(
      async () => recover(this.plan, await this.known, access, progress, fenced),
      this.resource,
    );
    this.say(doneLines(report));
    return report;
  }

  private say(lines: string[]): void {
    for (const line of lines) void pulumi.log.info(line, this.resource);
  }
}
