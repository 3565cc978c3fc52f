import { main } from "../common/server";
import { resources } from "./resources";

main({ name: "tls", version: "5.6.1", resources }, process.argv.slice(2));
