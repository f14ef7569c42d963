import { spawn } from '@lydell/node-pty';

const PATIENCE_MS = 120_000;
/** What ends each frame of ours; see src/screens/terminal/frameWriter.ts. */
export const FRAME_END = '\x1b[?2026l';

/** A program in a pseudo-terminal of 120×40, and the bytes it writes, with nothing in between that costs time. */
export class BenchTerminal {
  #pty;
  #heard = '';
  #listen = () => {};
  exited;

  constructor(words, env) {
    this.#pty = spawn(process.execPath, words, { name: 'xterm-256color', cols: 120, rows: 40, env });
    this.#pty.onData((text) => {
      this.#heard += text;
      this.#listen();
    });
    this.exited = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  get pid() {
    return this.#pty.pid;
  }

  /** Resolves with what was written since the last call, as soon as `holds` says so of it. */
  heard(holds) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listen = () => {};
        reject(
          new Error(
            `Waited in vain. The last that was written:\n${JSON.stringify(this.#heard.slice(-2000))}`,
          ),
        );
      }, PATIENCE_MS);
      this.#listen = () => {
        if (!holds(this.#heard)) return;
        clearTimeout(timer);
        this.#listen = () => {};
        const text = this.#heard;
        this.#heard = '';
        resolve(text);
      };
      this.#listen();
    });
  }

  /** Resolves when a whole frame with `part` in it has been written. */
  frame(part) {
    return this.heard((text) => text.endsWith(FRAME_END) && has(text, part));
  }

  /** Sends a key and measures until the frame with `part` has come: milliseconds, and bytes of that frame. */
  async key(bytes, part) {
    this.#heard = '';
    const begun = performance.now();
    this.#pty.write(bytes);
    const text = await this.frame(part);
    return { ms: performance.now() - begun, bytes: Buffer.byteLength(text) };
  }

  send(bytes) {
    this.#pty.write(bytes);
  }

  async close() {
    this.#pty.kill('SIGKILL');
    await this.exited;
  }
}

function has(text, part) {
  return typeof part === 'string' ? text.includes(part) : part.test(text);
}
