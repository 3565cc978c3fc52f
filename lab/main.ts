import { parseArgs } from "node:util";
import { down, destroy } from "./commands/down";
import { login } from "./commands/login";
import { preview } from "./commands/preview";
import { logs } from "./commands/logs";
import { status } from "./commands/status";
import { up } from "./commands/up";
import { parseCloud, type CloudName } from "./cloud";
import { LabError } from "./errors";

const usage = `npm run lab                    bring the lab up: toolchain, data centre, cluster, hub
npm run lab -- status          what runs, and where
npm run lab -- logs            where the pods are, and what hub and proxy said last
npm run lab -- login USER      the hub's address and USER's password
npm run lab -- preview         what pulumi up would change
npm run lab -- down            stop everything; users' homes and passwords stay for the next time
npm run lab -- destroy         remove everything, users' homes too

  --cloud vsphere|openstack    whose API makes the machines, for a lab that is not up yet; vsphere unless given
  --set KEY=JSON               another value for a key of Pulumi.lab.yaml, e.g. --set dsaas:hub.culling.idleAfter=60`;

async function main(argv: string[]): Promise<void> {
  const { positionals, overrides, cloud, help } = read(argv);
  const [command = "up", ...rest] = positionals;
  if (help || command === "help") return console.log(usage);
  const wanted = command === "login" ? 1 : 0;
  if (rest.length > wanted) throw new LabError(`"${rest[wanted]}" is one word too many after ${command}.\n\n${usage}`);
  switch (command) {
    case "up":
      return void (await up(overrides, cloud));
    case "preview":
      return preview(overrides, cloud);
    case "status":
      return status();
    case "logs":
      return logs();
    case "login":
      return login(rest[0]);
    case "down":
      return down();
    case "destroy":
      return destroy();
    default:
      throw new LabError(`"${command}" is not a command of the lab.\n\n${usage}`);
  }
}

interface Words {
  positionals: string[];
  overrides: Record<string, unknown>;
  cloud: CloudName | undefined;
  help: boolean;
}

function read(argv: string[]): Words {
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        set: { type: "string", multiple: true, default: [] },
        cloud: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const cloud = values.cloud === undefined ? undefined : parseCloud(values.cloud);
    return { positionals, overrides: Object.fromEntries(values.set.map(setting)), cloud, help: values.help };
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`${(error as Error).message}\n\n${usage}`);
  }
}

function setting(text: string): [string, unknown] {
  const [, key, json] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || json === undefined)
    throw new LabError(`--set ${text}: write KEY=JSON, e.g. dsaas:hub.culling.idleAfter=60`);
  try {
    return [key, JSON.parse(json)];
  } catch {
    throw new LabError(`--set ${text}: the value after = is not JSON; put text into double quotes`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof LabError) console.error(`\n${error.message}`);
  else console.error(error);
  process.exitCode = 1;
});
