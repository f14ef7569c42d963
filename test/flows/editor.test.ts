import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MadeUpEngine, openMadeUp } from '../kit/sections.ts';
import { type SluiceOptions, type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

const KEY = `-----BEGIN THING-----\n${'QUJDREVGR0hJSktMTU5PUA'.repeat(3)}\n-----END THING-----\n`;

/** A folder that goes with the test. */
function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-flow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The form of the sorry page, which has a long text and a secret one. */
async function onForm(
  options: SluiceOptions = {},
): Promise<{ readonly app: SluiceUnderTest; readonly engine: MadeUpEngine }> {
  const app = await startSluice(options);
  const engine = new MadeUpEngine();
  await openMadeUp(app, engine);
  await app.press('shift-tab', 'j', 'e');
  expect(app.screen()).toContain('Signing key');
  return { app, engine };
}

function put(app: SluiceUnderTest, name: string, content: string | Uint8Array): string {
  const file = path.join(app.home, name);
  writeFileSync(file, content);
  return file;
}

/** The screen without the places where it breaks its lines. */
const said = (app: SluiceUnderTest) => app.screen().replace(/\s+/g, ' ');

describe('a long text', () => {
  it('is read from a file that is named, and is sent as it is', async () => {
    const { app, engine } = await onForm();
    const page = `<h1>Sorry</h1>\n${'x'.repeat(1_200)}\n`;
    put(app, 'sorry.html', page);
    await app.type('~/sorry.html');
    expect(app.row('File:')).toContain('~/sorry.html');
    await app.press('enter');
    expect(app.row('Page')).toContain('2 lines, 1,216 characters, read from ~/sorry.html');
    expect(app.row('File:')).not.toContain('sorry');
    await app.press('ctrl-s');
    expect(engine.page.written).toEqual([{ html: page }]);
  });

  it('reads a path that was only typed when the form is sent, or the field is left', async () => {
    const { app, engine } = await onForm();
    put(app, 'a.html', 'first\n');
    await app.type('~/a.html');
    await app.press('tab');
    expect(app.row('Page')).toContain('1 line, 6 characters, read from ~/a.html');
    await app.press('shift-tab');
    put(app, 'b.html', 'second\n');
    await app.type('~/b.html');
    await app.press('ctrl-s');
    expect(engine.page.written).toEqual([{ html: 'second\n' }]);
  });

  it('says which file could not be read and why, and keeps the path and the text before', async () => {
    const { app, engine } = await onForm();
    put(app, 'good.html', 'good');
    await app.type('~/good.html');
    await app.press('enter');
    put(app, 'long.html', 'ä'.repeat(2_001));
    put(app, 'huge.html', 'x'.repeat(9_000));
    put(app, 'picture.png', new Uint8Array([137, 80, 78, 71, 0, 255, 254]));
    mkdirSync(path.join(app.home, 'folder'));
    const locked = put(app, 'locked', 'x');
    chmodSync(locked, 0o000);
    const faults = [
      ['~/none.html', 'Page: Cannot read ~/none.html: there is no such file'],
      ['~/folder', 'Page: Cannot read ~/folder: it is a folder'],
      ['~/long.html', 'it holds 2,001 characters, and at most 2,000 characters are taken'],
      ['~/huge.html', 'it holds 9,000 bytes, and at most 2,000 characters are taken'],
      ['~/picture.png', 'Page: Cannot read ~/picture.png: it is not a text in UTF-8'],
      ['/dev/null', 'Page: Cannot read /dev/null: it is not a plain file'],
      // To the super-user no file is closed.
      ...(process.getuid?.() === 0 ? [] : [['~/locked', 'you are not allowed to'] as const]),
    ] as const;
    for (const [file, fault] of faults) {
      await app.press('ctrl-u');
      await app.type(file);
      await app.press('enter');
      expect(said(app), file).toContain(fault);
      expect(app.row('File:'), file).toContain(file);
      expect(app.row('4 characters')).toContain('read from ~/good.html');
    }
    await app.press('ctrl-s');
    expect(engine.page.written).toEqual([]);
    await app.press('ctrl-u', 'ctrl-s');
    expect(engine.page.written).toEqual([{ html: 'good' }]);
  });

  it('takes several lines that are pasted for the text, one for a path', async () => {
    const { app, engine } = await onForm();
    app.terminal.paste('<h1>Sorry</h1>\nCome back later\n');
    await app.idle();
    expect(app.row('Page')).toContain('2 lines, 31 characters, pasted');
    app.terminal.paste('~/other.html\n');
    await app.idle();
    expect(app.row('File:')).toContain('~/other.html');
    await app.press('ctrl-u', 'ctrl-s');
    expect(engine.page.written).toEqual([{ html: '<h1>Sorry</h1>\nCome back later\n' }]);
  });

  it('is emptied with ctrl-d, and then asked for', async () => {
    const { app } = await onForm();
    app.terminal.paste('a\nb');
    await app.idle();
    await app.press('ctrl-d', 'ctrl-s');
    expect(said(app)).toContain('Page is empty: it is needed');
  });
});

describe('a secret text', () => {
  it('is read from a file, shown nowhere, written down nowhere, and gone when the form is left', async () => {
    const home = aFolder();
    const debugFile = path.join(home, 'debug.log');
    const { app, engine } = await onForm({ home, debugFile });
    put(app, 'key.pem', KEY);
    put(app, 'page.html', 'page');
    await app.type('~/page.html');
    await app.press('tab');
    await app.type('~/key.pem');
    await app.press('enter');
    expect(app.row('Signing key')).toContain('read from ~/key.pem, not shown');
    await app.press('ctrl-e');
    expect(said(app)).toContain('Signing key is secret and never put into an editor');
    app.terminal.paste(KEY);
    await app.idle();
    expect(said(app)).toContain('Signing key is secret and not taken from a paste');
    expect(app.row('Signing key  ')).toContain('read from ~/key.pem, not shown');
    await app.press('ctrl-u', 'ctrl-s');
    expect(engine.page.written).toEqual([{ html: 'page', key: KEY }]);
    app.workspace.debug('what an engine might echo', {
      body: JSON.stringify({ pem: KEY }),
      line: KEY.split('\n')[1],
    });
    await app.press('@', 'd');
    await app.press('esc', 'esc', 'e');
    expect(app.row('Signing key')).toContain('empty');
    await app.close();
    const line = KEY.split('\n')[1] ?? '';
    expect(app.terminal.written).not.toContain(line);
    for (const file of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
      const whole = path.join(home, file);
      if (file !== 'key.pem' && statSync(whole).isFile())
        expect(readFileSync(whole, 'utf8'), file).not.toContain(line);
    }
    expect(readFileSync(debugFile, 'utf8')).toContain('[redacted]');
  });
});

describe('the user’s editor', () => {
  /** A program that does what the script says to the file in "$1". */
  function editor(script: string): string {
    const file = path.join(aFolder(), 'editor.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  /** Presses ctrl-e and waits for what the screen says when the editor, a real process, is over. */
  async function edited(app: SluiceUnderTest, wanted: RegExp): Promise<void> {
    await app.press('ctrl-e');
    await expect
      .poll(async () => {
        await app.idle();
        return said(app);
      })
      .toMatch(wanted);
  }

  it('gets the text in a file of its own for the user alone, which is gone afterwards', async () => {
    const seen = path.join(aFolder(), 'seen');
    const script = `{ echo "$1"; stat -c %a "$1"; stat -c %a "$(dirname "$1")"; cat "$1"; } > ${seen}\nprintf 'new\\ntext\\n' > "$1"`;
    const { app, engine } = await onForm({ env: { EDITOR: editor(script) } });
    app.terminal.paste('old\ntext');
    await app.idle();
    await edited(app, /2 lines, 8 characters, from your editor/);
    const [file = '', mode, folderMode, ...text] = readFileSync(seen, 'utf8').split('\n');
    expect([mode, folderMode, text]).toEqual(['600', '700', ['old', 'text']]);
    expect(() => statSync(path.dirname(file))).toThrow();
    await app.press('ctrl-s');
    // The line end that an editor puts behind the last line was not there before.
    expect(engine.page.written).toEqual([{ html: 'new\ntext' }]);
  });

  it.each([
    ['ends badly', 'echo changed > "$1"; exit 3', /The editor .* ended with 3\. Nothing was changed/],
    [
      'is killed',
      'echo changed > "$1"; kill -KILL $$',
      /The editor .* (?:ended with 137|was ended by SIGKILL)/,
    ],
    ['leaves no text', 'head -c 20 /dev/zero > "$1"', /Cannot read .*: it is not a text in UTF-8/],
    ['takes the file away', 'rm "$1"', /Cannot read .*: there is no such file/],
  ])('changes nothing when it %s', async (_, script, wanted) => {
    const { app } = await onForm({ env: { EDITOR: editor(script) } });
    app.terminal.paste('old\ntext');
    await app.idle();
    await edited(app, wanted);
    expect(app.screen()).toContain('2 lines, 8 characters, pasted');
  });

  it('may have options, and VISUAL goes before EDITOR', async () => {
    const script = editor('test "$1" = --wait && echo by visual > "$2"');
    const { app } = await onForm({ env: { VISUAL: `${script} --wait`, EDITOR: 'false' } });
    await edited(app, /1 line, 9 characters, from your editor/);
  });

  it('is asked for where there is none, or where it is not there', async () => {
    const { app } = await onForm({ env: { PATH: '/nowhere' } });
    await edited(app, /There is no editor\. Name one in \$EDITOR, or give the path of a file/);
    const other = await onForm({ env: { EDITOR: 'no-such-editor-here', PATH: '/usr/bin:/bin' } });
    await edited(
      other.app,
      /The editor no-such-editor-here could not be started\. Name another one in \$EDITOR/,
    );
  });

  it('may leave too much: it is kept, and said to be so', async () => {
    const { app } = await onForm({ env: { EDITOR: editor('head -c 2500 /dev/zero | tr "\\0" x > "$1"') } });
    await edited(app, /2,500 characters, from your editor/);
    expect(said(app)).toContain('Page is 2500 characters long: at most 2000');
  });
});
