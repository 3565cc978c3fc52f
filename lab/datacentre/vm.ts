import { execa } from "execa";
import { labNamespace } from "../paths";
import { inNamespace } from "./daemon";
import { vmCommand } from "./services";

/**
 * Does to one VM, through the vSphere API, what people do in its client: cuts the power, switches on, destroys for good.
 * One that is off or on already stays so.
 */
export async function switchVm(action: "off" | "on" | "destroy", name: string): Promise<void> {
  const [program, ...args] = inNamespace(labNamespace, vmCommand(action, name));
  await execa(program, args);
}
