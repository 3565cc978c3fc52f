/** The middle one of some figures, or the mean of the two in the middle. @throws where there are none */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("There is no median of no figures");
  return (low + high) / 2;
}

/**
 * How a cost grows between two sizes: 1 is in proportion to the size, 2 with its square, 0 not at all.
 * @throws where sizes are the same, or anything is not positive
 */
export function growth(small: { size: number; cost: number }, large: { size: number; cost: number }): number {
  const all = [small.size, small.cost, large.size, large.cost];
  if (small.size === large.size || all.some((value) => !(value > 0)))
    throw new Error(`No growth between ${JSON.stringify(small)} and ${JSON.stringify(large)}`);
  return Math.log(large.cost / small.cost) / Math.log(large.size / small.size);
}

/** To two decimals. */
export const rounded = (figure: number): number => Math.round(figure * 100) / 100;
