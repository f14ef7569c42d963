import type { UsageRecord } from '../../src/model/usage.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { SluiceUnderTest } from '../kit/sluice.ts';
import { aRecord, DAY, HOUR, NOON } from '../state/usage/kit.ts';

/** Signs in to the sandbox, and gives its provider what the test wants instead of what it has. */
export async function signIn(app: SluiceUnderTest, rooms: Partial<Provider>): Promise<void> {
  await app.press('enter');
  const [session] = app.workspace.sessions.list();
  if (!session) throw new Error('the sandbox is not open');
  Object.assign(session.provider, { usage: undefined, counters: undefined, ...rooms });
}

/** Lines of the chart: those with an axis. */
export function chart(app: SluiceUnderTest): readonly string[] {
  return app
    .screen()
    .split('\n')
    .filter((line) => /^.{9}[│|]/.test(line));
}

/** From the list to a balancer's page. */
export async function openBalancer(app: SluiceUnderTest, name: string): Promise<void> {
  await app.press('/');
  await app.type(name);
  await app.press('enter', 'enter');
}

/** Hours of a balancer to the hour that the clock stands in, busy by day and with the night's fields of `change`. */
export function hoursOf(
  days: number,
  change: (startAt: number) => Partial<UsageRecord> | null = () => ({}),
  balancerId = '7001',
): readonly UsageRecord[] {
  return Array.from({ length: days * 24 }, (_, hour) => {
    const startAt = NOON - days * DAY + hour * HOUR;
    const own = change(startAt);
    const busy = 30 - 20 * Math.cos((((startAt / HOUR) % 24) / 24) * 2 * Math.PI);
    if (own === null) return [];
    const bytes = Math.round(busy * 1_000_000);
    return [
      aRecord({
        balancerId,
        startAt,
        endAt: startAt + HOUR,
        id: String(startAt / HOUR),
        averageNumConnections: Math.round(busy * 100) / 100,
        incomingTransfer: bytes,
        outgoingTransfer: bytes * 8,
        ...own,
      }),
    ];
  }).flat();
}
