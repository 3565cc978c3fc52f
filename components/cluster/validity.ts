/**
 * How long a generation's certificates last, hours: five years, for its CAs and for everything kubeadm signs with them
 * (kubelets renew their own). Nothing is renewed in place, as machines are never edited.
 */
export const certificateHours = 5 * 365 * 24;

/**
 * From this many hours before the end (half a year), `pulumi preview` shows the certificates as replaced, and the next
 * `pulumi up` rebuilds the machines with new ones.
 */
export const earlyRenewalHours = 180 * 24;
