/** Leaves out the fields that are undefined: what a provider does not report is absent. */
export function reported<const Fields extends object>(fields: Fields): Reported<Fields>
export function reported(fields: object): object {
  const known: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) known[name] = value
  return known
}

export type Reported<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name]
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>
}
