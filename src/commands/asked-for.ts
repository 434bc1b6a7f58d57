import type { Form } from '../migrations/fields/field.ts'
import { questionsFor, readSpec } from '../migrations/fields/form.ts'
import { isFieldName } from '../migrations/fields/index.ts'
import type { Spec, SpecField } from '../migrations/spec.ts'
import type { Inputs, SpecKeys } from '../providers/provider.ts'
import type { Tools } from './command.ts'

/** The secrets of the storage keys that a spec names. A missing key is a problem of its field, not an error. */
export async function keysOf({ source, target }: Spec, { store }: Pick<Tools, 'store'>): Promise<SpecKeys> {
  const [from, to] = await Promise.all(
    [source.key, target.key].map((name) =>
      name === undefined ? undefined : store.storageKeys.get(name.toLowerCase()),
    ),
  )
  return { ...(from && { source: from.secret }), ...(to && { target: to.secret }) }
}

/** Fields that a form needs: leaving one empty is a problem. */
export function neededFields(form: Form, { problemsIn }: Inputs, keys: SpecKeys): ReadonlySet<SpecField> {
  const isNeeded = (field: SpecField) => {
    const names = questionsFor(form).flatMap((asked) => (asked.field === field ? [asked.name] : []))
    const rest = Object.fromEntries(Object.entries(form.answers).filter(([name]) => !names.includes(name)))
    return problemsIn(readSpec({ ...form, answers: rest }).spec, keys)[field] !== undefined
  }
  return new Set(Object.keys(form.takes).filter(isFieldName).filter(isNeeded))
}
