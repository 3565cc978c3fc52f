import { toYaml } from "../yaml";

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

/**
 * A cloud-config that stages files and runs commands. Which of cloud-init's modules run, the node image decides.
 * @throws if two files share a path: the later one would silently win.
 */
export function cloudConfig({ files, commands }: CloudConfig): string {
  const paths = files.map((file) => file.path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Error(`User data: file "${twice}" is written twice; keep one of them.`);
  return [head, filesKey, ...files.map(fileEntry), commandsEntry(commands)].join("");
}

const head = `#cloud-config\n${toYaml({ preserve_hostname: false, manage_etc_hosts: true })}`;
const filesKey = "write_files:\n";

const fileEntry = once(({ path, mode = "0644", content }: StagedFile) =>
  toYaml({ write_files: [{ path, permissions: mode, content }] }).slice(filesKey.length),
);
const commandsEntry = once((runcmd: string[][]) => toYaml({ runcmd }));

/** Most of what a machine gets are the very same objects on every machine: each is written as YAML once. */
function once<T extends object>(write: (value: T) => string): (value: T) => string {
  const written = new WeakMap<T, string>();
  return (value) => {
    const text = written.get(value) ?? write(value);
    written.set(value, text);
    return text;
  };
}
