/** Tests of the node image, which they build if need be; its machines run in QEMU's emulation, one at a time. */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/tests/image"],
  testPathIgnorePatterns: ["/node_modules/"],
  testSequencer: "<rootDir>/tests/lab/inOrder.js",
  testTimeout: 1_800_000,
  maxWorkers: 1,
};
