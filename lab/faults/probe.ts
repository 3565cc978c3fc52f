/** A process inside the data centre's network that asks every service again and again: one line of JSON for each answer. */
import { text } from "node:stream/consumers";
import { probe, type Targets } from "./probes";

const targets = JSON.parse(await text(process.stdin)) as Targets;
await probe(targets, (service, sample) => process.stdout.write(`${JSON.stringify({ service, ...sample })}\n`));
