import type { z } from 'zod'

type Row = { schema: z.ZodType }
type OptionalSchemas<Rows> = {
  [Name in keyof Rows]: Rows[Name] extends Row ? z.ZodExactOptional<Rows[Name]['schema']> : never
}

/** The schemas of a table of fields, all of them optional. */
export function optionalSchemas<Rows extends Readonly<Record<string, Row>>>(rows: Rows): OptionalSchemas<Rows>
export function optionalSchemas(rows: Readonly<Record<string, Row>>): unknown {
  return Object.fromEntries(Object.entries(rows).map(([name, { schema }]) => [name, schema.exactOptional()]))
}
