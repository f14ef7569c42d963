import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../../src/screens/terminal/key.ts';
import { KeyDecoder } from '../../../src/screens/terminal/keyDecoder.ts';
import { VirtualClock } from '../../kit/clock.ts';

function keyboard() {
  const clock = new VirtualClock();
  const keys: Key[] = [];
  const decoder = new KeyDecoder({ clock, onKey: (key) => keys.push(key) });
  return {
    clock,
    decoder,
    keys,
    names: () => keys.map((key) => key.name),
    send: (...chunks: readonly (string | Uint8Array)[]) => {
      for (const chunk of chunks) decoder.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    },
  };
}

async function decode(...chunks: readonly (string | Uint8Array)[]): Promise<readonly Key[]> {
  const { clock, keys, send } = keyboard();
  send(...chunks);
  await clock.advance(2000);
  return keys;
}

async function names(...chunks: readonly string[]): Promise<readonly string[]> {
  return (await decode(...chunks)).map((key) => key.name);
}

describe('characters', () => {
  it('counts each key of a chunk', async () => {
    expect(await decode('jjD')).toEqual([
      { name: 'j', text: 'j' },
      { name: 'j', text: 'j' },
      { name: 'D', text: 'D' },
    ]);
  });

  it('puts characters together that were cut', async () => {
    const bytes = Buffer.from('é€😀');
    expect(await decode(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual([
      { name: 'é', text: 'é' },
      { name: '€', text: '€' },
      { name: '😀', text: '😀' },
    ]);
  });

  it('calls the space bar space and lets it type', async () => {
    expect(await decode(' ')).toEqual([{ name: 'space', text: ' ' }]);
  });

  it('swallows broken UTF-8 and invisible characters, and keeps what follows', async () => {
    expect(await decode(Uint8Array.of(0xc3, 0x61, 0xff, 0x80, 0xed, 0xa0, 0x80, 0x62))).toEqual([
      { name: 'a', text: 'a' },
      { name: 'b', text: 'b' },
    ]);
    expect(await names('\u009b\u202ex')).toEqual(['x']);
  });
});

describe('named keys', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['enter', ['\r', '\n', '\x1bOM', '\x1b[13u']],
    ['tab', ['\t', '\x1b[9u']],
    ['shift-tab', ['\x1b[Z', '\x1b[9;2u', '\x1b[27;2;9~']],
    ['esc', ['\x1b', '\x1b[27u']],
    ['backspace', ['\x7f', '\b', '\x1b[127u']],
    ['delete', ['\x1b[3~']],
    ['insert', ['\x1b[2~']],
    ['up', ['\x1b[A', '\x1bOA', '\x1b[1;1A', '\x1b[57419u']],
    ['down', ['\x1b[B', '\x1bOB']],
    ['right', ['\x1b[C', '\x1bOC']],
    ['left', ['\x1b[D', '\x1bOD']],
    ['home', ['\x1b[H', '\x1bOH', '\x1b[1~', '\x1b[7~']],
    ['end', ['\x1b[F', '\x1bOF', '\x1b[4~', '\x1b[8~']],
    ['pageup', ['\x1b[5~']],
    ['pagedown', ['\x1b[6~']],
    ['f1', ['\x1bOP', '\x1b[11~', '\x1b[[A', '\x1b[P']],
    ['f5', ['\x1b[15~', '\x1b[[E']],
    ['f12', ['\x1b[24~']],
    ['ctrl-a', ['\x01', '\x1b[97;5u', '\x1b[27;5;97~']],
    ['ctrl-z', ['\x1a']],
    ['ctrl-c', ['\x03', '\x1b[99;5u']],
    ['ctrl-d', ['\x04']],
    ['ctrl-space', ['\0', '\x1b[32;5u']],
    ['ctrl-\\', ['\x1c']],
    ['ctrl-_', ['\x1f']],
    ['ctrl-up', ['\x1b[1;5A', '\x1bOa']],
    ['shift-up', ['\x1b[1;2A', '\x1b[a']],
    ['alt-up', ['\x1b[1;3A', '\x1b\x1b[A']],
    ['ctrl-alt-shift-left', ['\x1b[1;8D']],
    ['ctrl-delete', ['\x1b[3;5~', '\x1b[3^']],
    ['shift-delete', ['\x1b[3;2~', '\x1b[3$']],
    ['alt-x', ['\x1bx', '\x1b[120;3u']],
    ['alt-X', ['\x1bX', '\x1b[120;4u']],
    ['alt-é', ['\x1bé']],
    ['alt-enter', ['\x1b\r']],
    ['alt-[', ['\x1b[']],
    ['alt-O', ['\x1bO']],
    ['alt-]', ['\x1b]']],
    ['N', ['N', '\x1b[110;2u', '\x1b[110:78;2u', '\x1b[110;65u']],
    ['5', ['5', '\x1bOu', '\x1b[57404u']],
    ['focus-in', ['\x1b[I']],
    ['focus-out', ['\x1b[O']],
  ];
  it.each(table)('%s', async (name, sequences) => {
    for (const sequence of sequences) expect([sequence, await names(sequence)]).toEqual([sequence, [name]]);
  });
});

