import { main } from "../common/server";
import { resources } from "./resources";

main({ name: "random", version: "4.21.2", resources }, process.argv.slice(2));
