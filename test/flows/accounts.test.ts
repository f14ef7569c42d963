import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** A cloud that somebody else serves, and a program whose environment holds the key to it. */
async function startBesideCloud(env: Readonly<Record<string, string>> = {}) {
  const cloud = await startSluice();
  const { rackspace } = await cloud.sandbox();
  const debugFile = path.join(cloud.home, 'debug.log');
  const app = await startSluice({
    env: { SHOP_KEY: rackspace.apiKey, ...env },
    clock: cloud.clock,
    debugFile,
  });
  return { app, cloud: rackspace, control: (await cloud.sandbox()).control, debugFile };
}

/** Text as a person reads it, wherever lines were broken. */
const flat = (app: SluiceUnderTest) => app.screen().replace(/\s+/g, ' ');

/** Goes to the field of that label, forwards. */
async function goTo(app: SluiceUnderTest, label: string): Promise<void> {
  for (let step = 0; step < 12; step += 1) {
    if (app.screen().includes(`▌ ${label}`)) return;
    await app.press('tab');
  }
  throw new Error(`no field ${label}:\n${app.screen()}`);
}

async function fill(app: SluiceUnderTest, label: string, text: string): Promise<void> {
  await goTo(app, label);
  await app.burst('ctrl-e', 'ctrl-u');
  await app.type(text);
}

async function addShop(
  app: SluiceUnderTest,
  cloud: { username: string; identityUrl: string },
): Promise<void> {
  await app.press('a', 'enter');
  await fill(app, 'Name', 'shop');
  await fill(app, 'User name', cloud.username);
  await fill(app, 'Identity URL', cloud.identityUrl);
  await fill(app, 'Variable or file', 'SHOP_KEY');
  await app.press('ctrl-s');
}

/** Everything that the program left on the disk and on the screen. */
function traces(app: SluiceUnderTest, ...more: readonly string[]): string {
  const files = readdirSync(app.home).filter((name) => !name.startsWith('sandbox'));
  const texts = [...files.map((name) => path.join(app.home, name)), ...more].map((file) =>
    readFileSync(file, 'utf8'),
  );
  return [app.terminal.written, ...texts].join('\n');
}

describe('adding an account', () => {
  it('says beside each field what is wrong and how to mend it, and loses nothing that was typed', async () => {
    const { app, cloud } = await startBesideCloud();
    await app.press('a', 'enter', 'ctrl-s');
    expect(flat(app)).toContain('Name is empty: it is needed');
    expect(flat(app)).toContain('User name is empty: it is needed');
    expect(flat(app)).toContain('Variable or file is empty: it is needed');
    for (const [name, fault] of [
      ['sandbox', 'The name "sandbox" is reserved: choose another'],
      ['-shop', 'The name begins with "-", like an option: begin it with a letter'],
      ['x'.repeat(65), 'The name is longer than 64 characters: shorten it'],
    ] as const) {
      await fill(app, 'Name', name);
      await app.press('tab', 'shift-tab');
      expect(flat(app)).toContain(fault);
    }
    await fill(app, 'Name', 'shop');
    await fill(app, 'User name', 'two words');
    await app.press('tab');
    expect(flat(app)).toContain('A user name has no spaces');
    for (const [url, fault] of [
      ['identity.example', 'The identity URL is not a web address: write it like https://'],
      [
        'http://identity.example/v2.0',
        'Plain http to identity.example would send the secret unencrypted: write https:// instead',
      ],
      [
        'https://me:secret@identity.example',
        'The identity URL holds a user or password: take them out of it',
      ],
      ['https://identity.example/v3', 'The identity URL asks for v3: Rackspace signs in with v2.0'],
    ] as const) {
      await fill(app, 'Identity URL', url);
      await app.press('tab', 'shift-tab');
      expect(flat(app)).toContain(fault);
    }
    await fill(app, 'Variable or file', '$SHOP KEY');
    await app.press('ctrl-s');
    expect(flat(app)).toContain('This is not the name of a variable: letters, digits and _ only');
    expect(flat(app)).toContain('Name shop ▌ User name two words');
    expect(flat(app)).toContain('https://identity.example/v3');
    // Mended field by field, it is taken.
    await fill(app, 'User name', cloud.username);
    await fill(app, 'Identity URL', cloud.identityUrl);
    await fill(app, 'Variable or file', 'SHOP_KEY');
    await app.press('ctrl-s');
    expect(app.message()).toBe('shop is added. enter opens it');
  });

  it('opens it with the key from the environment, and never shows or keeps that key', async () => {
    const { app, cloud, debugFile } = await startBesideCloud();
    await addShop(app, cloud);
    expect(app.message()).toBe('shop is added. enter opens it');
    expect(app.row('▌')).toMatch(/shop +Rackspace +— +added by you +· not contacted/);
    await app.press('c');
    expect(app.message()).toBe('shop can sign in: 3 regions');
    await app.press('enter');
    expect(app.screen().split('\n')[0]).toContain('shop · DFW · Rackspace');
    expect(app.screen().split('\n')[0]).not.toContain('[SANDBOX]');
    await app.press('/');
    await app.type('media');
    await app.press('enter', 'enter', 'D');
    await app.advance(3_000);
    expect(app.message()).toBe('media-1 is DRAINING. z undoes it');
    await app.press('@', 'enter', 'q', 'q', 'q', 'q', 'd');
    expect(app.screen()).toContain('"$SHOP_KEY"');
    const key = readKey(app);
    expect(traces(app, debugFile)).not.toContain(key);
    expect(readFileSync(debugFile, 'utf8')).toContain('/tokens');
    expect(readFileSync(path.join(app.home, 'journal.jsonl'), 'utf8')).toContain('media-1');
  });

  it('keeps a typed key in config.json alone, when that is what was chosen', async () => {
    const { app, cloud, debugFile } = await startBesideCloud();
    await app.press('a', 'enter');
    await fill(app, 'Name', 'shop');
    await fill(app, 'User name', cloud.username);
    await fill(app, 'Identity URL', cloud.identityUrl);
    await goTo(app, 'Secret kept in');
    await app.press('s');
    await fill(app, 'Value', cloud.apiKey);
    expect(app.screen()).not.toContain(cloud.apiKey);
    await app.press('ctrl-s');
    expect(app.message()).toContain('shop is added');
    await app.press('enter', 'enter', 'd');
    await app.press('q', 'q', 'q', 'd');
    expect(app.terminal.written).not.toContain(cloud.apiKey);
    expect(readFileSync(debugFile, 'utf8')).not.toContain(cloud.apiKey);
    expect(readFileSync(path.join(app.home, 'config.json'), 'utf8')).toContain(cloud.apiKey);
  });
});

