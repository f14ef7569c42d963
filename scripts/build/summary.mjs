/** Prints the outcome of a vitest JSON report as one line: `N passed, N failed`, with `, N skipped` where some were. */
import { readFileSync } from 'node:fs';

function outcome(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A check before the tests failed.
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const files = report.testResults ?? [];
  // A file that could not even be loaded has no tests, but it failed.
  const broken = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const { passed, failed, skipped } = outcome(process.argv[2]);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
