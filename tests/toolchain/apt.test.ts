import { missingPackages } from "../../lab/toolchain/aptList";

const list = ["slapd installed", "libc6:amd64 installed", "nftables config-files", "jq not-installed", ""].join("\n");

test("only packages that are fully installed count", () => {
  expect(missingPackages(["slapd", "libc6", "nftables", "jq", "chromium", "chromium"], list)).toEqual([
    "nftables",
    "jq",
    "chromium",
  ]);
  expect(missingPackages(["slapd"], list)).toEqual([]);
  expect(missingPackages(["slap"], list)).toEqual(["slap"]);
});
