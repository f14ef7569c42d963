import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What the numbers were measured on, one fact a line. */
export function machine() {
  const [cpu] = os.cpus();
  return [
    `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `${os.type()} ${os.release()}, Node ${process.version}`,
  ];
}

/** How busy the machine is: processes that want to run, over one, five and fifteen minutes. */
export function load() {
  return os
    .loadavg()
    .map((average) => average.toFixed(2))
    .join(' ');
}

/** A value of /proc/PID/status in MiB, `VmHWM` being the most memory the process ever had; NaN elsewhere than on Linux. */
export function memoryMiB(pid, name) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Processor time the process has used, milliseconds, in steps of 10; NaN elsewhere than on Linux. */
export function processorMs(pid) {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * 10;
  } catch {
    return Number.NaN;
  }
}
