import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { stateFileCommand } from '../../../src/providers/haproxy/configLines.ts';
import { readSocketPlace } from '../../../src/providers/haproxy/socketPlace.ts';

function commandFor(typed: string): string {
  const place = readSocketPlace(typed, '/home/nina');
  return 'fault' in place ? expect.fail(place.fault) : stateFileCommand(place);
}

/** What socat is given for the socket when a shell runs the command. */
function givenToSocat(command: string): string {
  const [line = ''] = command.split(' > /var/');
  return execFileSync('sh', ['-c', `socat() { printf %s "$2"; [ $# = 2 ]; }; ${line}`], { encoding: 'utf8' });
}

describe('the command before a reload', () => {
  it.each([
    ['/run/haproxy/admin.sock', 'stdio /run/haproxy/admin.sock >'],
    ['ssh://nina@lb1/run/h.sock', 'stdio /run/h.sock >'],
    ['[::1]:9999', 'stdio tcp:[::1]:9999 >'],
  ])('names %s plainly', (typed, words) => {
    expect(commandFor(typed)).toContain(words);
  });

  it('keeps a path one word, of which a shell runs nothing and socat cuts nothing off', () => {
    const command = commandFor("/run/a b;c'd$(id)`id`,x:y.sock");
    expect(givenToSocat(command)).toBe("/run/a b;c\\'d$\\(id\\)`id`\\,x\\:y.sock");
  });
});
