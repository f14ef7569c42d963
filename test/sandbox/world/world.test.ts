import { describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../../../src/sandbox/eventLog.ts';
import { controlWorld } from '../../../src/sandbox/index.ts';
import { chance } from '../../../src/sandbox/world/chance.ts';
import { statusOf } from '../../../src/sandbox/world/status.ts';
import { connectionsOf } from '../../../src/sandbox/world/traffic.ts';
import { World } from '../../../src/sandbox/world/world.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { SharedLog, seededRandom } from '../sharedLog.ts';

// Watched, not replaced.
vi.mock('../../../src/sandbox/world/chance.ts', { spy: true });

function openWorlds(count: number) {
  const log = new SharedLog();
  const clock = new VirtualClock();
  let seed = 0;
  const open = () => {
    seed += 1;
    return new World({ log: log.reader(), clock, random: seededRandom(seed) });
  };
  return { log, clock, open, worlds: Array.from({ length: count }, open) };
}

const drain = (balancer: number, id: number) =>
  ({
    type: 'nodes.update',
    region: 'DFW',
    balancer,
    changes: [{ id, condition: 'DRAINING' }],
    many: false,
  }) as const;

const shop = (world: World) => {
  const balancer = world.state.regions.DFW.balancers.get(7001);
  if (!balancer) throw new Error('no shop-front');
  return balancer;
};

describe('two processes over one log', () => {
  it('share credentials, data and changes', () => {
    const { worlds } = openWorlds(2);
    const [one, other] = worlds as [World, World];
    expect(other.genesis).toEqual(one.genesis);
    expect(one.submit(drain(7001, 5102)).ok).toBe(true);
    expect(shop(other).node(5102)?.condition).toBe('DRAINING');
    expect(statusOf(shop(other), other.now())).toBe('PENDING_UPDATE');
    expect(other.submit(drain(7001, 5101))).toMatchObject({ ok: false, refusal: { kind: 'immutable' } });
  });

  it('agree on who was first when both write at once', () => {
    const { log, clock } = openWorlds(1);
    // The other process writes between our check and our line.
    const reader = log.reader();
    let rival: World | null = null;
    const ours = new World({
      clock,
      random: seededRandom(9),
      log: {
        ...reader,
        append(line) {
          rival?.submit(drain(7001, 5101));
          rival = null;
          reader.append(line);
        },
      },
    });
    rival = new World({ log: log.reader(), clock, random: seededRandom(10) });
    const verdict = ours.submit(drain(7001, 5102));
    expect(verdict).toMatchObject({ ok: false, refusal: { kind: 'immutable', status: 'PENDING_UPDATE' } });
    const third = new World({ log: log.reader(), clock, random: seededRandom(11) });
    for (const world of [ours, third]) {
      expect(shop(world).node(5101)?.condition).toBe('DRAINING');
      expect(shop(world).node(5102)?.condition).toBe('ENABLED');
    }
  });

  it('give the same ids to what they make, whoever asks first', () => {
    const { worlds } = openWorlds(2);
    const [one, other] = worlds as [World, World];
    const made = [one, other, one].map((world, place) =>
      world.submit({
        type: 'nodes.add',
        region: 'DFW',
        balancer: 7012 + place,
        nodes: [{ address: '10.20.0.200', port: 1, condition: 'ENABLED', type: 'PRIMARY', weight: 1 }],
      }),
    );
    const ids = made.map((verdict) => (verdict.ok ? verdict.made[0] : null));
    expect(new Set(ids).size).toBe(3);
    expect(other.state.regions.DFW.balancers.get(7012)?.nodes.at(-1)?.id).toBe(ids[0]);
    expect(one.state.regions.DFW.balancers.get(7013)?.nodes.at(-1)?.id).toBe(ids[1]);
  });

  it('keep one set of credentials when both begin the world, and after a reset', () => {
    const { log, open, worlds } = openWorlds(1);
    const [one] = worlds as [World];
    const { apiKey } = one.genesis;
    // A second first line, as from a process that found the log empty at the same moment.
    log.reader().append(JSON.stringify({ ...one.genesis, id: 'x', at: 0, apiKey: 'f'.repeat(32) }));
    expect(open().genesis.apiKey).toBe(apiKey);
    one.submit(drain(7001, 5102));
    open().reset();
    expect(one.genesis.apiKey).toBe(apiKey);
    expect(shop(one).node(5102)?.condition).toBe('ENABLED');
  });

  it('skip torn lines, and write a line again that one has swallowed', () => {
    const { log, open, worlds } = openWorlds(1);
    const [one] = worlds as [World];
    log.lines.push('{"id":"torn","at":', 'null', '[]', '{"id":"a","at":1,"type":"of-another-version"}');
    expect(one.submit(drain(7001, 5102)).ok).toBe(true);
    expect(shop(open()).node(5102)?.condition).toBe('DRAINING');

    const reader = log.reader();
    let swallowed = false;
    const unlucky = new World({
      clock: new VirtualClock(),
      random: seededRandom(5),
      log: {
        ...reader,
        append(line) {
          reader.append(swallowed ? line : `{"id":"tor${line}`);
          swallowed = true;
        },
      },
    });
    expect(unlucky.submit(drain(7002, 5105)).ok).toBe(true);
  });
});

describe('a process that was killed', () => {
  it('loses nothing: what takes time goes on by the clock', async () => {
    const { clock, open, worlds } = openWorlds(1);
    const [one] = worlds as [World];
    one.submit(drain(7001, 5102));
    await clock.advance(500);
    expect(statusOf(shop(open()), clock.now())).toBe('PENDING_UPDATE');
    await clock.advance(9_500);
    const after = open();
    expect(statusOf(shop(after), after.now())).toBe('ACTIVE');
    const left = (world: World) => {
      const balancer = shop(world);
      return connectionsOf(balancer, balancer.node(5102) ?? shop(world).nodes[0] ?? raise(), world.now());
    };
    expect(left(after)).toBe(left(one));
    expect(left(after)).toBeGreaterThan(0);
    await clock.advance(31_000);
    expect(left(open())).toBe(0);
    const launch = open().state.regions.DFW.balancers.get(7010) ?? raise();
    expect(statusOf(launch, clock.now())).toBe('BUILD');
    await clock.advance(180_000);
    expect(statusOf(launch, clock.now())).toBe('ACTIVE');
  });
});

function raise(): never {
  throw new Error('not there');
}

it('is driven without a server, on any log', () => {
  const { log, clock, worlds } = openWorlds(1);
  const [one] = worlds as [World];
  const control = controlWorld({ log: log.reader(), clock, random: seededRandom(7) });
  control.advance(3_600_000);
  expect(one.state.clockOffset).toBe(3_600_000);
  expect(one.now()).toBe(clock.now() + 3_600_000);
  control.fault({ kind: 'slow', ms: 100 });
  expect(one.state.faults).toHaveLength(1);
  expect(control.summary()).toMatchObject({ advancedMs: 3_600_000, regions: { DFW: { balancers: 14 } } });
  control.clearFaults();
  expect(one.state.faults).toHaveLength(0);
  control.reset();
  expect(one.state.clockOffset).toBe(0);
});

it('makes the nodes of a large world only when they are looked at', () => {
  const world = new World({
    log: memoryLog(),
    clock: new VirtualClock(),
    random: seededRandom(),
    load: { balancers: 10_000, nodes: 8 },
  });
  const { balancers } = world.state.regions.DFW;
  expect(balancers.size).toBe(10_000);
  const first = [...balancers.values()][0] ?? raise();
  const draws = vi.mocked(chance).mockClear();
  expect([first.name, first.nodeCount, first.nodes.length]).toEqual(['lb-00001', 8, 8]);
  expect(draws).toHaveBeenCalledTimes(8);
  const last = [...balancers.values()].at(-1) ?? raise();
  expect(new Set([...first.nodes, ...last.nodes].map((node) => node.id)).size).toBe(16);
});
