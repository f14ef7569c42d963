import type { Option } from '../../model/form.ts';
import type { Line } from './lineEditor.ts';

/** What stands in for a field's value while it is being edited. */
export type Editor =
  | { readonly kind: 'line'; readonly line: Line }
  | ListEditor
  | RowsEditor
  | LongEditor
  /** Left and right choose; there is nothing to type. */
  | { readonly kind: 'switch' };

/** A list that is searched by typing. `at` counts in what the search finds. */
export interface ListEditor {
  readonly kind: 'list';
  readonly search: Line;
  readonly at: number;
}

/** The path of a file that a long text is to be read from. */
export interface LongEditor {
  readonly kind: 'long';
  readonly path: Line;
}

/** The cell of a small table that is being typed. */
export interface RowsEditor {
  readonly kind: 'rows';
  readonly row: number;
  readonly column: number;
  readonly line: Line;
  /** What of a paste was not understood, a sentence a line; at most a few. */
  readonly notes: readonly string[];
}

/** What a key did to an editor: the value and the editor after it, and whether the focus goes on. */
export interface Edited<E extends Editor = Editor> {
  readonly value: string;
  readonly editor: E;
  readonly go: 'stay' | 'next' | 'previous';
}

/** Options as they came from the engine, or why they did not. */
export type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly options: readonly Option[] }
  | { readonly state: 'failed'; readonly why: string };
