const PATIENCE_MS = 60_000;
const LOOK_MS = 10;

/** Looks until it holds; another process sets the pace here, so nothing but looking tells. */
export async function waitFor(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`Waited in vain: ${what}`);
    await pause(LOOK_MS);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
