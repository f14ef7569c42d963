/**
 * Cursor, marks and scroll position over rows that come and go. Everything follows ids: a refresh never moves the cursor
 * or a mark on to another row. When the cursor's row goes, the cursor stands on nothing until the user moves it.
 */
export class ListView {
  #ids: readonly string[] = [];
  #indexOf = new Map<string, number>();
  #cursorId: string | null = null;
  /** Where the cursor was last seen, for the move after its row has gone. */
  #lastIndex = 0;
  #top = 0;
  #height = 1;
  readonly #marks = new Set<string>();
  #anchor: string | null = null;
  #marksBeforeRange: ReadonlySet<string> = new Set();
  /** The user has moved the cursor; until then it may stay on the first row while rows come in. */
  #touched = false;

  get cursorId(): string | null {
    return this.#cursorId;
  }

  /** Index of the cursor's row, or null where it stands on nothing. */
  get cursorIndex(): number | null {
    return this.#cursorId === null ? null : (this.#indexOf.get(this.#cursorId) ?? null);
  }

  get top(): number {
    return this.#top;
  }

  get height(): number {
    return this.#height;
  }

  isMarked(id: string): boolean {
    return this.#marks.has(id);
  }

  get markCount(): number {
    return this.#marks.size;
  }

  /** The marked ids among the rows shown, in their order. */
  marked(): readonly string[] {
    if (this.#marks.size === 0) return [];
    return this.#ids.filter((id) => this.#marks.has(id));
  }

  /** How many rows fit on the screen. */
  setHeight(height: number): void {
    this.#height = Math.max(1, height);
    this.#follow();
  }

  /**
   * The rows shown now, in their order. `present` are all there are, shown or not: marks of others are dropped.
   * `chosen` says that the user changed what is shown (filter), so that the cursor may go to the first row; `filling`
   * that rows are still coming in for the first time, so that a cursor nobody has moved stays at the top.
   */
  setRows(
    ids: readonly string[],
    present: { has(id: string): boolean },
    { chosen = false, filling = false }: { chosen?: boolean; filling?: boolean } = {},
  ): void {
    const before = this.cursorIndex;
    this.#ids = ids;
    this.#indexOf = new Map(ids.map((id, index) => [id, index]));
    for (const id of [...this.#marks]) if (!present.has(id)) this.#marks.delete(id);
    if (this.#anchor !== null && !this.#indexOf.has(this.#anchor)) this.#anchor = null;
    const now = this.cursorIndex;
    if (filling && !this.#touched) {
      this.#cursorId = ids[0] ?? null;
      this.#lastIndex = 0;
      this.#top = 0;
    } else if (now !== null) {
      if (before !== null) this.#top += now - before;
      this.#lastIndex = now;
    } else if (this.#cursorId === null || chosen) {
      this.#cursorId = ids[0] ?? null;
      this.#lastIndex = 0;
      if (chosen) this.#top = 0;
    }
    this.#follow();
  }

  /** Puts the cursor on a row; a row that is not shown changes nothing. */
  moveTo(id: string): void {
    const index = this.#indexOf.get(id);
    if (index !== undefined) this.#place(index);
  }

  move(by: number): void {
    const from = this.cursorIndex;
    if (from === null) {
      // The row has gone: the next one stands where it stood, so one step down must not skip it.
      this.#place(by > 0 ? this.#lastIndex + by - 1 : this.#lastIndex + by);
    } else {
      this.#place(from + by);
    }
  }

  page(direction: 1 | -1): void {
    const from = this.cursorIndex ?? this.#lastIndex;
    this.#top += direction * this.#height;
    this.#place(from + direction * this.#height);
  }

  first(): void {
    this.#place(0);
  }

  last(): void {
    this.#place(this.#ids.length - 1);
  }

  /** Marks or unmarks the cursor's row and goes on to the next. */
  toggleMark(): void {
    const id = this.#cursorId;
    if (id === null || this.cursorIndex === null) return;
    if (!this.#marks.delete(id)) this.#marks.add(id);
    this.move(1);
  }

  /** Marks all rows shown, or none of them when all are. */
  toggleAll(): void {
    const all = this.#ids.every((id) => this.#marks.has(id));
    for (const id of this.#ids) {
      if (all) this.#marks.delete(id);
      else this.#marks.add(id);
    }
  }

  /** Begins a range at the cursor, or ends it and keeps the marks. */
  toggleRange(): void {
    if (this.#anchor !== null) {
      this.#anchor = null;
      return;
    }
    if (this.cursorIndex === null) return;
    this.#anchor = this.#cursorId;
    this.#marksBeforeRange = new Set(this.#marks);
    this.#stretchRange();
  }

  /** Drops marks and range; true when there were any. */
  clearMarks(): boolean {
    const had = this.#marks.size > 0 || this.#anchor !== null;
    this.#marks.clear();
    this.#anchor = null;
    return had;
  }

  #place(index: number): void {
    const target = Math.max(0, Math.min(this.#ids.length - 1, index));
    const id = this.#ids[target];
    if (id === undefined) {
      this.#top = 0;
      return;
    }
    this.#cursorId = id;
    this.#touched = true;
    this.#lastIndex = target;
    this.#stretchRange();
    this.#follow();
  }

  #stretchRange(): void {
    if (this.#anchor === null) return;
    const from = this.#indexOf.get(this.#anchor) ?? 0;
    const to = this.cursorIndex ?? from;
    this.#marks.clear();
    for (const id of this.#marksBeforeRange) this.#marks.add(id);
    for (const id of this.#ids.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#marks.add(id);
  }

  /** Keeps the cursor on the screen; scrolls by half a screen, which writes less than keeping it centred. */
  #follow(): void {
    const index = this.cursorIndex ?? this.#lastIndex;
    if (index < this.#top) this.#top = index - Math.floor((this.#height - 1) / 2);
    if (index >= this.#top + this.#height) this.#top = index - Math.floor(this.#height / 2);
    this.#top = Math.max(0, Math.min(this.#top, this.#ids.length - this.#height));
  }
}
