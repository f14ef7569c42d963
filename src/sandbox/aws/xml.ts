/** What becomes XML: a list is its elements, and what is null or absent is left out. */
export type Xml =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Xml[]
  | { readonly [name: string]: Xml };

/** An element and what is in it. The elements of lists are called `item`, which is `member` nearly everywhere. */
export function element(name: string, value: Xml, item: string): string {
  if (value === null || value === undefined) return '';
  const inner = content(value, item);
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

/** What stands inside an element. */
export function content(value: Xml, item: string): string {
  if (Array.isArray(value)) return value.map((each: Xml) => element(item, each, item)).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, each]) => element(name, each, item))
      .join('');
  return value === null || value === undefined ? '' : escaped(String(value));
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // XML has no place for other control characters, however they are written.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
