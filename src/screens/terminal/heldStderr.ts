/** The part of stderr that can be held back. */
export type ErrorOutput = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/**
 * Keeps what libraries and Node's own warnings write to stderr off the screen, where it would tear the frame, until the
 * terminal is given back. A stderr that is not a terminal is left alone. Returns what lets it go, in order.
 */
export function holdStderr(stream: ErrorOutput): () => void {
  if (!stream.isTTY) return () => {};
  const write = stream.write;
  let held: (string | Uint8Array)[] = [];
  const hold: ErrorOutput['write'] = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ) => {
    held.push(chunk);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) queueMicrotask(() => callback());
    return true;
  };
  stream.write = hold;
  return () => {
    if (stream.write === hold) stream.write = write;
    const chunks = held;
    held = [];
    for (const chunk of chunks) stream.write(chunk);
  };
}
