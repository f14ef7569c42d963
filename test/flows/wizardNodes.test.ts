import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { openWizard } from '../kit/wizard.ts';

describe('the table of nodes', () => {
  /** On its page, with two new servers. */
  async function nodesOf(app: SluiceUnderTest): Promise<void> {
    await openWizard(app);
    await app.type('blog');
    await app.press('ctrl-s', 'ctrl-s');
  }

  it('says beside a row what is wrong with it, when the row is left', async () => {
    const app = await startSluice({ columns: 120, rows: 30 });
    await nodesOf(app);
    await app.press('ctrl-n');
    expect(app.row('▌  ')).not.toContain('Address is empty');
    await app.press('up');
    expect(app.screen()).toContain('Address is empty: it is needed');
    await app.press('down');
    await app.type('not an address');
    await app.press('up');
    expect(app.row('not an address')).toMatch(/PRIMARY +.*address/);
    await app.press('down', 'backspace');
    await app.type('10.0.0.9');
    for (const [typed, fault] of [
      ['0', 'Port is "0": a whole number from 1 to 65535 is needed'],
      ['65536', 'Port is "65536": a whole number from 1 to 65535 is needed'],
      ['http', 'Port is "http": a whole number from 1 to 65535 is needed'],
    ] as const) {
      await app.press('tab');
      await app.type(typed);
      await app.press('up');
      expect(app.row('10.0.0.9')).toContain(fault);
      await app.press('down', 'shift-tab');
    }
    // Sent with a fault, the cursor goes to the cell that has it.
    await app.press('up', 'ctrl-s');
    expect(app.screen()).toContain('step 3 of 5');
    await app.type('80');
    expect(app.row('▌ 10.0.0.9')).toMatch(/10\.0\.0\.9 +80 +ENABLED +PRIMARY$/);
    await app.press('ctrl-n');
    await app.type('10.0.0.9');
    await app.press('up');
    expect(app.screen()).toContain('10.0.0.9 with port 80 is there twice');
  });

  it('takes a paste of 200 lines as far as there is room, and says what it left out', async () => {
    const app = await startSluice();
    await nodesOf(app);
    app.terminal.paste(
      Array.from({ length: 200 }, (_, at) => (at === 3 ? '10.9.0.3:80 heavy' : `10.9.0.${at}:80 2`)).join(
        '\n',
      ),
    );
    await app.idle();
    expect(app.screen()).toContain('row 25 of 25');
    expect(app.screen()).toContain('Line 4: "heavy" is no weight, condition or type');
    expect(app.screen()).toContain('Left out, as 25 rows is the most: 177 of 200 lines');
    await app.press('ctrl-n');
    expect(app.screen()).toContain('No row was added: 25 rows is the most');
    // The line that was not understood is in the table as it came, and the form waits for it.
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 3 of 5');
    expect(app.row('▌ 10.9.0.3:80 heavy')).toContain('10.9.0.3:80 heavy');
    await app.press('ctrl-d');
    expect(app.screen()).toContain('of 24');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 4 of 5');
  });

  it('puts a pasted word into the cell, and a pasted row over a blank one', async () => {
    const app = await startSluice();
    await nodesOf(app);
    app.terminal.paste('8080');
    await app.idle();
    expect(app.row('blog-1 (new)')).toMatch(/8080 +ENABLED/);
    await app.press('ctrl-n');
    app.terminal.paste('10.0.0.5:81 DRAINING');
    await app.idle();
    expect(app.row('10.0.0.5')).toMatch(/81 +DRAINING/);
    expect(app.screen()).not.toContain('Address is empty');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('step 4 of 5');
  });

  it('keeps what was typed while the servers in front of it change, and drops no own row', async () => {
    const app = await startSluice();
    await nodesOf(app);
    await app.type('8080');
    await app.press('tab', 'right', 'ctrl-n');
    await app.type('10.0.0.7');
    // A row of a server stays with its server.
    await app.press('up', 'ctrl-d');
    expect(app.screen()).toContain('This row came from the step before: leave it out there');
    await app.press('esc');
    expect(app.screen()).toContain('step 2 of 5');
    await app.press('tab');
    await app.type('3');
    await app.press('ctrl-s');
    expect(app.row('blog-1 (new)')).toMatch(/8080 +DRAINING/);
    expect(app.row('blog-3 (new)')).toMatch(/80 +ENABLED/);
    expect(app.row('10.0.0.7')).toMatch(/80 +ENABLED/);
    await app.press('esc', 'ctrl-u');
    await app.type('1');
    await app.press('ctrl-s');
    expect(app.row('blog-1 (new)')).toMatch(/8080 +DRAINING/);
    expect(app.screen()).not.toContain('blog-2');
    expect(app.row('10.0.0.7')).toMatch(/80 +ENABLED/);
    // And back to the first step and through again.
    await app.press('esc', 'esc');
    expect(app.row('Name')).toContain('blog');
    await app.press('ctrl-s', 'ctrl-s');
    expect(app.row('blog-1 (new)')).toMatch(/8080 +DRAINING/);
  });
});
