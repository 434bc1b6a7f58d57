import { useEffect, useRef } from 'preact/hooks'
import { Plain } from '../formatted.ts'
import { html } from '../html.ts'
import type { Choice } from './options.ts'

type ListboxProps = {
  id: string
  choices: readonly Choice[]
  chosen: readonly Choice[]
  active: number
  isLoading: boolean
  onPick: (choice: Choice) => void
}

/** The open list of a combobox, with headings for groups. */
export function Listbox({ id, choices, chosen, active, isLoading, onPick }: ListboxProps) {
  const list = useRef<HTMLUListElement>(null)
  // The marked option scrolls into view when the mark moves.
  useEffect(() => list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' }), [active])
  const chosenValues = new Set(chosen.map((choice) => choice.value))
  return html`<ul class="listbox" id=${`${id}-list`} role="listbox" ref=${list}>
    ${choices.map((choice, index) => [
      choice.group !== choices[index - 1]?.group &&
        html`<li class="listbox-group" role="presentation">${choice.group}</li>`,
      html`<li
        class="option"
        key=${choice.value}
        id=${`${id}-option-${index}`}
        role="option"
        data-active=${index === active ? '' : undefined}
        aria-selected=${chosenValues.has(choice.value)}
        onPointerDown=${(event: Event) => event.preventDefault()}
        onClick=${() => onPick(choice)}
      >
        <span class="option-label"><${Plain} text=${choice.label} /></span>
        ${choice.note !== undefined && html`<span class="option-note"><${Plain} text=${choice.note} /></span>`}
      </li>`,
    ])}
    ${choices.length === 0 && html`<li class="listbox-note" role="presentation">${isLoading ? 'Searching…' : 'Nothing found'}</li>`}
  </ul>`
}
