import { z } from 'zod'

/** The readable rows of a list, and what was wrong with the others. One unreadable row does not spoil the list. */
export type Rows<Row> = { rows: Row[]; unreadable: string[] }

export function readRows<Row>(schema: z.ZodType<Row>, list: readonly unknown[]): Rows<Row> {
  const read = list.map((row) => schema.safeParse(row))
  return {
    rows: read.flatMap((result) => (result.success ? [result.data] : [])),
    unreadable: read.flatMap((result) => (result.success ? [] : [z.prettifyError(result.error)])),
  }
}
