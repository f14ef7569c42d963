import { describe, expect, it } from 'vitest';
import { awsUser } from './elbKit.ts';

interface Row {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

describe('accounts of AWS, from the command line', () => {
  it('lists the balancers of a region, of several and of all accounts', async () => {
    const { machine, at } = await awsUser();
    const rows = async (line: string) => (await machine.json(line)).value as readonly Row[];
    const here = await rows('balancers');
    expect(here.map(({ name }) => name).sort()).toEqual([...(await at('web-classic').balancers())].sort());
    expect(new Set(here.map(({ account, region }) => `${account} ${region}`))).toEqual(
      new Set(['prod us-east-1']),
    );
    expect(await rows('balancers --region us-west-2')).toMatchObject([
      { region: 'us-west-2', name: 'west-classic' },
    ]);
    const everywhere = await rows('balancers -a all');
    expect(new Set(everywhere.map(({ account }) => account))).toEqual(
      new Set(['prod', 'sandbox', 'sandbox-aws']),
    );
  });

  it('signs in, and forgets the account without a trace of its keys', async () => {
    const { machine, sandbox, does } = await awsUser();
    expect(await does('accounts check prod')).toContain('prod');
    const { value } = await machine.json('accounts');
    expect(value).toContainEqual(
      expect.objectContaining({
        name: 'prod',
        engine: 'elb',
        secrets: { secretAccessKey: '$PROD_SECRET' },
      }),
    );
    expect(JSON.stringify(value)).not.toContain(sandbox.aws.secretAccessKey);
    await does('accounts remove prod --yes');
    const { value: left } = await machine.json('accounts');
    expect((left as { name: string }[]).map(({ name }) => name)).toEqual(['sandbox', 'sandbox-aws']);
  });

  it('keeps production and read-only accounts from changes', async () => {
    const { machine, does, at } = await awsUser();
    await does('accounts mark prod --production');
    expect((await machine.run('drain web-classic classic-web-1')).code).toBe(5);
    await does('drain web-classic classic-web-1 --yes');
    await does('accounts mark prod --read-only');
    const ran = await machine.run('enable web-classic classic-web-1 --yes');
    expect(ran.code).toBe(5);
    expect(ran.err).toContain('read-only');
    expect(await at('web-classic').registered()).not.toContain('classic-web-1');
  });
});
