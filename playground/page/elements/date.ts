import type { TargetedEvent } from 'preact'
import { formatLocalMinute, readLocalMinute } from '../dates.ts'
import { asText } from '../fields.ts'
import { html } from '../html.ts'
import { readTextOf } from '../payload.ts'
import { useSession } from '../session.ts'
import type { Control } from './control.ts'

export function DatePicker({ control }: { control: Control }) {
  return html`<${DateBox} control=${control} type="date" value=${asText(control.value)} onPick=${control.choose} />`
}

export function TimePicker({ control }: { control: Control }) {
  return html`<${DateBox} control=${control} type="time" value=${asText(control.value)} onPick=${control.choose} />`
}

/** A time picker. Slack counts seconds since 1970, and the person picks in their own time zone. */
export function DateTimePicker({ control }: { control: Control }) {
  const { zone } = useSession()
  const seconds = asText(control.value)
  const value = seconds === '' ? '' : formatLocalMinute(Number(seconds) * 1000, zone)
  const pick = (picked: string | null) =>
    control.choose(picked === null ? null : String(Math.round(readLocalMinute(picked, zone) / 1000)))
  return html`<${DateBox} control=${control} type="datetime-local" value=${value} onPick=${pick} />`
}

type DateBoxProps = { control: Control; type: string; value: string; onPick: (value: string | null) => void }

function DateBox({ control, type, value, onPick }: DateBoxProps) {
  const { placement } = control
  return html`<input
    type=${type}
    id=${control.id}
    class="input is-date"
    value=${value}
    aria-label=${placement.input === undefined ? readTextOf(control.element.placeholder) || 'Choose' : undefined}
    aria-describedby=${placement.input?.describedBy}
    aria-invalid=${placement.input?.isInvalid}
    onChange=${(event: TargetedEvent<HTMLInputElement>) => onPick(event.currentTarget.value || null)}
  />`
}
