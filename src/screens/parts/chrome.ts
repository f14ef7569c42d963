import type { Field } from '../../model/form.ts';
import { graphemes } from '../../model/graphemes.ts';
import { cell } from '../../state/present/cell.ts';
import type { ProgramView } from '../../state/program/programView.ts';
import { cellText, type Theme } from '../theme.ts';
import { cut, paintCells, widthOf } from './fit.ts';

/** The first line: program, account, region and engine; flags; how many; how old. */
export function drawHeader({ header, size }: ProgramView, theme: Theme): string {
  const { ellipsis } = theme.glyphs;
  const flags = header.flags.map((flag) => `[${flag.text}]`);
  const left = ` sluice   ${localised(header.where, theme)}`;
  const flagText = flags.length > 0 ? `  ${flags.join(' ')}` : '';
  const count = header.count ?? '';
  const whole = header.age ? cellText(header.age, theme) : '';
  const space = Math.max(0, size.columns - widthOf(left) - widthOf(flagText) - 3);
  const age = widthOf(whole) > space ? shortAge(header.age?.short, whole, space) : whole;
  const both = [count, age].filter(Boolean).join('   ');
  // How old the rows are matters more than how many there are; half a count would be read as another.
  const right = widthOf(both) <= space ? both : cut(age, space, ellipsis);
  const shownLeft = cut(left, size.columns - widthOf(flagText) - 1, ellipsis);
  const gap = ' '.repeat(
    Math.max(1, size.columns - widthOf(shownLeft) - widthOf(flagText) - widthOf(right) - 1),
  );
  const painted = header.flags.map((flag, at) => theme.paint(flag.tone, flags[at] ?? '')).join(' ');
  const tone = header.age?.tone ?? 'dim';
  const shownCount = right.startsWith(count) ? count : '';
  return `${theme.paint('strong', shownLeft)}${flagText ? '  ' : ''}${painted}${gap}${theme.paint('dim', shownCount)}${theme.paint(tone, right.slice(shownCount.length))}`;
}

/** Of an age that has a short form nothing is shown where that does not fit either; what has none is cut. */
function shortAge(short: string | undefined, whole: string, space: number): string {
  if (short === undefined) return whole;
  return widthOf(short) <= space ? short : '';
}

/** The dot between account, region and engine, where the terminal has no such sign. */
function localised(text: string, theme: Theme): string {
  return theme.ascii ? text.replaceAll(' · ', theme.glyphs.dot) : text;
}

/** Where one is: the pages below and this one, the filter, the position in the table. */
export function drawCrumbs(view: ProgramView, theme: Theme): string {
  const { ellipsis } = theme.glyphs;
  const { page, size } = view;
  const filter =
    page.kind === 'table' && page.filter.trim() !== ''
      ? cut(`  /${page.filter.trim()}`, size.columns, ellipsis)
      : '';
  const right = positionText(view);
  const space = size.columns - widthOf(right) - 3;
  const path = crumbPath(view.crumbs, Math.max(10, space - widthOf(filter)), theme);
  const shownFilter = cut(filter, Math.max(0, space - widthOf(path)), ellipsis);
  const gap = ' '.repeat(
    Math.max(1, size.columns - widthOf(path) - widthOf(shownFilter) - widthOf(right) - 1),
  );
  return `${path}${theme.paint('accent', shownFilter)}${gap}${theme.paint('dim', right)}`;
}

/** The way here in at most `width` cells: the pages that are furthest back give way, and the last is cut only then. */
function crumbPath(crumbs: readonly string[], width: number, { glyphs }: Theme): string {
  const { crumb, ellipsis } = glyphs;
  for (let from = 0; from < crumbs.length; from += 1) {
    const path = [...(from > 0 ? [ellipsis] : []), ...crumbs.slice(from)].join(crumb);
    if (widthOf(path) < width || from === crumbs.length - 1) return cut(` ${path}`, width, ellipsis);
  }
  return '';
}

function positionText({ page }: ProgramView): string {
  if (page.kind === 'text') {
    const last = page.top + page.lines.length;
    return page.total > page.lines.length ? `${page.top + 1}-${last} of ${page.total}` : '';
  }
  if (page.kind !== 'table') return '';
  const { at, shown, total, marked } = page.position;
  if (total === 0) return '';
  const marks = marked > 0 ? `${marked} marked   ` : '';
  const of = shown === total ? `${total}` : `${shown} of ${total}`;
  return `${marks}${at ?? '-'}/${of}`;
}

/** A line over the whole width, between the parts of the screen. */
export function drawRule(columns: number, theme: Theme): string {
  return theme.paint('dim', theme.glyphs.rule.repeat(columns));
}

