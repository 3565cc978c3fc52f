import type * as pulumi from "@pulumi/pulumi";
import type { CloudInit, Machine, MachineNetwork, PlannedMachine, Side } from "../../components/machines";
import type { Json } from "../../components/machines/canonical";

/** The machines of one generation, as the stack asks a cloud for them. */
export interface GenerationMachines {
  side: Side;
  generation: string;
  machines: readonly PlannedMachine[];
  cloudInit(machine: PlannedMachine): CloudInit;
  /** Addresses that machines may hold beside their own. */
  virtualAddresses: readonly string[];
}

/** Makes them; the component is what all of them hang on. */
export type MachineMaker = (
  args: GenerationMachines,
  parent: pulumi.Resource,
) => pulumi.ComponentResource & { readonly machines: Machine[] };

/** A cloud whose objects have been looked up. Nothing has been created yet. */
export interface Cloud {
  /** The machines' whole network, both sides. */
  network: MachineNetwork;
  /** All that the cloud adds to what a machine is made of, by the cloud's own ids; part of the generation. */
  ingredients: Json;
  /** Creates what generations share and gives what makes the machines of one, named `<name>-<side>-…`. */
  prepare(name: string, parent: pulumi.Resource): MachineMaker;
}
