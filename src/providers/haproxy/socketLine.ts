import { createConnection, type Socket } from 'node:net';
import { startDeadline } from '../http/deadline.ts';
import { stopped } from '../http/lifetime.ts';
import type { ProviderContext } from '../provider.ts';
import { LostLine, lostLine } from './lostLine.ts';
import { placeText, type SocketPlace } from './socketPlace.ts';
import { SshTunnel } from './sshTunnel.ts';
import { Turns } from './turns.ts';
import { brokenAnswer, LAST_COMMAND, LAST_PART, levelAtEnd, type WholeAnswer } from './wholeAnswer.ts';

/** What one line of commands may take before its answer counts as lost. */
export interface LineLimits {
  /** A socket that is served by nobody takes the connection and says nothing: this long it is waited for, in milliseconds. */
  readonly firstByteMs: number;
  /** From connecting to the last byte. */
  readonly totalMs: number;
  /** The longest answer, in bytes. 10,000 backends are 3 MB. */
  readonly bytes: number;
}

/** For sockets near and far; there is room for ten times the longest answer that is to be expected. */
export const LINE_LIMITS: LineLimits = { firstByteMs: 5_000, totalMs: 30_000, bytes: 32 * 1024 * 1024 };

/** A stats socket serves ten connections at once; others want some too. */
const AT_ONCE = 2;

/** A stats socket: one line of commands a connection, read to its end, so that none outlives a reload. */
export class SocketLine {
  readonly place: SocketPlace;
  readonly #limits: LineLimits;
  readonly #tunnel: SshTunnel | null;
  readonly #turns = new Turns(AT_ONCE);

  constructor(
    place: SocketPlace,
    { env, debug }: Pick<ProviderContext, 'env' | 'debug'>,
    limits: LineLimits = LINE_LIMITS,
  ) {
    this.place = place;
    this.#limits = limits;
    this.#tunnel = place.kind === 'ssh' ? new SshTunnel(place, env, debug) : null;
  }

  /** The whole answer to one line of commands. Throws LostLine, or Failure `cancelled` when the signal is aborted. */
  async exchange(commands: readonly string[], signal: AbortSignal): Promise<WholeAnswer> {
    const line = `${[...commands, LAST_COMMAND].join(';')}\n`;
    return this.#turns.run(signal, async () => {
      const path = this.#tunnel === null ? null : await this.#tunnel.path(signal);
      const text = await this.#talk(() => this.#connect(path), line, signal).catch(
        async (thrown: unknown) => {
          throw thrown instanceof LostLine && thrown.kind === 'network'
            ? await this.#explained(thrown)
            : thrown;
        },
      );
      const level = levelAtEnd(text);
      if (level !== null) return { text, level };
      // HAProxy never answers with nothing, so something in between has ended the connection.
      throw text === ''
        ? await this.#explained(lostLine(null, this.place, true))
        : brokenAnswer(text, placeText(this.place));
    });
  }

  async close(): Promise<void> {
    await this.#tunnel?.close();
  }

  #connect(path: string | null): Socket {
    if (path !== null) return createConnection({ path });
    if (this.place.kind === 'tcp')
      return createConnection({ host: this.place.host, port: this.place.port, noDelay: true });
    return createConnection({ path: this.place.path });
  }

  /** A connection that ended early, with what ssh says of it where ssh is in between. */
  async #explained(lost: LostLine): Promise<LostLine> {
    if (this.#tunnel === null) return lost;
    // ssh complains on another pipe, which may be read a turn later.
    await new Promise((resolve) => setImmediate(resolve));
    const complaint = this.#tunnel.takeComplaint();
    if (complaint === null || !complaint.includes('open failed')) return lost;
    return new LostLine(`ssh cannot open ${placeText(this.place)} (${complaint})`, {
      kind: 'network',
      hint: 'Check its path there, that the user may open it, and that sshd allows AllowStreamLocalForwarding',
      sent: false,
    });
  }

  #talk(connect: () => Socket, line: string, signal: AbortSignal): Promise<string> {
    if (signal.aborted) return Promise.reject(stopped());
    const { firstByteMs, totalMs, bytes } = this.#limits;
    const first = startDeadline(signal, firstByteMs);
    const total = startDeadline(signal, totalMs);
    const socket = connect();
    return new Promise<string>((resolve, reject) => {
      const parts: Buffer[] = [];
      let size = 0;
      let tail = '';
      let sent = false;
      const fail = (error: unknown) => {
        socket.destroy();
        reject(error);
      };
      const aborted = () =>
        fail(signal.aborted ? stopped() : this.#late(sent, size, first.passed ? firstByteMs : totalMs));
      first.signal.addEventListener('abort', aborted, { once: true });
      total.signal.addEventListener('abort', aborted, { once: true });
      socket.once('connect', () => {
        sent = true;
        socket.write(line);
      });
      socket.on('data', (part: Buffer) => {
        first.end();
        parts.push(part);
        size += part.length;
        // The last word may come in pieces.
        tail = (tail + part.toString('latin1', Math.max(0, part.length - LAST_PART))).slice(-LAST_PART);
        if (size > bytes) fail(this.#tooLong());
        else if (levelAtEnd(tail) !== null) socket.end();
      });
      socket.once('error', (error) => fail(lostLine(error, this.place, sent)));
      socket.once('close', () => resolve(Buffer.concat(parts).toString('utf8')));
    }).finally(() => {
      first.end();
      total.end();
    });
  }

  #late(sent: boolean, size: number, ms: number): LostLine {
    const where = placeText(this.place);
    const seconds = `${ms / 1000} s`;
    if (!sent)
      return new LostLine(`${where} did not take the connection within ${seconds}`, {
        kind: 'timeout',
        hint: 'Check the address and the network',
        sent,
      });
    return size === 0
      ? new LostLine(`${where} took the connection and did not answer within ${seconds}`, {
          kind: 'timeout',
          hint: 'A stats socket serves 10 connections at once: close other programs that use it',
          sent,
        })
      : new LostLine(`${where} did not end its answer within ${seconds}`, {
          kind: 'timeout',
          hint: 'Is it HAProxy that answers there? It may be very busy',
          sent,
        });
  }

  #tooLong(): LostLine {
    return new LostLine(`the answer of ${placeText(this.place)} is too long to be one of HAProxy`, {
      kind: 'engine',
      hint: 'Check the socket of the account',
      sent: true,
    });
  }
}
