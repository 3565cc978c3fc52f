import { debianTree, type DebianTree } from "../debian";
import type { Layer } from "../layer";
import { compileCommand } from "../python";
import { run } from "../run";

/** The user of our own images, as in Jupyter's: uid 1000, gid 100, home /home/jovyan. */
export const user = { name: "jovyan", uid: 1000, gid: 100, home: "/home/jovyan" };

/** What a running container never reads. */
const unneeded = [
  "/boot",
  "/usr/bin/perl*",
  "/usr/lib/x86_64-linux-gnu/perl*",
  "/usr/share/perl*",
  "/usr/lib/x86_64-linux-gnu/gconv",
  "/usr/lib/x86_64-linux-gnu/libperl*",
  "/usr/lib/python3.11/lib2to3/tests",
  "/usr/share/{bash-completion,binfmts,bug,debconf,doc-base,info,lintian,locale,man,menu,pixmaps,polkit-1}",
  "/usr/sbin/{mkfs*,fsck*,fdisk,sfdisk,cfdisk,swapon,swapoff,mkswap,blk*,losetup}",
  "/var/cache/*",
  "/var/lib/apt",
  "/var/lib/dpkg/info",
  "/var/lib/dpkg/*-old",
  "/var/log/*",
  "/etc/{machine-id,resolv.conf,hostname}",
  "/usr/lib/python3.11/EXTERNALLY-MANAGED",
];

/** A small Debian with Python and what a shell's user expects; the lowest layer of hub and users' servers. */
export const pythonTree: DebianTree = {
  name: "python",
  variant: "essential",
  packages: ["python3", "python3-venv", "libstdc++6", "ca-certificates", "tini", "procps", "less"],
  customise: [
    `cd "$1" && for path in ${unneeded.map((path) => path.slice(1)).join(" ")}; do rm -rf $path; done`,
    `find "$1/usr/lib/python3" "$1/usr/lib/python3.11" -name __pycache__ -prune -exec rm -rf {} +`,
    `PYTHONHASHSEED=0 LC_ALL=C.UTF-8 chroot "$1" ${compileCommand("/usr/lib/python3.11").join(" ")}`,
    `PYTHONHASHSEED=0 LC_ALL=C.UTF-8 chroot "$1" ${compileCommand("/usr/lib/python3/dist-packages").join(" ")}`,
    `echo "${user.name}:x:${user.uid}:${user.gid}::${user.home}:/bin/bash" >> "$1/etc/passwd"`,
    `install -d -m 0755 -o ${user.uid} -g ${user.gid} "$1${user.home}"`,
    // Programs that use /etc/passwd- or its kind as a back-up would find the users of the build.
    `rm -f "$1"/etc/*- "$1"/etc/.pwd.lock`,
  ].map((line) => (line.includes("{") && !line.includes("-exec") ? expandBraces(line) : line)),
};

/** `a{b,c}` spelled out: sh, unlike bash, does not know braces. */
export function expandBraces(text: string): string {
  return text.replace(/(\S*)\{([^{}]*)\}/g, (_all, before: string, inner: string) =>
    inner
      .split(",")
      .map((part) => `${before}${part}`)
      .join(" "),
  );
}

/** The Debian tree as a layer. */
export function pythonBaseLayer(store: string): Layer {
  return {
    name: "python-base",
    inputs: pythonTree,
    owners: "kept",
    stage: async (staged) => {
      await run("cp", ["--archive", `${await debianTree(pythonTree, store)}/.`, staged]);
    },
  };
}
