/** `2025-11-05T07:30:12Z`, as the load balancer and server services write times. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds of an ISO 8601 text; a date or a date and hour alone will do. null when it is none. */
export function parseTime(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [, date, hour = '00', minute = '00', second = '00', part = '0', zone = 'Z'] = match;
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const at = Date.parse(`${date}T${hour}:${minute}:${second}.${part.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(at) ? null : at;
}
