/** Unit, property, snapshot and mocked component tests: no network, no lab. */
module.exports = {
  rootDir: __dirname,
  roots: ["<rootDir>/tests"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/lab/", "<rootDir>/tests/image/"],
  testEnvironment: "node",
  transform: {
    "^.+\\.(t|j|mj)s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/"],
  // Its last line is read by machines: how many tests passed and failed.
  reporters: ["default", "<rootDir>/tests/countReporter.js"],
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};
