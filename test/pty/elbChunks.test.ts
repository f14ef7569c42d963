import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Shipped } from './kit/shipped.ts';

/**
 * A file that Node loads before the program, which notes when it ends what has been loaded. The program reads its files
 * itself on Node 20, to run them from V8's cache, and requires them on later ones.
 */
function witness(user: Shipped): { readonly preload: string; readonly loaded: () => readonly string[] } {
  const preload = path.join(user.home, 'witness.cjs');
  const notes = path.join(user.home, 'loaded.json');
  writeFileSync(
    preload,
    `const fs = require('node:fs');
const { readFileSync, writeFileSync } = fs;
const read = [];
fs.readFileSync = (file, ...rest) => {
  read.push(String(file));
  return readFileSync(file, ...rest);
};
process.on('exit', () =>
  writeFileSync(${JSON.stringify(notes)}, JSON.stringify([...read, ...Object.keys(require.cache)])),
);
`,
  );
  return { preload, loaded: () => JSON.parse(readFileSync(notes, 'utf8')) as readonly string[] };
}

const ofAws = (files: readonly string[]) =>
  files.map((file) => path.basename(file)).filter((name) => /^aws-.*\.cjs$/.test(name));

it.concurrent.for([
  { of: 'Rackspace', keys: '\r', listed: 'shop-front ', isAws: false },
  { of: 'AWS', keys: 'j\r', listed: 'web-classic ', isAws: true },
])(
  'the screens on the sandbox of $of alone read modules of AWS: $isAws',
  async ({ keys, listed, isAws }, { onTestFinished }) => {
    const user = new Shipped(onTestFinished);
    const { preload, loaded } = witness(user);
    const terminal = user.screens({ preload, columns: 120 });
    await terminal.until('built-in sandbox');
    terminal.send(keys);
    await terminal.until(listed);
    terminal.send('\x03');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    const files = loaded();
    expect(files.some((file) => /undici-\w+\.cjs$/.test(file))).toBe(true);
    expect(ofAws(files).length > 0).toBe(isAws);
  },
);
