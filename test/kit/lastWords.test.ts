import { EventEmitter } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hearLastWords } from './lastWords.ts';

it('reads what came between the last read and the hang-up', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-words-'));
  const file = path.join(folder, 'left');
  writeFileSync(file, 'code=0\r\nsame\r\n');
  const descriptor = openSync(file, 'r');
  onTestFinished(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });
  const socket = new EventEmitter();
  let heard = '';
  socket.on('data', (text: string) => {
    heard += text;
  });
  hearLastWords({ _socket: socket, _fd: descriptor });
  expect(heard).toBe('');
  socket.emit('end');
  expect(heard).toBe('code=0\r\nsame\r\n');
});
