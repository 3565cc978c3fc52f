/**
 * What a machine's image is for: `container` boots as a systemd container of the lab; `disk` boots on a hypervisor. They
 * differ only in what the kernel and the hypervisor give to a machine.
 */
export type Flavour = "container" | "disk";