/** What has just happened, or what is being typed, in as many lines as the layout gives it. */
export function drawMessage(view: ProgramView, theme: Theme): readonly string[] {
  const { overlay, message, size, layout } = view;
  if (overlay?.kind === 'filter') {
    const typed = ` /${drawCaret(overlay.line.text, overlay.line.cursor, size.columns - 3, theme)}`;
    return layout.message.map((_, line) => (line === 0 ? typed : ''));
  }
  return layout.message.map((text, line) => {
    const { tone = 'plain', sign } = message ?? {};
    return ` ${paintCells([cell(text, tone, line === 0 ? sign : undefined)], size.columns - 2, theme)}`;
  });
}

/** A line with a cursor in it, scrolled so that the cursor is seen. */
export function drawCaret(text: string, cursor: number, width: number, theme: Theme): string {
  const letters = graphemes(text);
  const at = letters[cursor] ?? ' ';
  let before = '';
  // A cell is kept behind the cursor for the sign that the line goes on.
  for (let from = cursor - 1; from >= 0; from -= 1) {
    const longer = `${letters[from] ?? ''}${before}`;
    if (widthOf(longer) + widthOf(at) >= width) break;
    before = longer;
  }
  const after = cut(
    letters.slice(cursor + 1).join(''),
    Math.max(0, width - widthOf(before) - widthOf(at)),
    theme.glyphs.ellipsis,
  );
  return `${before}${theme.caret(at)}${after}`;
}

/** The last ones are the way to help and out: they keep their place when others do not fit. */
const ALWAYS = new Set(['help', 'back', 'quit', 'step back', 'give up', 'next step', 'send', 'cancel']);

/** The keys that do something here and now; those that do not fit are left to the help. */
export function drawKeys(view: ProgramView, theme: Theme): string {
  const hints = view.overlay ? overlayHints(view) : formHints(view);
  const widthOfHint = ({ key, label }: Hints[number]) => widthOf(key) + widthOf(label) + 3;
  const last = hints.filter(({ label }) => ALWAYS.has(label));
  let left = view.size.columns - 1 - last.reduce((sum, hint) => sum + widthOfHint(hint), 0);
  const shown: Hints[number][] = [];
  for (const hint of hints) {
    if (ALWAYS.has(hint.label) || widthOfHint(hint) > left) continue;
    left -= widthOfHint(hint);
    shown.push(hint);
  }
  return [...shown, ...last]
    .map(({ key, label }) => ` ${theme.paint('strong', key)} ${theme.paint('dim', label)} `)
    .join('');
}

type Hints = ProgramView['keys'];

function overlayHints({ overlay }: ProgramView): Hints {
  if (overlay?.kind === 'filter') {
    return [
      { key: 'enter', label: 'keep' },
      { key: 'esc', label: 'show all' },
      { key: 'ctrl-u', label: 'clear' },
    ];
  }
  if (overlay?.kind === 'palette') {
    return [
      { key: 'enter', label: 'do it' },
      { key: 'tab', label: 'next' },
      { key: 'esc', label: 'close' },
    ];
  }
  if (overlay?.kind === 'question' && overlay.asked.question.typed !== null) {
    return [
      { key: 'enter', label: 'confirm' },
      { key: 'esc', label: 'cancel' },
    ];
  }
  return [
    { key: 'tab', label: 'choose' },
    { key: 'enter', label: 'press the lit button' },
    { key: 'y', label: 'yes' },
    { key: 'esc', label: 'cancel' },
  ];
}

/** How each kind of field is filled in, where that is not plain. */
const FIELD_HINTS: Partial<Record<Field['kind'], Hints>> = {
  choice: [{ key: '← →', label: 'choose' }],
  yesno: [{ key: '← →', label: 'choose' }],
  pick: [
    { key: '↑ ↓', label: 'choose' },
    { key: 'letters', label: 'search' },
  ],
  many: [
    { key: 'space', label: 'take' },
    { key: '↑ ↓', label: 'move' },
    { key: 'letters', label: 'search' },
  ],
  rows: [
    { key: 'ctrl-n', label: 'add row' },
    { key: 'ctrl-d', label: 'drop row' },
  ],
  long: [
    { key: 'enter', label: 'read the file' },
    { key: 'ctrl-e', label: 'your editor' },
    { key: 'ctrl-d', label: 'empty' },
  ],
};

function fieldHints(field: Field | undefined): Hints {
  const hints = field ? (FIELD_HINTS[field.kind] ?? []) : [];
  // A secret text is not put into an editor.
  return field?.kind === 'long' && field.secret ? hints.filter(({ key }) => key !== 'ctrl-e') : hints;
}

function formHints({ page, keys }: ProgramView): Hints {
  if (page.kind === 'form') {
    const { form, focus } = page.state;
    return [
      ...fieldHints(form.fields.find((field) => field.key === focus)),
      { key: 'tab', label: 'next' },
      { key: 'ctrl-s', label: page.steps ? 'next step' : 'send' },
      { key: 'esc', label: page.steps && page.steps.at > 0 ? 'step back' : 'give up' },
    ];
  }
  if (page.kind === 'menu')
    return [
      { key: 'enter', label: 'choose' },
      { key: 'esc', label: 'back' },
    ];
  return keys;
}
