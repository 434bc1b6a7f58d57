import type { SpecField } from '../../migrations/spec.ts'
import type { Ask, AskedFor } from './ask.ts'
import { optionAsks } from './option-asks.ts'
import { placeAsks } from './place-asks.ts'

/** What the kind takes and what makes sense beside the other answers, in the order in which it is asked. */
export function asksFor(form: AskedFor, step?: Ask['step']): Ask[] {
  const { fields } = form.creation
  const asked = asks.filter((ask) => fields.includes(ask.field) && (ask.isFor?.(form) ?? true))
  if (step !== undefined && step !== 'options') return asked.filter((ask) => ask.step === step)
  return step === undefined
    ? asked
    : inOrderOf(
        fields,
        asked.filter((ask) => ask.step === step),
      )
}

/** The question at which a problem of a field is shown. */
export function askOf(field: SpecField, form: AskedFor): Ask | undefined {
  return asksFor(form).find((ask) => ask.field === field)
}

function inOrderOf(fields: readonly SpecField[], options: readonly Ask[]): Ask[] {
  return options.toSorted((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field))
}

const asks: readonly Ask[] = [...placeAsks, ...optionAsks]
