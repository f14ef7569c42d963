import type { Problem, ProblemKind } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { placeText, type SocketPlace } from './socketPlace.ts';

/** A line of commands that brought no whole answer. The message is a clause: `nothing listens on /run/haproxy.sock`. */
export class LostLine extends Error {
  readonly kind: ProblemKind;
  readonly hint: string | undefined;
  /** False when certainly none of the commands has left us. */
  readonly sent: boolean;

  constructor(
    message: string,
    facts: { kind: ProblemKind; hint?: string | undefined; sent: boolean; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.name = 'LostLine';
    this.kind = facts.kind;
    this.hint = facts.hint;
    this.sent = facts.sent;
  }

  /** As a Problem of the thing that was asked for: `Could not read web: nothing listens on …`. */
  problem(what: string): Problem {
    return {
      kind: this.kind,
      message: `Could not ${what}: ${this.message}`,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }

  /** The same of a change that was sent and could not be looked up. */
  doubt(what: string): Problem {
    const problem = this.problem(what);
    return {
      ...problem,
      message: `${problem.message}. It may have been done all the same`,
      hint: 'Look at the backend before you try again',
      maybeApplied: true,
    };
  }
}

const STATS_SOCKET = 'stats socket PATH mode 660 level admin';

/** Sorts what a socket fails with, with the mend of each. `sent` says whether the line had been written. */
export function lostLine(error: unknown, place: SocketPlace, sent: boolean): LostLine {
  const where = cleanText(placeText(place));
  const code = codeOf(error);
  const lost = (kind: ProblemKind, message: string, hint: string) =>
    new LostLine(message, { kind, hint, sent, cause: error });
  if (sent) {
    return lost('network', `${where} cut the connection`, 'HAProxy may be restarting: try again in a moment');
  }
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return lost(
        'network',
        `there is no socket at ${where}`,
        `Is HAProxy running? Its global section makes the socket: ${STATS_SOCKET}`,
      );
    case 'EACCES':
    case 'EPERM':
      return lost(
        'forbidden',
        `you may not open ${where}`,
        'Join the group of the socket, or give it another with group or mode on its stats socket line',
      );
    case 'ENOTSOCK':
    case 'EPROTOTYPE':
      return lost('invalid', `${where} is no stream socket`, `A stats socket is wanted: ${STATS_SOCKET}`);
    case 'ECONNREFUSED':
      return lost(
        'network',
        `nothing listens on ${where}`,
        place.kind === 'unix'
          ? 'HAProxy is not running, or was started anew with another path: start it, or mend the account'
          : 'Is HAProxy running, with a stats socket on this address and port?',
      );
    case 'EAGAIN':
      return lost('busy', `too many wait for ${where} already`, 'Close other programs that use it');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return lost('network', `${where} has no address`, 'Check the name of the host');
    default:
      return lost(
        'network',
        `${where} cannot be reached (${code || cleanText(String(error))})`,
        'Check the network',
      );
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
