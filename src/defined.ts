/** The same object without its undefined fields, so that what is not known is absent. */
export function defined<const Fields extends object>(fields: Fields): Defined<Fields>
export function defined(fields: Readonly<Record<string, unknown>>): object {
  const known: Record<string, unknown> = {}
  for (const name in fields) if (fields[name] !== undefined) known[name] = fields[name]
  return known
}

export type Defined<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name]
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>
}
