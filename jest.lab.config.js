/** Tests on the running lab, one file after another in the order of their names; the first brings the lab up. */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/tests/lab"],
  testPathIgnorePatterns: ["/node_modules/"],
  testSequencer: "<rootDir>/tests/lab/inOrder.js",
  testTimeout: 600_000,
  maxWorkers: 1,
  // What a user would see of a lab that broke in one file is no test of the next.
  bail: 1,
};
