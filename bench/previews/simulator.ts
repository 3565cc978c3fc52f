import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { inventory } from "../../lab/datacentre/facts";
import { binDir } from "../../lab/paths";

/** A vSphere API whose powered-on machines do not boot, on a port of loopback's; it knows nothing but a template. */
export interface Simulator {
  /** HOST:PORT. */
  server: string;
  password: string;
  stop(): Promise<void>;
}

/** Starts one; `folder` is its own, for its configuration. @throws Error where it does not listen within ten seconds */
export async function startSimulator(folder: string, password: string): Promise<Simulator> {
  const port = await freePort();
  const server = `127.0.0.1:${port}`;
  const config = join(folder, "vsphere.json");
  await writeFile(config, JSON.stringify({ ...inventory, listen: server, password, inventoryOnly: true }), {
    mode: 0o600,
  });
  const child = spawn(join(binDir, "datacentre"), ["vsphere", "--config", config], { stdio: "ignore" });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (const deadline = Date.now() + 10_000; ; await new Promise((done) => setTimeout(done, 50))) {
    if (await listens(port)) return { server, password, stop };
    if (Date.now() < deadline && child.exitCode === null) continue;
    await stop();
    throw new Error(`The vSphere simulator does not listen on ${server}; try: datacentre vsphere --config ${config}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
