/** The value below which `share` (0 to 1) of the samples lie; NaN where there are none. */
export function percentile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (samples) => percentile(samples, 0.5);

/** Three digits are all that such measurements mean. */
export function digits(value) {
  if (!Number.isFinite(value)) return '-';
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}

/** `43 / 51 ms`: median and the 95th percentile. */
export function spread(samples, unit = 'ms') {
  return `${digits(median(samples))} / ${digits(percentile(samples, 0.95))} ${unit}`;
}
