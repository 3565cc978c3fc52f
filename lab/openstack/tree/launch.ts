/** The services' tree, and the folder with what one lab has of its own. */
export interface Tree {
  /** Root of the tree in the cache; never written to. */
  root: string;
  /** Folder that holds `etc`, `run`, `tmp`, `var/lib`, `var/log` and `opt/dsaas`; only root enters it. */
  own: string;
}

/** Folders of the tree that each lab has its own of. */
export const ownFolders = ["etc", "opt/dsaas", "run", "tmp", "var/lib", "var/log"] as const;

const devices = ["null", "zero", "full", "random", "urandom"] as const;

/**
 * Mounts the tree for one program, in namespaces of its own for mounts and processes: when it ends, or is killed, its
 * mounts and all that it has started are gone. $1 is the tree's root, $2 the lab's own folder, the rest the program.
 *
 * The program is root in name only: without capabilities, shut into the tree, with no device but those that hold nothing.
 */
const script = [
  "root=$1 own=$2; shift 2",
  'mount --bind "$root" "$root"; mount -o remount,bind,ro "$root"; cd "$root"',
  ...ownFolders.map((folder) => `mount --bind "$own/${folder}" ${folder}`),
  "mount -t proc proc proc",
  "mount -t tmpfs -o mode=755,size=64m dev dev; mkdir -m 1777 dev/shm; ln -s /proc/self/fd dev/fd",
  `for name in ${devices.join(" ")}; do : >dev/$name; mount --bind /dev/$name dev/$name; done`,
  'exec chroot . setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- env -i "$@"',
].join("\n");

const environment = [
  "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "LC_ALL=C.UTF-8",
  // The services' own modules, beside Debian's. Nothing is compiled at run time: the tree is only read.
  "PYTHONPATH=/opt/dsaas/python",
  "PYTHONDONTWRITEBYTECODE=1",
  // Names are those of /etc/hosts; eventlet's own resolver would ask a server.
  "EVENTLET_NO_GREENDNS=yes",
  // glibc keeps a heap for each thread otherwise, which costs each service tens of megabytes.
  "MALLOC_ARENA_MAX=2",
];

/**
 * Command line that runs a program of the tree in its own small world.
 *
 * @param command program of the tree and its arguments; `NAME=value` may go before it
 */
export function inTree(tree: Tree, command: readonly string[]): [string, ...string[]] {
  const shell = ["sh", "-euc", script, "openstack", tree.root, tree.own];
  return [
    "unshare",
    "--mount",
    "--propagation=private",
    "--pid",
    "--fork",
    "--kill-child",
    "--",
    ...shell,
    ...environment,
    ...command,
  ];
}

/**
 * Arguments that run a service's entry point with Debian's Python: the packages that hold its start script bring
 * hypervisors along. oslo.config looks for the configuration by the name in argv.
 *
 * @param entry `module:function`
 */
export function entryPoint(name: string, entry: string, args: readonly string[] = []): string[] {
  const [module = "", main = ""] = entry.split(":");
  return [
    "python3",
    "-c",
    `import sys; sys.argv[0] = "${name}"; from ${module} import ${main}; sys.exit(${main}())`,
    ...args,
  ];
}
