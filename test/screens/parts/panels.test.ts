import { expect, it } from 'vitest';
import { drawQuestion } from '../../../src/screens/parts/panels.ts';
import { themeFor } from '../../../src/screens/theme.ts';
import { asked } from '../../../src/state/program/overlay.ts';

const theme = themeFor({ colour: 0, ascii: false });

it('a question in a low window keeps its frame and its buttons', () => {
  const question = {
    title: 'Disable web-1 of shop-front?',
    lines: [
      'web-1 is the last ENABLED node of shop-front: nothing would take new connections',
      '12 open connections would be cut at once; draining first lets them end',
    ],
    names: [],
    yes: 'Disable web-1',
    typed: null,
    onYes: () => {},
  };
  const lines = drawQuestion(asked(question), 40, 6, theme);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(/^╭─+╮$/);
  expect(lines.at(-1)).toMatch(/^╰─+╯$/);
  expect(lines.at(-2)).toContain('Cancel');
  expect(lines[1]).toContain('Disable web-1 of shop-front?');
  // What is asked about comes before an empty line.
  expect(lines[2]).toContain('web-1 is the last ENABLED node of');
  expect(lines[3]).toContain('…');
});

it('a question keeps an empty line over its buttons where there is room', () => {
  const question = {
    title: 'Remove web-1 from shop-front?',
    lines: ['25 open connections would be cut at once'],
    names: [],
    yes: 'Remove web-1',
    typed: 'web-1',
    onYes: () => {},
  };
  const texts = (most: number, fault: string | null = null) =>
    drawQuestion({ ...asked(question), fault }, 60, most, theme).map((text) => text.slice(2, -2).trim());
  const ask = expect.stringContaining('Type web-1 to confirm:');
  expect(texts(10).slice(1, -1)).toEqual([question.title, question.lines[0], '', ask]);
  expect(texts(10, 'No').slice(1, -1)).toEqual([question.title, question.lines[0], 'No', ask]);
  expect(texts(5).slice(1, -1)).toEqual([question.title, question.lines[0], ask]);
});

it('a question shows a long name whole, as it must be typed', () => {
  const name = '漢字'.repeat(60);
  const question = {
    title: `Delete balancer ${name}?`,
    lines: [],
    names: [],
    yes: 'Delete',
    typed: name,
    onYes: () => {},
  };
  const texts = (most: number) =>
    drawQuestion(asked(question), 80, most, theme).map((text) => text.slice(2, -2).trim());
  const whole = texts(18).join('');
  expect(whole).toContain(`Delete balancer${name}?`);
  expect(whole).toContain(`Type${name} to confirm:`);
  // Where there is no room for that, one can still type.
  expect(texts(6)).toHaveLength(6);
  expect(texts(6).at(-2)).toMatch(/^Type 漢字.*… to confirm:/);
});
