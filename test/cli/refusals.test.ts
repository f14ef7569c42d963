import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/providers/provider.ts';
import type { Session } from '../../src/state/sessions.ts';
import { Sessions } from '../../src/state/sessions.ts';
import { Machine } from './kit/cli.ts';

/** Gives every provider that is opened from now on a rule of its own. */
function withRule(rule: Pick<Provider, 'conditionRefusal'>): () => void {
  const { open } = Sessions.prototype;
  Sessions.prototype.open = async function (...words) {
    const session: Session = await open.apply(this, words);
    return { ...session, provider: { ...session.provider, ...rule } };
  };
  return () => {
    Sessions.prototype.open = open;
  };
}

describe('a node that the engine cannot give that condition', () => {
  it('is no success: not by itself, and not among others that could be changed', async () => {
    const machine = new Machine();
    const undo = withRule({
      conditionRefusal: (node) => (node.server === 'web-2' ? 'it follows another server' : null),
    });
    try {
      const alone = await machine.run('drain shop-front web-2');
      expect(alone.code).toBe(1);
      expect(alone.err).toContain('web-2: it follows another server');
      const both = await machine.run('drain shop-front web-1 web-2');
      expect(both.code).toBe(1);
      expect(both.out).toContain('web-1 is DRAINING');
      expect(both.err).toContain('web-2 was left as it is: it follows another server');
      expect((await machine.run('drain shop-front web-1')).code).toBe(0);
    } finally {
      undo();
    }
  });
});
