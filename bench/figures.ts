/** One file of bench/results. */
export interface Result {
  measured: string;
  cores: number;
  memoryGiB: number;
  figures: Record<string, number>;
}

const begin = "<!-- figures -->";
const end = "<!-- /figures -->";

/** A page with the measured figures between its two markers made anew: a row for each figure, aims beside them. */
export function withFigures(page: string, results: Result[]): string {
  const rows = results.flatMap(({ measured, cores, memoryGiB, figures }) => {
    const entries = Object.entries(figures);
    return entries
      .map(([what, value], i) => [what, value, aimOf(entries[i + 1])] as const)
      .filter(([what]) => !isAim(what))
      .map(
        ([what, value, beside]) => `| ${what} | ${value} | ${beside} | ${cores} cores, ${memoryGiB} GiB, ${measured} |`,
      );
  });
  const table = ["| figure | measured | aim | on |", "| --- | --- | --- | --- |", ...rows].join("\n");
  return withTable(page, table);
}

/** A page with a table between its two markers. */
export function withTable(page: string, table: string): string {
  const [head, tail] = [page.indexOf(begin), page.indexOf(end)];
  if (head < 0 || tail < 0) throw new Error(`The page has lost its markers ${begin} and ${end}; put them back.`);
  return `${page.slice(0, head + begin.length)}\n\n${table}\n\n${page.slice(tail)}`;
}

const isAim = (what: string): boolean => what.startsWith("aim");

/** What follows a figure, where that is the figure's aim. */
const aimOf = (next: readonly [string, number] | undefined): string => (next && isAim(next[0]) ? String(next[1]) : "");
