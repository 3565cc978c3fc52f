import { basename, dirname, join } from "node:path";
import { debianTree, type DebianTree } from "../../../images/containers/debian";
import { run } from "../../../images/containers/run";
import { cached } from "../../../images/containers/store";
import { packages } from "./packages";

const python = ["/usr/lib/python3/dist-packages", "/usr/lib/python3.11"];
const unused = ["tests?", "pip", "setuptools", "sphinx", "docutils", "pygments", "mypyc?", "lib2to3"];

/**
 * What the packages' install scripts would have done and the services need, on a tree whose files are all that was
 * unpacked; `$1` is its root. Nothing runs as anybody but root, so no accounts of services are made.
 */
const finish = [
  'mkdir -p "$1/dev" "$1/opt/dsaas" "$1/proc" "$1/run" "$1/tmp" "$1/var/log"',
  'cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"',
  'cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"',
  'echo "127.0.0.1 localhost" >"$1/etc/hosts"',
  'printf "%s\\n" "passwd: files" "group: files" "hosts: files" "services: files" >"$1/etc/nsswitch.conf"',
  'ln -s mawk "$1/usr/bin/awk"',
  'for name in cinder glance neutron nova; do cp "$1/usr/share/$name-common/"*paste.ini "$1/etc/$name/"; done',
  'chroot "$1" /sbin/ldconfig',
  // The tree is only read later, so that every start would compile again what it imports. Tests do not all compile.
  `chroot "$1" python3 -m compileall -q -j 0 -x "/(${unused.join("|")})/" ${python.join(" ")}`,
].join("\n");

const tree: DebianTree = { name: "openstack", variant: "extract", packages: [...packages], customise: [] };

/**
 * Root of the services' tree, from Debian's packages, unpacked into the cache and compiled: nothing is installed on this
 * machine. Needs root.
 *
 * @param log told what is being done, one line each
 */
export async function openstackTree(log: (line: string) => void): Promise<string> {
  log("Debian packages");
  const unpacked = await debianTree(tree);
  const folder = await cached("openstack-tree", [basename(dirname(unpacked)), finish], async (directory) => {
    log("compiling the services");
    const root = join(directory, "root");
    await run("cp", ["--archive", "--link", unpacked, root]);
    await run("sh", ["-euc", finish, "openstack", root]);
  });
  return join(folder, "root");
}
