import { expect, it } from 'vitest';
import type { Page } from '../../../src/state/pages/page.ts';
import { PageStack } from '../../../src/state/program/pageStack.ts';

/** Pages that say when they are shown and hidden. */
function pages() {
  const told: string[] = [];
  const page = (crumb: string): Page => ({
    place: 'text',
    crumb,
    factLines: 0,
    header: () => ({ where: crumb, count: null, age: null, flags: [] }),
    view: () => ({ kind: 'text', lines: [], top: 0, total: 0 }),
    whyNot: () => null,
    run: () => {},
    setHeight: () => {},
    show: () => told.push(`${crumb} shown`),
    hide: () => told.push(`${crumb} hidden`),
  });
  const stack = new PageStack(page('root'), () => {});
  const cover = page('cover');
  stack.cover(cover, () => told.push('cover gone'));
  return { stack, page, cover, told: () => told.splice(0) };
}

it('a cover leaves the page below it reading, and goes back to it', () => {
  const { stack, cover, told } = pages();
  expect([stack.top, stack.atRoot, stack.crumbs]).toEqual([cover, false, ['root', 'cover']]);
  expect(told()).toEqual(['cover shown']);
  stack.back();
  expect([stack.top.crumb, stack.atRoot]).toEqual(['root', true]);
  expect(told()).toEqual(['cover hidden', 'cover gone']);
  stack.uncover(cover);
  expect(told()).toEqual([]);
});

it.each(['push', 'home', 'replace', 'cover'] as const)('a cover goes when %s brings another page', (how) => {
  const { stack, page, told } = pages();
  told();
  stack[how](page('other'), () => {});
  expect(told().slice(0, 2)).toEqual(['cover hidden', 'cover gone']);
  expect(stack.top.crumb).toBe('other');
});
