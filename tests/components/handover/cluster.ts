import { parkingAddress } from "../../../components/handover/address";
import { FakeKubernetes, type Pod } from "../../fakes/kubernetes";

export const address = "192.0.2.80";
const annotation = "kube-vip.io/loadbalancerIPs";
const configMaps = "/api/v1/namespaces/hub/configmaps";
const services = "/api/v1/namespaces/hub/services";
const inventoryLabels = { "app.kubernetes.io/name": "inventory" };

interface Service {
  metadata: { name: string; annotations?: Record<string, string> };
}

export const fakeArgs = (generation: string) => ({ name: `lab-${generation}`, namespaces: ["hub", "dsaas-storage"] });

/** One generation's cluster with the programs in it: hub, inventory, kube-vip, and the users who come when they can. */
export class HubCluster {
  /** Users who start a server as soon as they can log in. */
  users: string[] = [];
  /** Whether its hub does what ConfigMap `handover` asks for; one that does not starts servers all the same. */
  obeys = true;
  /** Nothing comes back from its API. */
  away = false;
  /** All its machines are switched off. */
  private off = false;
  /** What kube-vip has announced to the network. */
  announced: string | undefined;
  private seen: string | undefined;
  /** Since it asks for the same address. */
  private rounds = 0;

  constructor(
    readonly generation: string,
    readonly fake = FakeKubernetes.inMemory(fakeArgs(generation)),
  ) {
    const { workloads } = this.fake;
    workloads.addMachine(`${generation}-1`);
    workloads.addMachine(`${generation}-2`);
    workloads.addDeployment({ namespace: "hub", name: "proxy", labels: { component: "proxy" } });
    workloads.addDeployment({ namespace: "hub", name: "hub", labels: { component: "hub" }, claims: ["hub-db"] });
    workloads.addDeployment({ namespace: "dsaas-storage", name: "inventory", labels: inventoryLabels });
    this.fake.store.create(services, { kind: "Service", metadata: { name: "proxy-public" } });
  }

  /** As a deployment has left it that was finished. */
  served(
    state: Record<string, string> | undefined = { state: "serving", generation: this.generation, since: "before" },
  ) {
    this.fake.make(claim("hub-db"));
    this.fake.make(claim("hub-backup"));
    if (state !== undefined) this.setState(state);
    this.fake.store.patch(services, "proxy-public", { metadata: { annotations: { [annotation]: address } } });
    for (let i = 0; i < 8; i++) this.round();
    return this;
  }

  switchOff(): void {
    this.off = this.away = true;
    this.announced = undefined;
  }

  state(): Record<string, string> | undefined {
    const found = this.fake.store.find(configMaps, "handover") as { data?: Record<string, string> } | undefined;
    return found?.data;
  }

  setState(data: Record<string, string>): void {
    this.fake.store.create(configMaps, { kind: "ConfigMap", metadata: { name: "handover" }, data });
  }

  servers(): Pod[] {
    return this.fake.workloads.pods("hub", "singleuser-server");
  }

  addServer(user: string, machine = `${this.generation}-1`): void {
    this.fake.workloads.addPod("hub", `jupyter-${user}`, { component: "singleuser-server" }, machine);
  }

  hubRuns(): boolean {
    return (this.fake.workloads.deployment("hub", "hub")?.status?.availableReplicas ?? 0) > 0;
  }

  /** A pod on a machine has what it mounts. */
  usesVolumes(): boolean {
    if (this.off) return false;
    const hubs = this.fake.workloads.pods("hub", "hub").filter(({ spec }) => spec.nodeName !== undefined);
    return hubs.length + this.servers().length > 0;
  }

  /** The inventory's program gives signs of life: it waits for that state when it starts. */
  signs(): boolean {
    const runs = this.fake.workloads.pods("dsaas-storage", "inventory").some(({ spec }) => spec.nodeName !== undefined);
    return !this.off && runs && this.state()?.["state"] === "serving";
  }

  /** Users can log in and work. */
  serves(): boolean {
    return (
      !this.off && this.hubRuns() && this.signs() && this.announced === address && this.state()?.["state"] === "serving"
    );
  }

  /** Half a second. */
  round(): void {
    if (this.off) return;
    this.fake.workloads.round();
    this.kubeVip();
    if (this.hubRuns()) this.hub();
  }

  private hub(): void {
    const { state = "serving", until = "" } = this.state() ?? {};
    if ((state === "serving" || !this.obeys) && this.announced === address)
      for (const user of this.users)
        if (!this.servers().some(({ metadata }) => metadata.name === `jupyter-${user}`)) this.addServer(user);
    if (state !== "draining" || !this.obeys) return;
    const servers = this.servers();
    for (const pod of servers) this.fake.workloads.end(pod);
    if (servers.length === 0 && this.fake.store.find(configMaps, "handover-report") !== undefined)
      this.fake.store.patch(configMaps, "handover-report", {
        data: { state: "drained", for: until, stopped: "0", left: "0" },
      });
  }

  /** Takes an address in half a second, lets go of it in a whole one, and never takes the one to park at. */
  private kubeVip(): void {
    const service = this.fake.store.find(services, "proxy-public") as unknown as Service | undefined;
    const wanted = service?.metadata.annotations?.[annotation];
    this.rounds = wanted === this.seen ? this.rounds + 1 : 1;
    this.seen = wanted;
    if (this.announced === wanted) return;
    if (this.announced !== undefined) {
      if (this.rounds >= 2) this.announced = undefined;
    } else if (wanted !== parkingAddress) {
      this.announced = wanted;
      this.fake.store.patch(services, "proxy-public", { status: { loadBalancer: { ingress: [{ ip: wanted }] } } });
    }
  }
}

export function claim(name: string) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: "hub" },
    spec: {
      storageClassName: "dsaas-home",
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
    },
  };
}
