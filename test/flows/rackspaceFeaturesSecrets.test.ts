import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CERTIFICATE, KEY_LINES, PRIVATE_KEY } from '../kit/pem.ts';
import { startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { expectGivenBack } from '../pty/kit/givenBack.ts';
import { Shipped } from '../pty/kit/shipped.ts';
import { fields } from './featureSteps.ts';
import { follow } from './rackspaceFeaturesKit.ts';

/** Pieces of the key as they are, and as they would be within JSON or a URL. */
const TRACES = [
  ...KEY_LINES,
  ...KEY_LINES.map(encodeURIComponent),
  KEY_LINES.join('\\n'),
  KEY_LINES.join(''),
];

/** Every file below the folder that is not the key's own holds none of the key. */
function expectNoTraceIn(folder: string, own: string): number {
  let read = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (name === own || !statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8');
    for (const trace of TRACES) expect(text, name).not.toContain(trace);
    read += 1;
  }
  return read;
}

it('a private key is never shown nor written down', async () => {
  const app = await startSluice({ columns: 130, rows: 40 });
  const debugFile = path.join(app.home, 'debug.log');
  await app.close();
  const again = await startSluice({ columns: 130, rows: 40, home: app.home, clock: app.clock, debugFile });
  writeFileSync(path.join(again.home, 'web.key'), PRIVATE_KEY, { mode: 0o600 });
  writeFileSync(path.join(again.home, 'web.crt'), CERTIFICATE);
  const { control } = await again.sandbox();
  const onFleet = async () => {
    await again.press('0', '/');
    await again.type('edge-fleet');
    await again.press('enter', 'g');
  };
  await again.press('enter');

  // The engine refuses it first, then an answer is lost, then it is taken.
  control.fault({ kind: 'status', status: 400, method: 'PUT', path: '/ssltermination', count: 1 });
  await onFleet();
  const paths = fields(null, null, null, '~/web.crt', '~/web.key');
  await follow(again, 'end SSL on the balancer', [paths]);
  await until(again, '400 Service trouble');
  again.message();
  await again.press('e');
  expect(again.row('Private key')).toContain('empty');
  await again.press('esc');
  control.fault({ kind: 'cut-after', method: 'PUT', path: '/ssltermination', count: 1 });
  await again.press('e');
  await paths(again);
  await again.press('ctrl-s');
  await until(again, /SSL termination +port 443 and plain/);
  again.message();

  // Everything that shows what was done, and what there is.
  await again.press('d');
  expect(again.screen()).not.toContain('PRIVATE');
  await again.press('esc', '@', 'd');
  await again.press('y', 'esc', 'esc');
  await onFleet();
  await follow(again, 'add a certificate for another host name', [
    fields('www.example.com', '~/web.crt', '~/web.key'),
  ]);
  await until(again, '[Certificates 1]');
  await again.press('d', 'y');
  await again.close();

  expect(again.copied.length).toBe(2);
  for (const trace of TRACES) {
    expect(again.terminal.written).not.toContain(trace);
    expect(again.copied.join('\n')).not.toContain(trace);
  }
  // The settings, the world, the journal, the debug log and the certificate at least.
  expect(expectNoTraceIn(again.home, 'web.key')).toBeGreaterThanOrEqual(4);
  expect(readFileSync(debugFile, 'utf8')).toContain('ssltermination');
});

it('a crash does not print it either', async () => {
  const user = new Shipped();
  writeFileSync(path.join(user.home, 'web.key'), PRIVATE_KEY, { mode: 0o600 });
  writeFileSync(path.join(user.home, 'web.crt'), CERTIFICATE);
  const preload = path.join(user.home, 'crash.cjs');
  const key = path.join(user.home, 'web.key');
  writeFileSync(
    preload,
    `process.on('SIGUSR2', () => { throw new Error('the engine said: ' + require('node:fs').readFileSync(${JSON.stringify(key)}, 'utf8')); });`,
  );
  const [terminal, pid] = await user.inShell({
    words: ['--debug', path.join(user.home, 'debug.log')],
    columns: 120,
    rows: 30,
    preload,
  });
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until('edge-fleet');
  terminal.send('/edge-fleet\r\r');
  await terminal.until('edge-01');
  terminal.send('\x1b[Z\x1b[Z');
  await terminal.until('SSL termination');
  terminal.send('/ssl\r');
  await terminal.until(/▌ +SSL termination/);
  terminal.send('e');
  await terminal.until('Private key');
  terminal.send('\t\t\t~/web.crt\t~/web.key\t');
  await terminal.until(/read from ~\/web\.key, not shown/);
  terminal.send('\x13');
  await terminal.until(/SSL termination +port 443 and plain/);
  process.kill(pid, 'SIGUSR2');
  await terminal.exited;
  expectGivenBack(terminal, 70);
  expect(terminal.written).toContain('the engine said: ');
  for (const trace of TRACES) expect(terminal.written).not.toContain(trace);
  expect(expectNoTraceIn(user.home, 'web.key')).toBeGreaterThanOrEqual(4);
});
