import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminalPrompt } from '../../src/cli/prompt.ts';

function terminal() {
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    raw: false,
    setRawMode: (_on: boolean) => {},
  });
  keyboard.setRawMode = (on) => {
    keyboard.raw = on;
  };
  let shown = '';
  const stop = new AbortController();
  let beforeRaw = '';
  const write = (text: string) => {
    if (!keyboard.raw) beforeRaw += text;
    shown += text;
  };
  const prompt = terminalPrompt(keyboard, write, true, stop.signal);
  return { keyboard, prompt, stop, shown: () => shown, writtenBeforeRaw: () => beforeRaw };
}

describe('a question at the terminal', () => {
  it('does not show a secret, and gives the terminal back', async () => {
    const { keyboard, prompt, shown } = terminal();
    const answer = prompt.secret('API key:');
    expect(keyboard.raw).toBe(true);
    keyboard.write('s3cx\u007f');
    keyboard.write('ret\r');
    expect(await answer).toBe('s3cret');
    expect(shown()).toBe('API key: \n');
    expect(keyboard.raw).toBe(false);
  });

  it('is not asked before the terminal stopped showing what is typed', async () => {
    const { keyboard, prompt, writtenBeforeRaw } = terminal();
    const answer = prompt.secret('API key:');
    keyboard.write('s3cret\r');
    await answer;
    expect(writtenBeforeRaw()).toBe('\n');
  });

  it('shows a line as it is typed', async () => {
    const { keyboard, prompt, shown } = terminal();
    const answer = prompt.line('Name:');
    keyboard.write('xx\u0015ab\n');
    expect(await answer).toBe('ab');
    expect(shown()).toBe('Name: xx\b \b\b \bab\n');
  });

  it('ends with ctrl-c and with a signal', async () => {
    const one = terminal();
    const answer = one.prompt.secret('API key:');
    one.keyboard.write('abc\u0003');
    await expect(answer).rejects.toMatchObject({ problem: { kind: 'cancelled' } });
    expect(one.keyboard.raw).toBe(false);
    const other = terminal();
    const waiting = other.prompt.line('Name:');
    other.stop.abort();
    await expect(waiting).rejects.toMatchObject({ problem: { kind: 'cancelled' } });
  });

  it('takes the first line of what is piped in', async () => {
    const input = new PassThrough();
    const prompt = terminalPrompt(input, () => {}, false, new AbortController().signal);
    const line = prompt.piped();
    input.write('the-');
    input.end('key\nmore\n');
    expect(await line).toBe('the-key');
    const empty = new PassThrough();
    empty.end();
    expect(await terminalPrompt(empty, () => {}, false, new AbortController().signal).piped()).toBeNull();
  });

  it('takes all of what is piped in, but no more than it may be', async () => {
    const input = new PassThrough();
    const prompt = terminalPrompt(input, () => {}, false, new AbortController().signal);
    const text = prompt.pipedText(100);
    input.write('{\n');
    input.end('}\n');
    expect(await text).toBe('{\n}\n');
    const endless = new PassThrough();
    const cut = terminalPrompt(endless, () => {}, false, new AbortController().signal).pipedText(3);
    endless.write('12345');
    expect(await cut).toHaveLength(5);
    expect(await terminal().prompt.pipedText(100)).toBeNull();
  });
});
