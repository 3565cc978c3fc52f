/** Ends a run with one plain line that scripts can read. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // After everything that other reporters write.
    process.once("exit", () => process.stderr.write(`\n${results.numPassedTests} passed, ${failed} failed\n`));
  }
};
