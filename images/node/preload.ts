import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../containers/run";

/** A container image as a folder with an OCI image layout. */
export interface ImageLayout {
  /** `registry/repository:tag`. */
  reference: string;
  /** Folder of the layout. */
  layout: string;
}

/**
 * Fills `target` with the /var/lib/containerd of a machine that has pulled and unpacked these images. The machine image's
 * own containerd does it, in its root file system, which is only read.
 *
 * @param work folder that does not exist yet, on a real file system; it is removed again
 * @throws Error naming the image that could not be imported
 */
export async function preloadImages(of: {
  rootfs: string;
  target: string;
  work: string;
  images: ImageLayout[];
}): Promise<void> {
  await mkdir(of.target, { recursive: true });
  await mkdir(of.work, { recursive: true });
  try {
    const script = join(of.work, "preload.sh");
    await writeFile(script, preloadScript(of), { mode: 0o700 });
    // The script's mounts are in a namespace of their own and vanish with it, however it ends; so do its processes.
    await run("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--propagation=private", "sh", "-eu", script]);
  } finally {
    await rm(of.work, { recursive: true, force: true });
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The shell script of `preloadImages`. */
export function preloadScript(of: { rootfs: string; target: string; work: string; images: ImageLayout[] }): string {
  const [root, work] = [quoted(join(of.work, "root")), quoted(of.work)];
  const imports = of.images.map(
    ({ reference, layout }) =>
      `what=${quoted(reference)}\ntar -C ${quoted(layout)} -c oci-layout index.json blobs | inside ctr -n k8s.io images import - >/dev/null\n`,
  );
  return `what=containerd
trap 'code=$?; [ $code = 0 ] || { echo "$what: not imported into the machine image" >&2; tail -n 5 ${work}/containerd.log >&2; }' EXIT
inside() { chroot ${root} "$@"; }
mkdir -p ${work}/upper ${work}/overlay ${root}
mount -t overlay overlay -o lowerdir=${quoted(of.rootfs)},upperdir=${work}/upper,workdir=${work}/overlay ${root}
mount -t proc proc ${root}/proc
mount --rbind /sys ${root}/sys
mount --rbind /dev ${root}/dev
mount -t tmpfs tmpfs ${root}/run
mount --bind ${quoted(of.target)} ${root}/var/lib/containerd
inside containerd >${work}/containerd.log 2>&1 &
daemon=$!
for try in $(seq 300); do
  inside ctr version >/dev/null 2>&1 && break
  sleep 0.1
done
${imports.join("")}what=containerd
# An import leaves its index behind, which containerd removes whenever it gets to it: a lease that ends makes it do so now.
inside ctr -n k8s.io leases create --id swept >/dev/null
inside ctr -n k8s.io leases delete --sync swept >/dev/null
kill $daemon
wait $daemon || true
`;
}
