import { z } from 'zod'
import { readRow } from './reader.ts'

/** The readable rows of a list, and what was wrong with the others. One unreadable row does not spoil the list. */
export type Rows<Row> = { rows: Row[]; unreadable: string[] }

export function readRows<Row>(schema: z.ZodType<Row>, list: readonly unknown[]): Rows<Row> {
  const rows: Row[] = []
  const unreadable: string[] = []
  for (const one of list) {
    const result = readRow(schema, one)
    if (result.success) rows.push(result.data)
    else unreadable.push(z.prettifyError(result.error))
  }
  return { rows, unreadable }
}
