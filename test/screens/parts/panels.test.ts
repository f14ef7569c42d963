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
});
