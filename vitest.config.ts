import { defineConfig } from 'vitest/config';
import { inkAsBuilt, inlined } from './test/kit/inkAsBuilt.ts';

/** Where a machine wants to read the outcome; a person reads the terminal. */
const report = process.env['SLUICE_TEST_REPORT'];

export default defineConfig({
  plugins: [inkAsBuilt()],
  test: {
    server: { deps: { inline: [inlined] } },
    environment: 'node',
    include: ['test/**/*.test.{ts,tsx}'],
    // Processes, not threads: tests of signals and of pseudo-terminals need a whole process of their own.
    pool: 'forks',
    maxWorkers: 2,
    // A busy machine is no failure: these only end what would never end.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    // A wrong locale or colour setting of the developer's shell must not change what tests see.
    env: { TZ: 'UTC', LANG: 'C.UTF-8', LC_ALL: '', NO_COLOR: '', FORCE_COLOR: '3', NODE_EXTRA_CA_CERTS: '' },
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
