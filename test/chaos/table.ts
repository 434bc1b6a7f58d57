import { failuresOf, type Outcome, type Trouble } from './trouble.ts'

/** A row: a kind of trouble and how it ended. */
export type Told = { trouble: Trouble; outcome: Outcome }

const heads = [
  'trouble',
  'what was done',
  'ends',
  'lost',
  'false “deleted”',
  'by a former leader',
  'told twice',
  'verdict',
]

/** The table as plain text, with columns as wide as their longest cell. */
export function tableOf(rows: readonly Told[]): string {
  const cells = [heads, ...rows.map(cellsOf)]
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellsOf({ trouble, outcome }: Told): string[] {
  const { done, ends, lost, falselyDeleted, byFormerLeader, toldTwice } = outcome
  const counts = [ends, lost.length, falselyDeleted.length, byFormerLeader.length, toldTwice.length].map(String)
  return [trouble.title, done, ...counts, failuresOf(trouble, outcome).length === 0 ? 'ok' : 'FAILED']
}
