import { median, spread } from '../kit/samples.mjs';
import { FRAME_END } from '../kit/terminal.mjs';

/** From starting the process until the list of accounts is whole: its header, its row, its key line. */
function firstFrame(text) {
  return (
    text.endsWith(FRAME_END) && /\d accounts?\b/.test(text) && /not contacted/.test(text) && /quit/.test(text)
  );
}

/** Start to first full frame, against Node doing nothing and Ink saying hello, one after the other in turns. */
export async function start(bench, report) {
  const rounds = bench.quick ? 8 : 25;
  const env = bench.env('start');
  const programs = {
    node: { words: ['-e', '0'], until: null, samples: [] },
    ink: { words: [bench.inkHello], until: (text) => text.includes('Hello from Ink'), samples: [] },
    sluice: { words: [bench.sluice], until: firstFrame, samples: [] },
    version: { words: [bench.sluice, '--version'], until: null, samples: [] },
    command: { words: [bench.sluice, 'accounts'], until: null, samples: [] },
  };
  // The first two rounds fill the disk's cache and the program's own.
  for (let round = -2; round < rounds; round += 1) {
    for (const { words, until, samples } of Object.values(programs)) {
      const begun = performance.now();
      const terminal = bench.terminal(words, env);
      await (until ? terminal.heard(until) : terminal.exited);
      if (round >= 0) samples.push(performance.now() - begun);
      if (!until) continue;
      // Asked to end, not killed: the program writes its cache when it ends.
      terminal.send('\x03');
      await terminal.exited;
    }
  }
  const { node, ink, sluice, version, command } = programs;
  report.title(`Start, ${rounds} runs each in turns (median / p95)`);
  report.row('node -e 0', spread(node.samples));
  report.row('Ink hello, bundled by esbuild', spread(ink.samples));
  report.row('sluice, to the first full frame', spread(sluice.samples));
  report.row('sluice --version', spread(version.samples));
  report.row('sluice accounts', spread(command.samples));
  report.target('sluice / Ink hello', median(sluice.samples) / median(ink.samples), 1.2);
}