describe('escape', () => {
  it('waits for the rest of a sequence that comes 10 ms later', async () => {
    const { clock, send, names: seen } = keyboard();
    send('\x1b');
    await clock.advance(10);
    expect(seen()).toEqual([]);
    send('[');
    await clock.advance(10);
    send('A');
    expect(seen()).toEqual(['up']);
    expect(clock.waiting).toBe(0);
  });

  it('is a key of its own when nothing follows', async () => {
    const { clock, decoder, send, names: seen } = keyboard();
    send('\x1b');
    expect(decoder.waiting).toBe(true);
    await clock.advance(40);
    expect(seen()).toEqual(['esc']);
    expect(decoder.waiting).toBe(false);
  });

  it('takes in first what came while the program was held up for longer than it waits', async () => {
    const { clock, send, names: seen } = keyboard();
    send('\x1b');
    let unread = ['[A'];
    await clock.advance(40, async () => {
      send(...unread);
      unread = [];
    });
    expect(seen()).toEqual(['up']);
  });

  it('counts each of a held Escape key', async () => {
    expect(await names('\x1b\x1b\x1b')).toEqual(['esc', 'esc', 'esc']);
  });

  it('forgets half a sequence when the terminal was lent out', async () => {
    const { clock, decoder, send, names: seen } = keyboard();
    send('\x1b[');
    decoder.reset();
    await clock.advance(100);
    send('A');
    expect(seen()).toEqual(['A']);
  });
});

describe('paste', () => {
  it('is one event however it is cut, and its keys are never executed', async () => {
    const chunks = ['\x1b[20', '0~web-1\r\nX\x1b[2', '01', '~', 'j'];
    expect(await decode(...chunks)).toEqual([
      { name: 'paste', text: 'web-1 X', lines: ['web-1', 'X'] },
      { name: 'j', text: 'j' },
    ]);
  });

  it('is cleaned', async () => {
    expect(await decode('\x1b[200~a\x1b[31mb\x03\x1b]0;title\x07c\x1b[201~')).toEqual([
      { name: 'paste', text: 'abc', lines: ['abc'] },
    ]);
  });

  it('ends by itself when its end is lost', async () => {
    const { clock, send, keys } = keyboard();
    send('\x1b[200~abc');
    await clock.advance(1000);
    send('q');
    expect(keys).toEqual([
      { name: 'paste', text: 'abc', lines: ['abc'] },
      { name: 'q', text: 'q' },
    ]);
  });

  it('keeps a mebibyte at most', async () => {
    const [paste] = await decode(`\x1b[200~${'x'.repeat(3 << 20)}\x1b[201~`);
    expect(paste?.text).toHaveLength(1 << 20);
  });
});

describe('what is no key', () => {
  it.each([
    ['mouse, SGR', '\x1b[<0;10;20M\x1b[<0;10;20m'],
    ['mouse, X10', '\x1b[M !!'],
    ['mouse, rxvt', '\x1b[32;10;20M'],
    ['answers', '\x1b[?62;22c\x1b[>0;276;0c\x1b[?2026;2$y\x1b[?1u'],
    ['colour answer', '\x1b]11;rgb:1e1e/1e1e/1e1e\x07\x1b]10;rgb:ff/ff/ff\x1b\\'],
    ['version answer', '\x1bP>|xterm(390)\x1b\\'],
    ['unknown', '\x1b[99z\x1b[200;1X\x1bOz\x1b[98~'],
    ['a released key', '\x1b[97;1:3u\x1b[1;1:3A'],
    ['super', '\x1b[97;9u'],
    ['volume and bare modifiers', '\x1b[57439u\x1b[57441u'],
  ])('is swallowed: %s', async (_, bytes) => {
    expect(await names(bytes, 'j')).toEqual(['j']);
  });

  it('does not keep ctrl-c from working', async () => {
    expect(await names('\x1b[12\x03', '\x1b]title\x03')).toEqual(['ctrl-c', 'ctrl-c']);
  });
});

describe('whatever comes', () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom(
        ...[
          '\x1b',
          '[',
          'O',
          '\x1b[',
          '\x1b[200~',
          '\x1b[201~',
          '\x1b]',
          '\x07',
          '\x1b\\',
          '\x1b[M',
          '\x1b[1;5A',
        ],
        ...['\x1b[97;5u', '\x1b[<0;1;2M', '\x1b[[A', 'é', '😀', 'j', '\x03', '\r', '\x1b\x1b'],
      )
      .map((text) => Uint8Array.from(Buffer.from(text))),
  );
  const input = fc.array(pieces, { maxLength: 12 }).map((parts) => Buffer.concat(parts));

  it('the cut into chunks changes nothing, and nothing throws', async () => {
    await fc.assert(
      fc.asyncProperty(input, fc.array(fc.nat(80), { maxLength: 10 }), async (bytes, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(await decode(...chunks)).toEqual(await decode(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('no key carries a control character, and the decoder always comes back to rest', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (bytes) => {
        const { clock, decoder, keys, send } = keyboard();
        send(bytes);
        await clock.advance(2000);
        for (const key of keys) expect(key.name + (key.text ?? '')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        const before = keys.length;
        send('\x1b[A');
        expect(keys.slice(before).at(-1)?.name).toBe('up');
        expect(decoder.waiting).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
