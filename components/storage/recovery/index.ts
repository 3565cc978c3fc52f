import * as pulumi from "@pulumi/pulumi";
import type { ApiAccess } from "../../kubernetes/apiclient";
import { doneLines, previewLines, type Report } from "./report";
import { previewRecovery, readRecords, recover, type Known, type RecoveryPlan } from "./run";
import { told } from "./told";

export type { Decisions } from "./records";
export type { Report } from "./report";
export type { RecoveryPlan } from "./run";

export interface RecoveryArgs<Secrets> {
  /** What the plan needs and nobody may see. Known in every preview but the first. */
  secrets: pulumi.Output<Secrets>;
  /** What to do, given these. A function, since Pulumi turns an object that passes through an output into a plain one. */
  plan(secrets: Secrets): RecoveryPlan;
  /** How to ask the cluster; known as soon as its certificates are. */
  access: pulumi.Output<ApiAccess>;
  /** Resolves when the cluster can take volumes: the API answers, classes, backends and the hub's namespace are there. */
  ready: pulumi.Input<unknown>;
}

/**
 * Re-attaches every volume that a fresh cluster does not have yet; in a preview it only says what it would do. No resource
 * of Pulumi's: users come and go between two deployments, and none of their volumes may ever be removed by one.
 *
 * @returns what was done; resolves when the hub may start. Rejects, before anything is changed, where a question is open.
 */
export function reattach<Secrets>(args: RecoveryArgs<Secrets>, resource: pulumi.Resource): pulumi.Output<Report> {
  const progress = { report: (message: string) => void pulumi.log.info(message, resource, undefined, true) };
  const say = (lines: string[]) => lines.forEach((line) => void pulumi.log.info(line, resource));
  const begin = once((secrets: pulumi.Unwrap<Secrets>) => begun(args.plan(secrets as Secrets)));
  // At once, long before the cluster is there, so that the first look at its predecessor's heartbeat is an early one.
  args.secrets.apply((secrets) => void begin(secrets as pulumi.Unwrap<Secrets>));

  const result = pulumi.runtime.isDryRun()
    ? pulumi.all([args.secrets, args.access]).apply(async ([secrets, access]) => {
        const { plan, known } = begin(secrets);
        const report = await told(async () => previewRecovery(plan, await known, access), resource);
        say(previewLines(report));
        return report;
      })
    : pulumi.all([args.secrets, args.access, args.ready]).apply(async ([secrets, access]) => {
        const { plan, known } = begin(secrets);
        const report = await told(async () => recover(plan, await known, access, progress), resource);
        say(doneLines(report));
        return report;
      });
  // Nothing in it is secret; the secrets and the way to the cluster are.
  return pulumi.unsecret(result);
}

function begun(plan: RecoveryPlan): { plan: RecoveryPlan; known: Promise<Known> } {
  const known = readRecords(plan);
  // Whoever waits for it is told; until then, nobody does.
  known.catch(() => undefined);
  return { plan, known };
}

function once<T, R>(make: (value: T) => R): (value: T) => R {
  let made: { result: R } | undefined;
  return (value) => (made ??= { result: make(value) }).result;
}
