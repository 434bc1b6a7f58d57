import type { Measurement } from './row.ts'

/** The table as plain text, with columns as wide as their longest cell. */
export function tableOf(measurements: readonly Measurement[]): string {
  const cells = [['what', 'measured', 'bar', 'verdict'], ...measurements.map(cellsOf)]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

export function cellsOf({ what, measured, bar, isMet }: Measurement): string[] {
  return [what, measured, bar, isMet === undefined ? 'for information' : isMet ? 'ok' : 'MISSED']
}
