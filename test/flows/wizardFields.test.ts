import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { openWizard } from '../kit/wizard.ts';

/** The line under the field that the cursor is on, or under the one named. */
function under(app: SluiceUnderTest, label: string): string {
  const lines = app.screen().split('\n');
  const at = lines.findIndex((line) => line.startsWith(` ▌ ${label}`) || line.startsWith(`   ${label}`));
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !line.startsWith('     '));
  return rest
    .slice(0, end)
    .map((line) => line.trim())
    .join(' ');
}

/** Puts a text into the field under the cursor and leaves it, as a person would. */
async function fill(app: SluiceUnderTest, text: string): Promise<void> {
  await app.press('ctrl-e', 'ctrl-u');
  await app.type(text);
  await app.press('tab');
}

describe('a field', () => {
  it('says what is wrong and how to mend it as soon as it is left, and is silent when it is mended', async () => {
    const app = await startSluice();
    await openWizard(app);
    const name = [
      ['', 'Name is empty: it is needed'],
      ['x'.repeat(129), 'The name has 129 characters: at most 128'],
    ] as const;
    for (const [typed, fault] of name) {
      await fill(app, typed);
      expect(under(app, 'Name')).toBe(fault);
      await app.press('shift-tab');
    }
    await fill(app, 'blog');
    expect(under(app, 'Name')).toBe('');

    await app.press('tab');
    for (const typed of ['0', '65536', 'http', '-1', '8o', '80.5']) {
      await fill(app, typed);
      expect(under(app, 'Port'), typed).toBe(`Port is "${typed}": a whole number from 1 to 65535 is needed`);
      await app.press('shift-tab');
    }
    // It goes while it is typed, not only when the field is left.
    await app.press('ctrl-u');
    await app.type('8080');
    expect(under(app, 'Port')).not.toContain('is needed');
  });

  it('does not let one go on with something wrong: the cursor goes to it', async () => {
    const app = await startSluice();
    await openWizard(app);
    await app.press('backspace', 'tab', 'tab', 'backspace', 'ctrl-s');
    expect(app.screen()).toContain('step 1 of 5');
    expect(app.row('▌')).toContain('Name');
    expect(under(app, 'Name')).toBe('Name is empty: it is needed');
    expect(under(app, 'Port')).toBe('Port is empty: it is needed');
  });

  it('takes a paste without its control characters and line ends', async () => {
    const app = await startSluice();
    await openWizard(app);
    app.terminal.paste('bl\u001b[31mog\u0007\r\ntwo\u202e');
    await app.idle();
    expect(app.row('Name')).toMatch(/Name +blog two$/);
  });

  it('keeps a proposal until something is typed over it; the cursor keys edit it', async () => {
    const app = await startSluice();
    await openWizard(app);
    expect(app.terminal.display.lookOf('balancer-1').inverse).toBe(true);
    await app.press('end', 'backspace');
    await app.type('7');
    expect(app.row('Name')).toMatch(/balancer-7$/);
    await app.press('tab', 'tab');
    await app.type('8443');
    expect(app.row('Port')).toMatch(/Port +8443$/);
    // What was typed is not lost to the next letter.
    await app.press('tab', 'shift-tab');
    await app.type('1');
    expect(app.row('Port')).toMatch(/Port +84431$/);
  });

  it('that follows another does so until it is touched', async () => {
    const app = await startSluice();
    await openWizard(app);
    await app.press('tab');
    await app.type('https');
    expect(app.row('Port')).toContain('443');
    await app.press('tab');
    await app.type('8443');
    await app.press('shift-tab', 'ctrl-u');
    await app.type('ftp');
    expect(app.row('Protocol')).toContain('FTP');
    expect(app.row('Port')).toContain('8443');
  });

  it('of settings checks them against each other', async () => {
    const app = await startSluice();
    await openWizard(app);
    await app.press('tab', 'tab', 'tab', 'tab', 'y', 'tab', 'tab', 'S');
    expect(under(app, 'Session persistence')).toContain('SSL_ID: by the TLS session; HTTPS only');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 1 of 5');
    expect(under(app, 'Session persistence')).toMatch(/SSL_ID works with the protocol HTTPS only: choose/);
    await app.press('right', 'right', 'tab', 'right', 'right', 'tab');
    await fill(app, '0');
    expect(under(app, 'Check every')).toMatch(/a whole number from 1 to/);
  });
});

describe('a list of choices', () => {
  it('is searched by typing, and ctrl-u shows it whole again without another choice', async () => {
    const app = await startSluice();
    await openWizard(app);
    await app.press('tab');
    await app.type('zzz');
    expect(app.screen()).toContain('nothing matches "zzz": ctrl-u shows all');
    await app.press('ctrl-u');
    expect(app.row('Protocol')).toContain('HTTP');
    await app.type('imap');
    expect(app.screen()).toContain('/imap  4 of 21');
    await app.press('backspace', 'backspace', 'backspace', 'backspace');
    expect(app.row('Protocol ')).toMatch(/IMAP/);
    await app.press('ctrl-s');
    await app.type('staging');
    expect(app.screen()).toMatch(/\/staging {2}\d+ of 68/);
    await app.press('space', 'ctrl-u');
    expect(app.row('Running servers')).toContain('staging-');
    // Enter on the last but one leads to the last and not past it.
    await app.press('tab', 'tab', 'tab', 'tab', 'enter');
    expect(app.row('▌ Key pair')).toContain('none');
  });

  it('says that it loads, and goes on when it has come', async () => {
    const app = await startSluice();
    await app.press('enter');
    const { control } = await app.sandbox();
    control.fault({ kind: 'slow', ms: 4_000, path: '/loadbalancers/protocols' });
    await app.press('n');
    expect(app.row('Protocol')).toContain('loading…');
    expect(app.row('Algorithm')).toContain('LEAST_CONNECTIONS');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 1 of 5');
    expect(under(app, 'Protocol')).toBe('The choices are still on their way: one moment');
    await app.advance(5_000);
    expect(app.row('Protocol ')).toContain('HTTP');
    expect(app.row('Port')).toContain('80');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 2 of 5');
  });

  it('that does not come says why, and ctrl-r tries again', async () => {
    const app = await startSluice();
    await app.press('enter');
    const { control } = await app.sandbox();
    control.fault({ kind: 'status', status: 500, path: '/loadbalancers/algorithms' });
    await app.press('n');
    await app.advance(10_000);
    expect(app.row('Algorithm')).toContain('Could not list the algorithms: 500');
    await app.press('ctrl-s');
    expect(app.row('▌ Algorithm')).toContain('could not be loaded');
    expect(under(app, 'Algorithm')).toMatch(/500.*ctrl-r tries again$/);
    control.clearFaults();
    await app.press('ctrl-r');
    expect(app.row('Algorithm ')).toContain('LEAST_CONNECTIONS');
    expect(app.screen()).not.toContain('ctrl-r');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 2 of 5');
  });
});

it('esc on the first step leaves at once where nothing was typed, and asks before it forgets', async () => {
  const app = await startSluice();
  await openWizard(app);
  await app.press('esc');
  expect(app.screen()).toContain('14 balancers');
  await app.press('n');
  await app.type('blog');
  await app.press('ctrl-s', 'esc', 'esc');
  expect(app.screen()).toContain('Leave the new balancer?');
  await app.press('esc');
  expect(app.row('Name')).toContain('blog');
  await app.press('esc', 'y');
  expect(app.screen()).toContain('14 balancers');
});
