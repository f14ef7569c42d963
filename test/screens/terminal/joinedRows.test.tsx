import { pathToFileURL } from 'node:url';
import chalk from 'chalk';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FrameOutputClass, joinedRows } from '../../../src/screens/terminal/joinedRows.ts';
import { plainWidth } from '../../../src/screens/terminal/plainWidth.ts';
import { AS_IT_IS } from '../../kit/inkAsBuilt.ts';
import { TerminalScreen } from '../../kit/terminalScreen.ts';

const WIDTH = 24;
const HEIGHT = 6;

let Ink: FrameOutputClass;
let measured: (text: string) => number;
beforeAll(async () => {
  ({ default: Ink } = await asItIs('ink/build/output.js'));
  ({ default: measured } = await asItIs('string-width/index.js'));
});

/** A file of a package without what the build, and here vitest, puts in its place. */
function asItIs(file: string) {
  const { href } = new URL(`../../../node_modules/${file}`, pathToFileURL(import.meta.filename));
  return import(`${href}${AS_IT_IS}`);
}

interface Write {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly style: 'none' | 'bold' | 'red' | 'inverse' | 'nested' | 'open';
}
type Step = Write | { readonly clip: readonly [number, number, number, number] } | 'unclip';

const styles: Readonly<Record<Write['style'], (line: string) => string>> = {
  none: (line) => line,
  bold: (line) => chalk.bold(line),
  red: (line) => chalk.red(line),
  inverse: (line) => chalk.inverse(line),
  nested: (line) => chalk.blue(`${line.slice(0, 2)}${chalk.red.bold(line.slice(2, 4))}${line.slice(4)}`),
  open: (line) => `\u001b[32m${line}`,
};

function draw(Output: FrameOutputClass, steps: readonly Step[]): string {
  const output = new Output({ width: WIDTH, height: HEIGHT });
  for (const step of steps) {
    if (step === 'unclip') output.unclip();
    else if ('clip' in step) {
      const [x1, y1, width, height] = step.clip;
      output.clip({ x1, x2: x1 + width, y1, y2: y1 + height });
    } else output.write(step.x, step.y, step.text, { transformers: [styles[step.style]] });
  }
  return output.get().output;
}

/** Every cell that can be seen: its character and how it looks. */
async function cells(frame: string): Promise<readonly string[]> {
  const screen = new TerminalScreen(WIDTH + 30, HEIGHT);
  screen.feed(frame.replaceAll('\n', '\r\n'));
  await screen.flushed();
  return Array.from({ length: HEIGHT }, (_, row) =>
    Array.from({ length: WIDTH + 30 }, (_, column) => {
      const look = screen.lookAt(row, column);
      const visible = look.character !== ' ' || look.inverse || look.background !== null;
      return visible ? JSON.stringify(look) : ' ';
    }).join(''),
  );
}

const text = fc
  .array(
    fc.constantFrom(
      'web-1',
      ' ',
      '  ',
      '● ENABLED',
      '│',
      '─────',
      '日本',
      '😀',
      'é',
      '\n',
      '10.0.0.1:80',
      '…',
    ),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));
const style = fc.constantFrom<Write['style']>('none', 'none', 'bold', 'red', 'inverse', 'nested', 'open');
const write = fc.record({
  x: fc.integer({ min: -2, max: 28 }),
  y: fc.integer({ min: -1, max: 7 }),
  text,
  style,
});
const clip = fc
  .tuple(fc.nat(12), fc.nat(4), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 4 }))
  .map((box) => ({ clip: box }));

describe('frames joined by rows', () => {
  it('have the same cells as Ink’s, whatever is drawn where', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 6, arbitrary: write }, clip, fc.constant('unclip' as const)), {
          maxLength: 8,
        }),
        async (steps) => {
          const [ours, inks] = [draw(joinedRows(Ink), steps), draw(Ink, steps)];
          if (ours !== inks) expect(await cells(ours)).toEqual(await cells(inks));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are compared with the class that Ink has, not with ours', () => {
    expect(Ink.name).toBe('Output');
    expect(String(measured)).not.toContain('plainWidth');
  });

  it('leave only rows with overlaps to Ink', () => {
    let asked = 0;
    class Counted extends Ink {
      constructor(size: { width: number; height: number }) {
        super(size);
        asked += 1;
      }
    }
    const row = (x: number, y: number, text: string): Write => ({ x, y, text, style: 'bold' });
    draw(joinedRows(Counted), [row(0, 0, '│\n│\n│'), row(2, 1, 'inside'), row(20, 1, '● DRAINING')]);
    expect(asked).toBe(0);
    draw(joinedRows(Counted), [row(0, 0, 'under\nunder'), row(3, 1, 'over')]);
    expect(asked).toBe(1);
  });
});

describe('plain characters', () => {
  it('are one cell wide, also beside others', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      if (plainWidth(character) === null) continue;
      expect([code.toString(16), measured(character)]).toEqual([code.toString(16), 1]);
    }
    expect(plainWidth('● ENABLED  ▲ ONLINE › …')).toBe(measured('● ENABLED  ▲ ONLINE › …'));
    expect(plainWidth(chalk.red('○ DISABLED'))).toBe(10);
  });

  it.each(['日本', '😀', '\t', '\u0301', 'e\u0301', '\u200b', '◾', '▶', '✔', '☑', '\u001b]8;;x\u0007y'])(
    '%j is measured',
    (text) => {
      expect(plainWidth(text)).toBe(null);
    },
  );
});
