export type { ReservedAddresses } from "./checks";
export { generationOf, type MachineDescription } from "./generation";
export { planMachines, planProblems } from "./plan";
export { PlanError, type Problem } from "./problems";
export { networkOfSide, otherSide, roomOfSide, sides, type Side } from "./sides";
export type * from "./types";
