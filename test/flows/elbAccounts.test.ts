import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { elbAt } from './elbAt.ts';
import { onElb } from './elbKit.ts';

describe('an account of AWS', () => {
  it('lists its balancers and who opened them', async () => {
    const { app, at } = await onElb('web-classic');
    expect(app.screen()).toContain('sandbox-aws · us-east-1 · AWS ELB  [SANDBOX]');
    await app.press('esc');
    for (const name of await at.balancers()) expect(app.row(`${name} `)).toMatch(/us-east-1\.\S/);
    // What stands under the cursor is looked into, and no balancer is called active, as AWS calls none so.
    expect(app.row('empty-elb ')).toContain('NO_NODES');
    expect(app.screen()).not.toContain('ACTIVE');
  });

  it('has a status for each balancer that comes from its nodes', async () => {
    const { app, at } = await onElb('checkout-elb');
    await app.press('esc');
    await until(app, /checkout-elb .*2\/3/);
    expect(app.row('checkout-elb ')).toMatch(/● UP /);
    expect(app.row('web-classic ')).toContain('4/4');
    expect(await at.healthOf('checkout-2')).toContain('OutOfService');
  });

  it('is found in the files of the AWS command, with its region, and opened by its profile', async () => {
    const first = await startSluice();
    const sandbox = await first.sandbox();
    const { endpoint, accessKeyId, secretAccessKey } = sandbox.aws;
    const app = await startSluice({ columns: 120, home: first.home, clock: first.clock });
    mkdirSync(path.join(app.home, '.aws'));
    writeFileSync(
      path.join(app.home, '.aws', 'config'),
      `[profile shop]\nregion = us-west-2\nendpoint_url = ${endpoint}\n`,
    );
    writeFileSync(
      path.join(app.home, '.aws', 'credentials'),
      `[shop]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const again = await startSluice({ columns: 120, home: first.home, clock: first.clock });
    await again.press('g');
    for (let row = 0; row < 5 && !again.row('▌').includes('aws-shop'); row++) await again.press('j');
    expect(again.row('▌')).toMatch(/aws-shop +AWS ELB +us-west-2 +~\/\.aws/);
    await again.press('enter');
    expect(again.row('▌')).toContain('west-classic');
    expect(again.screen()).toContain(`aws-shop · us-west-2 · AWS ELB (${new URL(endpoint).host})`);
    expect(await elbAt(sandbox, 'west-classic', 'us-west-2').registered()).toEqual([
      'west-web-1',
      'west-web-2',
    ]);
    for (const text of [again.screen(), app.screen()]) expect(text).not.toContain(secretAccessKey);
  });
});
