import { describe, expect, it } from 'vitest';
import type { FormValues } from '../../../../src/model/form.ts';
import type { Setting } from '../../../../src/providers/sections.ts';
import { acceptedValues, faultsOf, initialValues } from '../../../../src/state/form/checkForm.ts';
import { type AwsWorld, awsWorld, optionsOf, quietly } from './world.ts';

/** Writes what is typed into a setting's form; its faults where it does not accept that. */
async function write(setting: Setting, typed: FormValues) {
  const before = await setting.read(quietly);
  const form = await setting.form(before, quietly);
  const values = { ...initialValues(form), ...typed };
  const faults = faultsOf(form, values);
  if (Object.keys(faults).length > 0) return { faults, warnings: [], notes: [] };
  const accepted = acceptedValues(form, values);
  const warnings = setting.warnings?.(accepted, before) ?? [];
  const notes = setting.notes?.(accepted, before) ?? [];
  await setting.write?.(accepted, before, quietly);
  return { faults, warnings, notes };
}

/** What is read of a setting, by itself and from the balancer: they must agree. */
async function readBoth(world: AwsWorld, name: string, key: string) {
  const setting = await world.setting(name, key);
  const read = await setting.read(quietly);
  expect(setting.known).toEqual(read);
  return read;
}

describe('settings', () => {
  it.each([
    [
      'health-check',
      { protocol: 'TCP', port: '9000', interval: '20', timeout: '4', healthy: '5', unhealthy: '3' },
      'TCP:9000 every 20 s',
    ],
    [
      'health-check',
      { protocol: 'HTTP', port: '8080', path: '/up', interval: '5', timeout: '2' },
      'HTTP:8080/up every 5 s',
    ],
    ['draining', { enabled: 'yes', timeout: '45' }, 'on, at most 45 s'],
    ['draining', { enabled: 'no' }, 'off'],
    ['idle-timeout', { seconds: '120' }, '120 s'],
    ['cross-zone', { enabled: 'no' }, 'off'],
    ['desync', { mode: 'strictest' }, 'strictest'],
  ])('%s is written and read back', async (key, typed: FormValues, summary) => {
    const world = await awsWorld();
    const setting = await world.setting('web-classic', key);
    const before = await setting.read(quietly);
    expect((await write(setting, typed)).faults).toEqual({});
    const after = await readBoth(world, 'web-classic', key);
    expect(after.summary).toBe(summary);
    for (const [field, value] of Object.entries(typed)) expect(after.values[field]).toBe(value);
    // As undoing does: what was read before is written.
    await setting.write?.(before.values, after, quietly);
    expect((await readBoth(world, 'web-classic', key)).values).toEqual(before.values);
  });

  it('the access log names its bucket, and is off again', async () => {
    const world = await awsWorld();
    const log = await world.setting('web-classic', 'access-log');
    expect((await readBoth(world, 'web-classic', 'access-log')).summary).toBe('off');
    expect((await write(log, { enabled: 'yes', bucket: 'No' })).faults).toHaveProperty('bucket');
    await write(log, { enabled: 'yes', bucket: 'my-logs', prefix: 'web', interval: '5' });
    expect((await readBoth(world, 'web-classic', 'access-log')).summary).toBe('my-logs/web every 5 min');
    await write(log, { enabled: 'no' });
    expect((await readBoth(world, 'web-classic', 'access-log')).summary).toBe('off');
  });

  it('a check must fail before the next one begins', async () => {
    const world = await awsWorld();
    const check = await world.setting('web-classic', 'health-check');
    const { faults } = await write(check, { interval: '5', timeout: '5' });
    expect(faults).toEqual({ timeout: expect.stringContaining('less than 5 seconds') });
    expect((await write(check, { protocol: 'HTTP', path: 'up' })).faults).toEqual({
      path: 'A path begins with /',
    });
  });

  it('warns where people are cut off', async () => {
    const world = await awsWorld();
    const { warnings } = await write(await world.setting('web-classic', 'draining'), { enabled: 'no' });
    expect(warnings).toEqual([expect.stringContaining('DRAIN is impossible')]);
    const check = await world.setting('web-classic', 'health-check');
    expect((await write(check, { port: '9999' })).warnings).toHaveLength(1);
    expect((await write(check, {})).warnings).toEqual([]);
  });

  it('security groups are those of the VPC and replaced as a set', async () => {
    const world = await awsWorld();
    const groups = await world.setting('web-classic', 'security-groups');
    const before = await groups.read(quietly);
    const form = await groups.form(before, quietly);
    const offered = await optionsOf(form, 'groups');
    const [other = ''] = offered.filter((id) => id !== before.values['groups']);
    const { warnings, notes } = await write(groups, { groups: other });
    expect(warnings).toEqual(['Clients whom the new groups do not admit can no longer connect']);
    expect(notes).toEqual([`The whole set is replaced: ${before.values['groups']} → ${other}`]);
    // One group more keeps nobody out.
    const wider = { groups: `${other}\n${before.values['groups']}` };
    const nowBoth = await groups.read(quietly);
    expect([groups.warnings?.(wider, nowBoth), groups.notes?.(wider, nowBoth)]).toEqual([
      [],
      [expect.stringContaining('The whole set is replaced')],
    ]);
    expect((await readBoth(world, 'web-classic', 'security-groups')).values).toEqual({ groups: other });
    const subnets = await world.aws.ec2(
      'DescribeSecurityGroups',
      {},
      { what: '', repeatable: true, ...quietly },
    );
    expect(offered.length).toBeLessThan(subnets.SecurityGroups?.length ?? 0);
    expect((await write(groups, { groups: '' })).faults).toHaveProperty('groups');
  });

  it('the address is only read', async () => {
    const world = await awsWorld();
    const address = await world.setting('web-classic', 'address');
    const { values, summary } = await readBoth(world, 'web-classic', 'address');
    expect(summary).toMatch(/^web-classic-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    expect(values).toMatchObject({ scheme: 'internet-facing', dns: summary });
    expect(values['created']).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(address.write).toBeUndefined();
  });
});
