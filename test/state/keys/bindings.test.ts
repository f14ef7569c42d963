import { describe, expect, it } from 'vitest';
import { BINDINGS, bindingFor, bindingsAt, keyName, type Place } from '../../../src/state/keys/bindings.ts';

const PLACES = [...new Set(BINDINGS.flatMap(({ places }) => places))];

describe('the table of keys', () => {
  it.each(PLACES)('gives each key one meaning among %s', (place) => {
    const keys = bindingsAt(place).flatMap((binding) => binding.keys);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it.each(PLACES)('knows each command once among %s', (place) => {
    const ids = bindingsAt(place).map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('has a way back, a way out and, but for texts and forms, a way to help, everywhere', () => {
    const without = (id: string) => PLACES.filter((place) => !bindingsAt(place).some((one) => one.id === id));
    expect(without('back')).toEqual([]);
    expect(without('suspend')).toEqual([]);
    const quiet: readonly Place[] = ['text', 'form', 'review'];
    expect(without('help').filter((place) => !quiet.includes(place))).toEqual([]);
  });

  it('leaves to a field every key that types something', () => {
    const typing = bindingsAt('form').flatMap(({ keys }) => keys.filter((key) => [...key].length === 1));
    expect(typing).toEqual([]);
  });

  it('says in a few words what each does', () => {
    for (const { help, label } of BINDINGS) {
      expect(help).toMatch(/^[A-Z"].*[^.]$/);
      expect(label.length).toBeLessThanOrEqual(16);
    }
  });

  it('finds the row of a key, and names keys for people', () => {
    expect(bindingFor('balancer', 'D')?.id).toBe('drain');
    expect(bindingFor('accounts', 'D')).toBeNull();
    expect(['up', 'pagedown', 'ctrl-d', 'a'].map(keyName)).toEqual(['↑', 'PgDn', 'ctrl-d', 'a']);
  });
});
