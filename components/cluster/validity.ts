/**
 * How long a generation's certificates last, hours: five years, for its CAs and for everything kubeadm signs with them
 * (kubelets renew their own). Nothing is renewed in place, as machines are never edited: the next generation has its own.
 */
export const certificateHours = 5 * 365 * 24;

/**
 * Never before its end: a certificate that Pulumi replaced by itself would replace every machine of the generation that
 * serves. `certificateWarning` says in time that a new generation is due.
 */
export const earlyRenewalHours = 0;

/** From this many days before the end, every deployment says that a new generation is due. */
const warningDays = 180;

/** What to say of a certificate that ends soon, given its end; undefined while there is time. */
export function certificateWarning(notAfter: Date, now: Date): string | undefined {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000);
  if (days > warningDays) return undefined;
  return (
    `The cluster's certificates end in ${days} days, on ${notAfter.toISOString().slice(0, 10)}. ` +
    "Set dsaas:cluster.rotation to another text and deploy: a new generation has new ones."
  );
}
