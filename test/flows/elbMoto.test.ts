import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasMoto, Moto } from '../kit/moto.ts';
import { startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
// Loaded here so that a clock never jumps while a module is being read.
import './elbAt.ts';

describe.skipIf(!hasMoto)('on the screens, at an AWS that others have written', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await Moto.start();
    // It reads thousands of images at the first question.
    await moto.image();
  });
  afterAll(() => moto?.end());

  it('the wizard makes a balancer with two new instances, and its nodes are taken out and brought back', async () => {
    const app = await startSluice({ columns: 150, rows: 40, env: moto.env });
    await app.press('g');
    for (let row = 0; row < 5 && !app.row('▌').includes('aws-env'); row++) await app.press('j');
    await app.press('enter');
    expect(app.screen()).toContain(`aws-env · us-east-1 · AWS ELB (${new URL(moto.url).host})`);
    await app.press('n');
    await app.type('shop');
    for (let page = 0; page < 5; page++) await app.press('ctrl-s');
    await until(app, 'The account has room for it. enter begins');
    // Its VPC has no group but the default one, whose rules are none.
    expect(app.screen()).toContain(`Clients are admitted by ${await moto.group('default')}`);
    expect(app.screen()).toMatch(/security group default admits\s+clients on port 80/);
    expect(await moto.instances()).toEqual([]);

    await app.press('enter');
    await until(app, 'Create balancer shop in us-east-1: done');
    const ids = (await moto.instances()).map(({ InstanceId = '' }) => InstanceId);
    expect(ids).toHaveLength(2);
    expect(await moto.registered()).toEqual([...ids].sort());

    await until(app, /shop +● UP .* 2\/2/);
    await app.press('enter', 'g');
    expect(app.row('▌')).toContain('shop-1');
    await app.press('X');
    await until(app, /DISABLED .* shop-1/);
    expect(await moto.registered()).toEqual(ids.slice(1));
    await app.press('E');
    await until(app, /ENABLED .* shop-1/);
    expect(await moto.registered()).toEqual([...ids].sort());
    for (let tab = 0; tab < 8; tab++) {
      await app.press('tab');
      expect(app.screen()).not.toMatch(/Traceback|<html|report this|could not/i);
    }
  });
});
