import * as pulumi from "@pulumi/pulumi";
import { accessOf, type ClusterIdentity } from "../components/cluster";
import { handOver, previewHandover, sideIsFree, type Predecessor } from "../components/handover";
import { claimBody, hubClaims } from "../components/hub";
import type { ApiAccess } from "../components/kubernetes/apiclient";
import type { RecoverySecrets, Report, Storage } from "../components/storage";
import type { Config } from "./config";
import { knownClusters, type LastDeployment } from "./lastDeployment";

export interface HandoverWiring {
  generation: string;
  config: Config;
  last: LastDeployment | undefined;
  identity: ClusterIdentity;
  storage: Storage;
  /** Resolves when everything of this generation is there. */
  ready: pulumi.Output<unknown>;
}

/**
 * Makes this generation the one that serves, when all of it is there: volumes are attached, the hub starts, and its
 * address moves here; where another generation serves, it is stopped in order before. An ordinary deployment of the
 * generation that serves changes nothing here and waits for what has been rolled out. A preview says what would happen.
 *
 * No resource: it moves what users work with, and none of that may ever be removed by a deployment.
 *
 * @returns the hub's URL, known when it serves
 */
export function handOverWhenPrepared(wiring: HandoverWiring, resource: pulumi.Resource): pulumi.Output<string> {
  const { config, identity, storage, ready } = wiring;
  const { url } = config.hub;
  if (pulumi.runtime.isDryRun()) {
    previewed(wiring, resource);
    return pulumi.output(url);
  }
  const done = pulumi
    .all([storage.secrets, identity.access, storage.homeClass, ready])
    .apply(async ([secrets, access, storageClass]) => {
      const reattachment = storage.reattachment(secrets);
      const progress = {
        report: (line: string) => void pulumi.log.info(line, resource, undefined, true),
        say: (line: string) => void pulumi.log.info(line, resource),
      };
      const shared = common(wiring, access);
      const args = {
        ...shared,
        check: async () => void (await reattachment.preview(access)),
        attach: async (fenced: string | undefined) => {
          refuseBlind(fenced, shared.predecessor, reattachment.seesHeartbeat);
          return reattachment.attach(access, fenced);
        },
        claims: (report: Report) => claims(config, storageClass, report),
      };
      await handOver(args, progress).catch(async (error: unknown) => {
        // In full, before what hangs on it fails behind a line of names.
        await pulumi.log.error(error instanceof Error ? error.message : String(error), resource);
        throw new pulumi.RunError("the hub does not serve from this generation; the message of its own says why");
      });
      return url;
    });
  // The secrets and the ways to the clusters are secret, the address is not.
  return pulumi.unsecret(done);
}

function previewed(wiring: HandoverWiring, resource: pulumi.Resource): void {
  const { storage, identity, generation, last } = wiring;
  const preview = async (secrets: RecoverySecrets, access: ApiAccess | undefined) => {
    await storage.reattachment(secrets).preview(access);
    for (const line of await previewHandover(common(wiring, access))) await pulumi.log.info(line, resource);
  };
  // A new generation's keys are not made before it is, and what hangs on them is never known in a preview.
  if (last !== undefined && last.generation !== generation)
    storage.secrets.apply((secrets) => preview(secrets, undefined));
  else pulumi.all([storage.secrets, identity.access]).apply(([secrets, access]) => preview(secrets, access));
}

function common<Access>({ generation, config, last }: HandoverWiring, access: Access) {
  const { namespace, address, handover } = config.hub;
  return {
    spec: { generation, namespace, address, ...handover },
    predecessor: predecessorOf(generation, last),
    access,
  };
}

/**
 * The generation to take over from; undefined where this one is it, or there is none.
 * @throws RunError where nobody could ask its cluster to stop
 */
export function predecessorOf(generation: string, last: LastDeployment | undefined): Predecessor | undefined {
  if (last === undefined || last.generation === generation) return undefined;
  const access = last.kubeconfig === undefined ? undefined : accessOf(last.kubeconfig);
  if (access !== undefined) return { generation: last.generation, access };
  throw new pulumi.RunError(
    `Generation ${last.generation} serves, and the stack's output kubeconfig, by which it would be stopped in order, cannot be read. Nothing was changed. ` +
      "Give Pulumi the passphrase or the key that the stack's secrets are encrypted with, and run the same command again.",
  );
}

/**
 * A cluster that does not answer may live all the same. Only its sign of life beside the inventory tells, and where this
 * machine does not see that, nobody may use its volumes.
 *
 * @param fenced UID of the cluster that was stopped; undefined where none was
 * @throws Error with the remedy
 */
export function refuseBlind(fenced: string | undefined, predecessor: Predecessor | undefined, sees: boolean): void {
  if (fenced !== undefined || predecessor === undefined || sees) return;
  const { generation } = predecessor;
  throw new Error(
    `The cluster of generation ${generation} does not answer, and this machine does not see the inventory that tells whether it still uses the volumes. ` +
      `Mount the inventory's export here and name the folder in dsaas:storage.inventory.seenAt; or, where its machines are gone, run pulumi up --refresh with the configuration of generation ${generation} first.`,
  );
}

function claims({ hub }: Config, storageClass: string, { stackClaims }: Report) {
  return hubClaims(hub).map((claim) => claimBody(hub.namespace, claim, storageClass, stackClaims[claim.name] ?? {}));
}

/**
 * Resolves when no other generation serves but the one that the last finished deployment left; only then may machines of
 * this side be replaced. Rejects where one does whose deployment was never finished.
 *
 * @param cluster name of this generation's
 */
export async function sideFree(
  cluster: string,
  {
    generation,
    config,
    last,
    stackName,
  }: Pick<HandoverWiring, "generation" | "config" | "last"> & { stackName: string },
): Promise<void> {
  // The generation that serves is on the other side, and a first deployment is on its own.
  if (last === undefined || last.generation === generation) return;
  const others = (await knownClusters()).filter(
    (known) => known.cluster !== cluster && known.cluster !== `${stackName}-${last.generation}`,
  );
  await Promise.all(
    others.map(({ access }) =>
      sideIsFree(access, config.hub.namespace, generation).catch((error: unknown) => {
        throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
      }),
    ),
  );
}
