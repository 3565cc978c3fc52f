/** Ends a run with one plain line that scripts can read. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // After the default reporter's own summary, which goes to the same stream.
    process.stderr.write(`\n${results.numPassedTests} passed, ${failed} failed\n`);
  }
};
