/** A machine that can stand behind a node. */
export interface Server {
  readonly id: string;
  readonly name: string;
  /** ACTIVE, BUILD, ERROR, … or the engine's own word. */
  readonly status: string;
  readonly addresses: readonly string[];
}
