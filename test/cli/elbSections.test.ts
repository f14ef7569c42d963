import { describe, expect, it } from 'vitest';
import { awsUser } from './elbKit.ts';

const NEW_POLICY = 'policies web-classic add type=LBCookieStickiness name=half-hour';
const NOTE = 'Nothing changes for clients until the policy is enabled on a port';

describe('sections of Classic balancers, from the command line', () => {
  it('notes what is good to know and asks for nothing', async () => {
    const { machine } = await awsUser();
    const dry = await machine.run(`${NEW_POLICY} --dry-run`);
    expect(dry.out).toContain(`\n  ${NOTE}\n`);
    expect(dry.out).not.toContain('--yes');
    const { value } = await machine.json(`${NEW_POLICY} --dry-run`);
    expect(value).toMatchObject({ warnings: [], notes: [NOTE] });
    expect(await machine.run(NEW_POLICY)).toMatchObject({ code: 0, err: `sluice: ${NOTE}\n` });
    const listener = await machine.run(
      'listeners web-classic add protocol=HTTPS port=8443 instance-port=8080 known-certificate=checkout-2026',
    );
    expect(listener).toMatchObject({ code: 0, err: expect.stringContaining('ELBSecurityPolicy-2016-08') });
    const set = 'listeners web-classic set 443 policies';
    expect(await machine.run(`${set} policies+=web-sticky`)).toMatchObject({
      code: 0,
      err: expect.stringContaining('The whole set of listener 443 is replaced'),
    });
    expect(await machine.run(`${set} policies-=web-sticky`)).toMatchObject({
      code: 5,
      err: expect.stringContaining('web-sticky no longer applies to listener 443'),
    });
  });

  it('says what became of a policy, and where', async () => {
    const { does } = await awsUser();
    expect(await does('policies tcp-ingest set proxy-header disable on=instance-5140 --yes')).toBe(
      'The policy proxy-header of tcp-ingest is disabled\n  policy proxy-header: disabled: On instance 5140\n',
    );
  });

  it('names the field that a value depends on, and which there are', async () => {
    const { machine, does } = await awsUser();
    await does('set web-classic health-check protocol=TCP --yes');
    const { code, err } = await machine.run('set web-classic health-check path=/x');
    expect(code).toBe(2);
    expect(err).toContain(
      'path: It applies only with protocol=HTTP or HTTPS: give that too, or leave it out',
    );
    expect(await does('get web-classic health-check --fields')).toMatch(
      /^path +no +\/ +Path +a text\. The page to ask for\. Only with protocol=HTTP or HTTPS, and needed then$/m,
    );
    const { value } = await machine.json('get web-classic health-check --fields');
    expect(value).toMatchObject({
      fields: [
        {},
        {},
        { key: 'path', needed: true, applies: false, appliesWith: 'protocol=HTTP or HTTPS' },
        {},
        {},
        {},
        {},
      ],
    });
  });

  it('says what is missing where there is nothing to choose from', async () => {
    const { machine, does } = await awsUser();
    const missing = 'the balancer has no policy of type PublicKeyPolicyType; add one first';
    const fields = await does('policies web-classic add --fields');
    expect(fields).toMatch(new RegExp(`^public-key-policy-name .*nothing yet: ${missing}`, 'm'));
    expect(fields).not.toMatch(/any of ,/);
    const { code, err } = await machine.run(
      'policies web-classic add type=BackendServerAuthentication name=known public-key-policy-name=key',
    );
    expect(code).toBe(2);
    expect(err).toContain(`"key" cannot be chosen: ${missing}`);
  });

  it('gives each column of the tags its title', async () => {
    const { does } = await awsUser();
    expect((await does('get web-classic tags')).split('\n')[0]).toMatch(/^KEY +VALUE +NOTE$/);
  });
});
