import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";

/** What a virtual machine consists of. */
export interface Hardware {
  /** QEMU's arguments for firmware, chipset, disks and network. */
  arguments: string[];
  memoryMiB: number;
  /** File that gets all that the machine writes to its serial console. */
  console: string;
}

/** A machine that runs. */
export interface Machine {
  /** The console's text up to now. */
  text: () => string;
  /**
   * Waits until the console shows this.
   *
   * @returns seconds from the machine's start
   * @throws Error with the console's last lines after so many seconds, or as soon as the machine has stopped
   */
  until: (shown: RegExp, seconds: number) => Promise<number>;
  /** Ends it as a power cut does. */
  stop: () => Promise<void>;
}

/**
 * Starts a machine in QEMU's software emulation: a processor that virtualises would be faster, but not every one that
 * says so can (a hypervisor in software hangs in the kernel's first instructions), and the machine is the same.
 */
export function startMachine({ arguments: hardware, memoryMiB, console: file }: Hardware): Machine {
  const started = Date.now();
  const qemu = spawn(
    "qemu-system-x86_64",
    [
      ...[
        "-accel",
        "tcg,thread=multi",
        "-cpu",
        "Westmere",
        "-smp",
        "2",
        "-m",
        String(memoryMiB),
        "-no-reboot",
        "-nodefaults",
      ],
      // No newer processor: emulating its wide vectors takes longer than doing without.
      ...["-display", "none", "-monitor", "none", "-serial", "stdio", "-device", "virtio-rng-pci"],
      ...hardware,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let text = "";
  let ended = false;
  const take = (chunk: Buffer): void => {
    const plain = chunk.toString().replaceAll("\r", "");
    text += plain;
    appendFileSync(file, plain);
  };
  qemu.stdout.on("data", take);
  qemu.stderr.on("data", take);
  const end = ending(qemu).then(() => void (ended = true));
  return {
    text: () => text,
    async until(shown, seconds) {
      for (const deadline = started + seconds * 1000; !shown.test(text); await pause(200)) {
        if (!ended && Date.now() < deadline) continue;
        const why = ended ? "the machine stopped" : `not within ${seconds} s`;
        throw new Error(`${shown}: ${why}. The console's end (all of it is in ${file}):\n${text.slice(-3000)}`);
      }
      return (Date.now() - started) / 1000;
    },
    async stop() {
      if (!ended) qemu.kill("SIGKILL");
      await end;
    },
  };
}

const ending = (process: ChildProcess): Promise<void> =>
  new Promise((done, fail) => process.once("error", fail).once("close", () => done()));

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
