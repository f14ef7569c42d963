import { Box, render, Text } from 'ink';
import { FrameWriter } from '../../src/screens/terminal/frameWriter.ts';

const WIDE = [
  'plain',
  '● ENABLED',
  '日本語 table',
  '😀 smile',
  'e\u0301 combining',
  'a much longer text that has to be cut',
];

/** Frames that Ink makes of a few trees with plain, wide, bordered and overlapping texts. */
export function framesOf(columns: number, rows: number): readonly string[] {
  const frames: string[] = [];
  const clock = { now: () => 0, after: () => () => {} };
  const output = { columns, rows, write: () => true, on() {}, off() {} };
  class Sink extends FrameWriter {
    protected override draw(frame: string): void {
      frames.push(frame);
    }
  }
  const sink: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'> = new Sink({ output, clock });
  const app = render(<Text>first</Text>, {
    stdout: sink as NodeJS.WriteStream,
    debug: true,
    patchConsole: false,
  });
  for (const text of WIDE) {
    app.rerender(
      <Box flexDirection="column" width={columns} height={rows}>
        <Box borderStyle="round" justifyContent="space-between">
          <Text color="red" wrap="truncate">
            {text}
          </Text>
          <Text inverse>{text.padEnd(12)}</Text>
        </Box>
        <Box marginTop={-2} marginLeft={4}>
          <Text bold>over {text}</Text>
        </Box>
        <Box width={9}>
          <Text>{text}</Text>
        </Box>
      </Box>,
    );
  }
  app.unmount();
  return frames;
}
