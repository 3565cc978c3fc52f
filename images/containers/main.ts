import { buildContainerImages } from "./build";

/** `node --import tsx images/containers/main.ts [name…]`: builds images, prints their pinned references. */
const images = await buildContainerImages({
  only: process.argv.slice(2),
  log: (line) => process.stderr.write(`building ${line}\n`),
  ...(process.env["DSAAS_BINARIES"] ? { binaries: process.env["DSAAS_BINARIES"] } : {}),
});
for (const { reference, digest, layout } of images) process.stdout.write(`${reference}@${digest} ${layout}\n`);
