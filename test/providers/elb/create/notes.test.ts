import { describe, expect, it } from 'vitest';
import { never } from '../../kit/rackspaceDouble.ts';
import { awsWorld } from '../sections/world.ts';
import { offers, specOf } from './kit.ts';

const closed = (groups: string, ports: string) =>
  `No rule of the balancer’s security ${groups} admits clients on port ${ports}: nobody can connect there until one does`;
const outOfReach = (name: string) =>
  `No rule of the security groups of ${name} admits the balancer on port 8080: it stays out of service until one does`;

/** What the review says of a balancer of these groups, null for none named. */
async function notesOf(groups: readonly string[] | null, more: Readonly<Record<string, unknown>> = {}) {
  const world = await awsWorld();
  const { group } = await offers(world);
  const { securityGroups: _, ...spec } = await specOf(world, [], more);
  const named = groups === null ? {} : { securityGroups: groups.map(group) };
  return world.flow.notes?.({ ...spec, ...named }, { signal: never });
}

const on = (...ports: readonly number[]) => ({
  listeners: ports.map((port) => ({ protocol: 'TCP', port, instancePort: 8080 })),
});

describe('the review says', () => {
  it('on which ports the balancer’s groups let nobody in', async () => {
    expect(await notesOf(['elb-front'], on(80, 443))).toEqual([]);
    expect(await notesOf(['elb-front'], on(80, 25, 110))).toEqual([closed('group elb-front', '25 and 110')]);
    expect(await notesOf(['locked-down', 'elb-front'], on(80, 22))).toEqual([]);
    expect(await notesOf(['default', 'locked-down'])).toEqual([
      closed('groups default and locked-down', '80'),
    ]);
  });

  it('that addresses of a VPC are not those of the internet', async () => {
    expect(await notesOf(['app'])).toEqual([closed('group app', '80')]);
    expect(await notesOf(['app'], { scheme: 'internal' })).toEqual([]);
    expect(await notesOf(['default'], { scheme: 'internal' })).toEqual([]);
    expect(await notesOf(['locked-down'], { scheme: 'internal' })).toEqual([
      closed('group locked-down', '80'),
    ]);
  });

  it('what comes of the groups that AWS takes where none is named', async () => {
    const world = await awsWorld();
    const { image, group } = await offers(world);
    const create = ['plain', 'known'].map((name, index) => ({
      name,
      image,
      type: 't3.micro',
      ...(index === 0 ? {} : { securityGroups: [group('app')] }),
    }));
    // ELB's own group opens everything, and the default group of the instance knows nothing of it.
    expect(await notesOf(null, { instances: { create } })).toEqual([outOfReach('plain')]);
    expect(await notesOf(['default'], { instances: { create } })).toEqual([closed('group default', '80')]);
  });
});
