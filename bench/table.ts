import type { Measurement } from './row.ts'

/** The table as plain text, with columns as wide as their longest cell. */
export function tableOf(measurements: readonly Measurement[]): string {
  const cells = [['what', 'measured', 'bar', 'verdict'], ...measurements.map(cellsOf)]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

function cellsOf({ what, measured, bar, ...verdict }: Measurement): string[] {
  return [what, measured, bar, verdictOf(verdict)]
}

function verdictOf({ isMet, why }: Pick<Measurement, 'isMet' | 'why'>): string {
  if (isMet === undefined) return 'for information'
  if (isMet) return 'ok'
  return why === undefined ? 'MISSED' : `MISSED: ${why}`
}
