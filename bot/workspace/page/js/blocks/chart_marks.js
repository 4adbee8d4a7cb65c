// @ts-check
/** Colors and numbers that every kind of chart shares. */

export const COLORS = 8;

/** @param {number} value @returns {string} */
export function shortNumber(value) {
  const compact = Math.abs(value) >= 10_000;
  return new Intl.NumberFormat("en-US", {
    notation: compact ? "compact" : "standard",
    maximumFractionDigits: 2,
  }).format(value);
}
