let segmenter: Intl.Segmenter | null = null;

/**
 * The segmenter copies all of its input for each part it answers, so a long text is given to it in slices of so many UTF-16
 * units: a pasted log would fill the memory otherwise.
 */
const SLICE = 256;

/** What a person takes for single characters. Plain ASCII does not wake the segmenter, which takes 10 ms at first. */
export function graphemes(text: string): readonly string[] {
  if (/^[\u0000-\u007f]*$/.test(text)) return [...text];
  return [...slices(text)].flatMap(segments);
}

/** A text in slices of a few hundred UTF-16 units, none of which ends within what a person takes for one character. */
export function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let end = text.length;
    for (let length = SLICE; from + length < text.length; length *= 2) {
      // The last character of a slice may go on behind it.
      const whole = segments(text.slice(from, from + length)).slice(0, -1);
      if (whole.length === 0) continue;
      end = from + whole.join('').length;
      break;
    }
    yield text.slice(from, end);
    from = end;
  }
}

function segments(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map((part) => part.segment);
}
