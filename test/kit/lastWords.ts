import type { EventEmitter } from 'node:events';
import { readSync } from 'node:fs';

/**
 * Reads what is left in a pseudo-terminal when its process has ended: Node takes the hang-up for the end of the data also
 * where the system hands over the last bytes only a moment later, so a last line was lost once in some hundred times.
 * `pty` is a terminal of node-pty, whose stream and descriptor are not among its types.
 */
export function hearLastWords(pty: object): void {
  const socket: EventEmitter = Reflect.get(pty, '_socket');
  const descriptor: number = Reflect.get(pty, '_fd');
  socket.on('end', () => {
    const bytes = Buffer.alloc(65_536);
    try {
      for (;;) {
        const length = readSync(descriptor, bytes);
        if (length === 0) return;
        socket.emit('data', bytes.toString('utf8', 0, length));
      }
    } catch {
      // EIO: all has been read and nobody holds the other end.
    }
  });
}
