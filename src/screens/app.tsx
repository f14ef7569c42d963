import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { memo, useSyncExternalStore } from 'react';
import type { MenuView } from '../state/pages/page.ts';
import type { Program } from '../state/program/program.ts';
import { drawScreen } from './draw.ts';
import { drawLinear } from './linear.ts';
import type { Theme } from './theme.ts';

/** One line of the screen, already coloured and cut to the terminal's width. */
const Line = memo(function Line({ text }: { readonly text: string }) {
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

function Lines({ lines }: { readonly lines: readonly string[] }) {
  // A line is its place on the screen: what moves is the text, not the line.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return lines.map((text, index) => <Line key={index} text={text} />);
}

function Menu({
  view,
  height,
  theme,
}: {
  readonly view: MenuView;
  readonly height: number;
  readonly theme: Theme;
}) {
  const current = view.items.findIndex((item) => item.value === view.current);
  return (
    <Box flexDirection="column" height={height} paddingLeft={1}>
      <Text>{theme.paint('strong', theme.shown(view.title))}</Text>
      <SelectInput
        items={[...view.items]}
        initialIndex={Math.max(0, current)}
        limit={Math.max(1, height - 2)}
        onSelect={(item) => view.choose(item.value)}
        // The component's own parts have colours and a sign that the terminal may not have.
        indicatorComponent={({ isSelected }) => (
          <Text>{isSelected ? theme.paint('accent', `${theme.glyphs.cursor}  `) : '   '}</Text>
        )}
        itemComponent={({ isSelected, label }) => (
          <Text wrap="truncate">{theme.paint(isSelected ? 'strong' : 'plain', theme.shown(label))}</Text>
        )}
      />
    </Box>
  );
}

/** The whole program: a view of its state, drawn anew whenever that changes. */
export function App({
  program,
  theme,
  linear,
}: {
  readonly program: Program;
  readonly theme: Theme;
  readonly linear: boolean;
}) {
  useSyncExternalStore(program.subscribe, program.version);
  const view = program.view();
  if (linear) return <Lines lines={drawLinear(view, theme)} />;
  const { above, body, below } = drawScreen(view, theme);
  return (
    <Box flexDirection="column" width={view.size.columns}>
      <Lines lines={above} />
      {body === null && view.page.kind === 'menu' ? (
        <Menu view={view.page} height={view.layout.body} theme={theme} />
      ) : (
        <Lines lines={body ?? []} />
      )}
      <Lines lines={below} />
    </Box>
  );
}
