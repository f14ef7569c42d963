import type { Memory } from '../../../src/providers/provider.ts';

/** A memory that ends with the test. */
export function testMemory(): Memory {
  const texts = new Map<string, string>();
  return {
    read: (key) => texts.get(key) ?? null,
    update(key, change) {
      const text = change(texts.get(key) ?? null);
      if (text === null) texts.delete(key);
      else texts.set(key, text);
    },
  };
}
