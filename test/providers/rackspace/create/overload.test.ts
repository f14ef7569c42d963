import { expect, it } from 'vitest';
import { type Double, drive, LB, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import type { Answer, Seen } from '../../kit/scriptedServer.ts';
import { flowOf, specOf, TestRun } from './kit.ts';

const CS = '/v2/480015';
const IMAGE = 'Debian 12 (Bookworm) (PVHVM)';
const MARK = { 'sluice-run': 'run-1', 'sluice-step': 'server web-1' };
const SERVER = {
  id: 'server-1',
  name: 'web-1',
  status: 'ACTIVE',
  metadata: MARK,
  addresses: { private: [{ addr: '10.1.2.3' }] },
};
const BALANCER = {
  id: 7001,
  name: 'blog',
  status: 'ACTIVE',
  metadata: [{ id: 9, key: 'sluice-run', value: 'run-1' }],
};
const PEACE = 45_000;

/** An engine that is overloaded at the first change it is asked for, and asks for 45 s of peace. */
async function overloaded(is: { server: boolean; balancer: boolean }) {
  const writtenAt: number[] = [];
  const answer = ({ method, url }: Seen): Answer => {
    if (method !== 'GET') {
      writtenAt.push(double.clock.now());
      if (writtenAt.length === 1) return { status: 503, headers: { 'retry-after': String(PEACE / 1000) } };
      if (url.startsWith(LB)) is.balancer = method === 'POST';
      else is.server = method === 'POST';
      return method === 'DELETE' ? { status: 204 } : { status: 202, json: { server: { id: 'server-1' } } };
    }
    if (url.includes('/images/')) return { json: { images: [{ id: 'i', name: IMAGE }] } };
    if (url.includes('/flavors/')) return { json: { flavors: [{ id: 'general1-1', ram: 1024, disk: 20 }] } };
    if (url.startsWith(`${CS}/servers/detail`)) return { json: { servers: is.server ? [SERVER] : [] } };
    const found = url.startsWith(LB)
      ? is.balancer && { loadBalancer: BALANCER }
      : is.server && { server: SERVER };
    return found ? { json: found } : { status: 404, json: { itemNotFound: { code: 404, message: 'Gone' } } };
  };
  const double: Double = await rackspaceDouble(answer);
  return { writtenAt, double, flow: flowOf(await double.open()) };
}

const between = ([first = 0, second = 0]: readonly number[]) => second - first;

it('a creation is not sent again before the engine is ready for it', async () => {
  const { writtenAt, double, flow } = await overloaded({ server: false, balancer: false });
  await drive(double.clock, new TestRun(specOf(['web-1'])).run(flow, 'server web-1'));
  expect(writtenAt).toHaveLength(2);
  expect(between(writtenAt)).toBeGreaterThanOrEqual(PEACE);
});

it.each([
  ['server web-1', 'server-1'],
  ['balancer', '7001'],
])('nor is the removal of the %s', async (step, id) => {
  const { writtenAt, double, flow } = await overloaded({ server: true, balancer: true });
  const run = new TestRun(specOf(['web-1']));
  run.of(step).facts = { id };
  await drive(double.clock, run.undo(flow, step));
  expect(writtenAt).toHaveLength(2);
  expect(between(writtenAt)).toBeGreaterThanOrEqual(PEACE);
});
