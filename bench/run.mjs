/**
 * `npm run bench`: measures the built program against its peers and prints a table. `--quick` takes fewer samples;
 * names of parts (start, keys, requests, idle, haproxy) measure those alone.
 */
import { haproxy } from './haproxy/haproxy.mjs';
import { Bench } from './kit/bench.mjs';
import { load, machine } from './kit/machine.mjs';
import { Report } from './kit/report.mjs';
import { idle } from './parts/idle.mjs';
import { keys } from './parts/keys.mjs';
import { requests } from './parts/requests.mjs';
import { start } from './parts/start.mjs';

const PARTS = { start, keys, requests, idle, haproxy };

const words = process.argv.slice(2);
const wanted = words.filter((word) => word !== '--quick');
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}\n`,
  );
  process.exit(2);
}

for (const line of machine()) process.stdout.write(`${line}\n`);
process.stdout.write(`load before ${load()} (on a busy machine only the ratios mean something)\n`);
const bench = await Bench.prepare({ quick: words.includes('--quick') });
const report = new Report();
try {
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) await part(bench, report);
  }
  report.end();
  process.stdout.write(`\nload after ${load()}\n`);
} finally {
  bench.close();
}
