const Sequencer = require("@jest/test-sequencer").default;

/** Runs test files in the order of their names: each builds on the lab that the ones before have left. */
module.exports = class InOrder extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
};