function readKey(app: SluiceUnderTest): string {
  const key = app.env['SHOP_KEY'];
  if (!key) throw new Error('no key in the environment of this program');
  return key;
}

describe('an account that cannot sign in', () => {
  it('says why in red, with the mend, and in its row', async () => {
    const { app, cloud } = await startBesideCloud({ SHOP_KEY: '0'.repeat(32) });
    await addShop(app, cloud);
    await app.press('enter');
    expect(app.message()).toBe(
      'Could not sign in to shop: the API key of user sandbox was refused (Username or api key is invalid). ' +
        'Check the user name and the API key of shop',
    );
    expect(app.row('▌')).toMatch(/shop .*✗ Could not sign in/);
  });

  it('says that the variable is not there', async () => {
    const { app, cloud } = await startBesideCloud({ SHOP_KEY: '' });
    await addShop(app, cloud);
    await app.press('enter');
    expect(app.message()).toBe(
      'The environment variable SHOP_KEY is empty. Set it and start again, or say where else the secret is',
    );
    expect(app.row('▌')).toContain('✗ The environment');
  });
});

describe('an account that is there', () => {
  it('can be edited, marked, and removed by typing its name', async () => {
    const { app, cloud } = await startBesideCloud();
    await addShop(app, cloud);
    await app.press('e');
    await fill(app, 'Name', 'shop-two');
    await fill(app, 'Region', 'ORD');
    await app.press('ctrl-s');
    expect(app.message()).toBe('shop-two is changed. enter opens it');
    await app.press('enter');
    expect(app.screen().split('\n')[0]).toContain('shop-two · ORD');
    await app.press('q', 'p');
    expect(app.message()).toBe('shop-two is production now');
    await app.press('o');
    expect(app.message()).toBe('shop-two is production and read-only now');
    expect(app.row('▌')).toContain('PRODUCTION READ-ONLY');
    await app.press('p', 'o');
    expect(app.message()).toBe('shop-two is not marked now');

    await app.press('ctrl-d');
    await app.type('shop');
    await app.press('enter');
    expect(app.screen()).toContain('That is not shop-two');
    await app.type('-two');
    await app.press('enter');
    expect(app.message()).toBe('shop-two is removed');
    expect(app.screen()).not.toContain('added by you');
  });

  it('stays as it is where sluice was started with --read-only', async () => {
    const app = await startSluice({ readOnly: true });
    for (const key of ['a', 'e', 'ctrl-d', 'p', 'o']) {
      await app.press(key);
      expect(app.message(), key).toBe('Not now: sluice was started with --read-only');
    }
    expect(app.screen()).not.toContain('a add');
  });

  it('says why the sandbox cannot be edited or removed', async () => {
    const app = await startSluice();
    for (const key of ['e', 'ctrl-d']) {
      await app.press(key);
      expect(app.message()).toBe('Not now: the sandbox is always there');
    }
  });
});
