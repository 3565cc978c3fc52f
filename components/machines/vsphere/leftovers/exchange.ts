import { exchange as send, type Answer, type Call } from "../../../exchange";

export type { Answer } from "../../../exchange";

/** How to reach vCenter: what the stack's vSphere provider is given too. */
export interface VCenterAccess {
  /** Host name, with `:port` where it is not 443. */
  server: string;
  user: string;
  password: string;
  allowUnverifiedTls: boolean;
}

/**
 * One exchange with vCenter.
 * @throws Error when nothing answers in time or its certificate is not trusted.
 */
export function exchange(
  { server, allowUnverifiedTls }: VCenterAccess,
  { path, ...call }: Call & { path: string },
): Promise<Answer> {
  return send(new URL(path, `https://${server}`), { kind: allowUnverifiedTls ? "any" : "system" }, call);
}
