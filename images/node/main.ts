import { buildContainerImages } from "../containers/build";
import { buildNodeImage } from "./build";

/** `node --import tsx images/node/main.ts`: builds the machine image with its container images, prints its folders. */
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const images = await buildContainerImages({ log: (line) => say(`container image ${line}`) });
const image = await buildNodeImage({
  images: images.filter(({ preload }) => preload),
  log: (line) => say(`machine image: ${line}`),
});
process.stdout.write(`${image.rootfs}\n${image.containerd}\n`);
