import { stringify } from "yaml";

/** A file that cloud-init writes before anything else of ours runs. */
export interface StagedFile {
  path: string;
  /** Octal mode as cloud-init wants it, default `0644`. */
  mode?: `0${number}`;
  content: string;
}

/** Everything that differs between machines' cloud-configs. */
export interface CloudConfig {
  files: StagedFile[];
  /** Commands as argument lists, run last, in this order, at the machine's first boot only. */
  commands: string[][];
}

const options = { version: "1.1", lineWidth: 0, blockQuote: "literal" } as const;

/**
 * One YAML text of one or more documents, in YAML 1.1 as cloud-init and kubeadm read it, where a bare `yes`, `on` or
 * `0644` is no text. Long lines stay whole, texts of several lines stay readable.
 */
export function toYaml(...documents: object[]): string {
  return documents.map((document) => stringify(document, options)).join("---\n");
}

/**
 * The only parts of cloud-init that run: nobody logs in to a machine, so it needs no users, SSH keys, locale or
 * packages, and it boots the sooner.
 */
const modules = {
  cloud_init_modules: ["growpart", "resizefs", "set_hostname", "update_hostname", "update_etc_hosts", "write-files"],
  cloud_config_modules: ["runcmd"],
  cloud_final_modules: ["scripts-user"],
};

/**
 * A cloud-config that stages files and runs commands.
 * @throws if two files share a path: the later one would silently win.
 */
export function cloudConfig({ files, commands }: CloudConfig): string {
  const paths = files.map((file) => file.path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Error(`User data: file "${twice}" is written twice; keep one of them.`);
  const config = {
    ...modules,
    preserve_hostname: false,
    manage_etc_hosts: true,
    write_files: files.map(({ path, mode = "0644", content }) => ({ path, permissions: mode, content })),
    runcmd: commands,
  };
  return `#cloud-config\n${toYaml(config)}`;
}
