/** What a cloud tells for a moment: its own clock may be hours off or stand in 1970, and null leaves the moment out. */
export type ShownTimes = (at: number) => number | null

/** The named fields as such a cloud tells them; `write` puts a moment the way the cloud writes it. */
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

/** Zero stands for "not yet". */
function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value || undefined
  return typeof value === 'string' ? Date.parse(value) : undefined
}
