import { setTimeout as pause } from 'node:timers/promises';
import { processorMs } from '../kit/machine.mjs';
import { digits } from '../kit/samples.mjs';

/** Processor time of a balancer's screen at which nobody types; it is refreshed every five seconds. */
export async function idle(bench, report) {
  const seconds = bench.quick ? 5 : 10;
  const { terminal } = await bench.openList('idle', 10);
  terminal.send('\r');
  await terminal.frame('ENABLED');
  await pause(2_000);
  const before = processorMs(terminal.pid);
  await pause(seconds * 1_000);
  const used = processorMs(terminal.pid) - before;
  await terminal.close();
  report.title(`Idle on a balancer for ${seconds} s`);
  report.row('processor time', `${digits(used)} ms`, `${digits(used / seconds / 10)} % of a core`);
}
