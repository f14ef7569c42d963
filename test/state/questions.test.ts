import { expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import type { Ask, FormQuestion } from '../../src/providers/provider.ts';
import { Questions } from '../../src/state/questions.ts';

const never = new AbortController().signal;
const named = (title: string): FormQuestion<string> => ({
  form: { title, fields: [] },
  accept: async () => title,
});

/** Somebody who answers when told to. */
function person() {
  const heard: { readonly title: string; readonly answer: (fails?: Failure) => void }[] = [];
  const ask: Ask = ({ form: { title }, accept }) =>
    new Promise((resolve, reject) => {
      heard.push({ title, answer: (fails) => (fails ? reject(fails) : resolve(accept({}))) });
    });
  return { heard, ask, titles: () => heard.map(({ title }) => title) };
}

it('nobody can be asked while nobody answers', () => {
  const questions = new Questions();
  expect(questions.ask).toBeUndefined();
  const leave = questions.answeredBy(person().ask);
  expect(questions.ask).toBeDefined();
  leave();
  expect(questions.ask).toBeUndefined();
});

it('one is asked at a time, and the next one however the first ends', async () => {
  const questions = new Questions();
  const { heard, ask, titles } = person();
  questions.answeredBy(ask);
  const stop = new AbortController();
  const first = questions.ask?.(named('one'), { signal: never });
  const dropped = questions.ask?.(named('dropped'), { signal: stop.signal });
  const last = questions.ask?.(named('two'), { signal: never });
  await Promise.resolve();
  expect(titles()).toEqual(['one']);
  stop.abort();
  heard[0]?.answer(new Failure({ kind: 'cancelled', message: 'no' }));
  await expect(first).rejects.toThrow('no');
  await expect(dropped).rejects.toThrow('Stopped');
  expect(titles()).toEqual(['one', 'two']);
  heard[1]?.answer();
  expect(await last).toBe('two');
});
