import { setTimeout as pause } from 'node:timers/promises';
import { memoryMiB } from '../kit/machine.mjs';
import { digits, median, percentile, spread } from '../kit/samples.mjs';

/** Longer than the least time between two frames, so that none waits for the one before. */
const BETWEEN_KEYS_MS = 20;
const FEW = 10;
const MANY = 10_000;

/** The cursor goes down to the ninth row and back up. */
function* walk() {
  for (let at = 1; ; ) {
    for (; at < 9; ) yield { key: 'j', at: ++at };
    for (; at > 1; ) yield { key: 'k', at: --at };
  }
}

/** Key to the last byte of its frame, on a long list and on a short one, a key here, a key there; and the memory. */
export async function keys(bench, report) {
  const count = bench.quick ? 60 : 300;
  const few = await bench.openList('few', FEW);
  const many = await bench.openList('many', MANY);
  const loaded = memoryMiB(many.terminal.pid, 'VmHWM');
  const samples = { few: [], many: [], bytes: [] };
  const steps = walk();
  for (let pressed = 0; pressed < count; pressed += 1) {
    const { key, at } = steps.next().value;
    await pause(BETWEEN_KEYS_MS);
    samples.few.push((await few.terminal.key(key, `${at}/${FEW}`)).ms);
    await pause(BETWEEN_KEYS_MS);
    const { ms, bytes } = await many.terminal.key(key, `${at}/${MANY}`);
    samples.many.push(ms);
    samples.bytes.push(bytes);
  }
  await many.terminal.key('G', `${MANY}/${MANY}`);
  await many.terminal.key('g', `1/${MANY}`);
  const scrolled = { ms: [], bytes: [] };
  for (let at = 2; at <= (bench.quick ? 80 : 200); at += 1) {
    await pause(BETWEEN_KEYS_MS);
    const { ms, bytes } = await many.terminal.key('j', `${at}/${MANY}`);
    scrolled.ms.push(ms);
    scrolled.bytes.push(bytes);
  }
  const afterKeys = memoryMiB(many.terminal.pid, 'VmHWM');
  const fewPeak = memoryMiB(few.terminal.pid, 'VmHWM');
  const hello = bench.terminal([bench.inkHello], bench.env('hello'));
  await hello.heard((text) => text.includes('Hello from Ink'));
  const helloPeak = memoryMiB(hello.pid, 'VmHWM');
  await hello.close();
  await few.terminal.close();
  await many.terminal.close();

  report.title(`Key to frame, ${count} keys each in turns, 120×40 (median / p95)`);
  report.row(`list of ${FEW} balancers`, spread(samples.few));
  report.row(`list of ${digits(MANY)} balancers`, spread(samples.many));
  report.row('the same, scrolling down', spread(scrolled.ms));
  report.row('the slowest key of all', `${digits(Math.max(...samples.many, ...scrolled.ms))} ms`);
  report.target('long / short list, median', median(samples.many) / median(samples.few), 1.5);
  report.target(
    'long / short list, p95',
    percentile(samples.many, 0.95) / percentile(samples.few, 0.95),
    1.5,
  );
  report.row('bytes a key', spread(samples.bytes, 'B'));
  report.row('bytes a key, scrolling', spread(scrolled.bytes, 'B'));
  report.title('Memory, the most the process ever had');
  report.row('Ink hello, bundled by esbuild', `${digits(helloPeak)} MiB`);
  report.row(`${FEW} balancers`, `${digits(fewPeak)} MiB`);
  report.row(`${digits(MANY)} × 8 nodes, loaded`, `${digits(loaded)} MiB`);
  report.row('the same after the keys above', `${digits(afterKeys)} MiB`);
  report.title('Opening the list, from starting the process');
  report.row(`${FEW} balancers, first rows`, `${digits(few.firstMs)} ms`);
  report.row(`${digits(MANY)} balancers, first rows`, `${digits(many.firstMs)} ms`);
  report.row(
    `${digits(MANY)} balancers, all`,
    `${digits(many.allMs)} ms`,
    'the rate limit is 10 requests a second',
  );
}
