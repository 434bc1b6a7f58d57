/** How a cloud shows a time: its clock may be hours off or in 1970. Null leaves the time out. */
export type ShownTimes = (at: number) => number | null

/** Changes the named fields to what such a cloud shows. `write` formats a time as the cloud does. */
export function withShownTimes(
  answer: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  { shownAs, write = (at) => at }: { shownAs: ShownTimes | undefined; write?: (at: number) => unknown },
): Record<string, unknown> {
  const told = { ...answer }
  if (shownAs === undefined) return told
  for (const field of fields) {
    const at = momentOf(told[field])
    if (at === undefined) continue
    const shown = shownAs(at)
    if (shown === null) delete told[field]
    else told[field] = write(shown)
  }
  return told
}

/** The time in a field. Zero means "not yet". */
function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value || undefined
  return typeof value === 'string' ? Date.parse(value) : undefined
}
