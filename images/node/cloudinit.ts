import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageFile } from "./file";
import type { Flavour } from "./flavour";

/**
 * Of these cloud-init's own search at boot (ds-identify) keeps the ones that the machine shows signs of, and asks them in
 * this order. So the metadata service, which would be waited for, is asked only on an OpenStack machine without a config
 * drive.
 */
const diskDataSources = ["NoCloud", "ConfigDrive", "VMware", "OpenStack", "None"];

/**
 * cloud-init's configuration, as JSON, which is YAML. It runs the modules that user data of this project uses and no
 * others: each module costs time at every first boot. There is no user to log in as and no ssh server.
 */
export function cloudConfig(flavour: Flavour): Record<string, unknown> {
  const common = {
    datasource_list: flavour === "container" ? ["VMware", "ConfigDrive", "None"] : diskDataSources,
    users: [],
    disable_root: true,
    // The image has one locale; setting another one would install packages.
    locale: false,
    cloud_final_modules: ["scripts-user"],
  };
  if (flavour === "disk") {
    return {
      ...common,
      // No module sets it; `false` would get a warning of cloud-init's schema at every boot.
      locale: "C.UTF-8",
      cloud_init_modules: ["growpart", "resizefs", "bootcmd", "write-files", "set_hostname", "update_etc_hosts"],
      cloud_config_modules: ["runcmd"],
    };
  }
  return {
    ...common,
    datasource_pkg_list: ["machine_guest"],
    // A container's network card is configured before it boots.
    network: { config: "disabled" },
    cloud_init_modules: ["bootcmd", "write-files", "set_hostname", "update_etc_hosts", "runcmd"],
    cloud_config_modules: [],
  };
}

/** For ds-identify, which reads lines rather than YAML, and would ask many more where it finds no list. */
const dataSourceList: ImageFile = {
  path: "/etc/cloud/cloud.cfg.d/91_datasources.cfg",
  content: `datasource_list: [ ${diskDataSources.join(", ")} ]\n`,
};

/** Files of cloud-init and of the guest tools that it asks for its data. */
export function cloudInitFiles(flavour: Flavour): ImageFile[] {
  const header = "# Read after the distribution's own configuration; lists replace lists.\n";
  const config: ImageFile = {
    path: "/etc/cloud/cloud.cfg.d/90_machine.cfg",
    content: header + JSON.stringify(cloudConfig(flavour), null, 2) + "\n",
  };
  if (flavour === "disk") return [config, dataSourceList];
  return [
    config,
    { path: "/usr/bin/vmware-rpctool", content: source("vmware-rpctool"), mode: 0o755 },
    { path: "/usr/lib/python3/dist-packages/machine_guest/__init__.py", content: "" },
    ...["DataSourceVMware.py", "DataSourceConfigDrive.py"].map((name) => ({
      path: `/usr/lib/python3/dist-packages/machine_guest/${name}`,
      content: source(name),
    })),
    { path: "/var/lib/vmware-guestinfo", folder: true, mode: 0o700 },
  ];
}

const source = (name: string): string => readFileSync(join(import.meta.dirname, "guest", name), "utf8");
