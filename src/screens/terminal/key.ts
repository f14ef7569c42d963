/**
 * One thing that was typed. `name` is the printable character itself (`a`, `A`, `?`, `é`), or `enter`, `esc`, `tab`,
 * `space`, `backspace`, `delete`, `insert`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `f1` to
 * `f20`, with `ctrl-`, `alt-`, `shift-` before it in this order (`ctrl-a`, `shift-tab`, `ctrl-alt-up`). Three names are
 * not keys: `paste`, whose `text` is what was pasted, cleaned to one line; `focus-in` and `focus-out`.
 */
export interface Key {
  readonly name: string;
  /** What a text field would insert. */
  readonly text?: string;
  /** A paste line by line, cleaned; `text` has it as one. */
  readonly lines?: readonly string[];
}

/** Held modifiers as xterm and kitty count them. */
export interface Modifiers {
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

/** For keys that came by themselves. */
export const NO_MODIFIERS: Modifiers = { shift: false, alt: false, ctrl: false };

/** `ctrl-alt-shift-` in that order, as far as they are held. */
export function withModifiers(name: string, held: Modifiers): string {
  return `${held.ctrl ? 'ctrl-' : ''}${held.alt ? 'alt-' : ''}${held.shift ? 'shift-' : ''}${name}`;
}

/** The key of a printable character; shift is already in the character. */
export function characterKey(character: string, held: Modifiers = NO_MODIFIERS): Key {
  const name = character === ' ' ? 'space' : character;
  if (held.ctrl || held.alt) {
    const letter = held.ctrl ? name.toLowerCase() : name;
    return { name: withModifiers(letter, { ...held, shift: held.ctrl && held.shift }) };
  }
  return { name, text: character };
}

/** The key of a control byte (0 to 31, 127). */
export function controlKey(byte: number, alt: boolean): Key {
  const held = { ...NO_MODIFIERS, alt };
  switch (byte) {
    case 0x00:
      return { name: withModifiers('space', { ...held, ctrl: true }) };
    case 0x08:
    case 0x7f:
      return { name: withModifiers('backspace', held) };
    case 0x09:
      return { name: withModifiers('tab', held) };
    // Enter sends a carriage return; a line feed comes from scripts and from terminals in the wrong mode.
    case 0x0a:
    case 0x0d:
      return { name: withModifiers('enter', held) };
    case 0x1b:
      return { name: withModifiers('esc', held) };
    default:
      return {
        name: withModifiers(String.fromCharCode(byte + 0x40).toLowerCase(), { ...held, ctrl: true }),
      };
  }
}
