import type { TargetedInputEvent, TargetedKeyboardEvent } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { html } from '../html.ts'
import { Popover } from '../popover.ts'
import type { Placement } from './control.ts'
import { Listbox } from './listbox.ts'
import type { Choice } from './options.ts'

export type ComboboxProps = {
  id: string
  choices: readonly Choice[]
  chosen: readonly Choice[]
  isMulti: boolean
  maxChosen: number
  isLoading: boolean
  label: string
  input: Placement['input']
  /** Called with the text to search for, or undefined when the list closes. */
  onSearch: (query: string | undefined) => void
  onChoose: (chosen: Choice[]) => void
}

/** A text box that picks from a list: arrows move, Enter picks, Escape closes only the list. */
export function Combobox(props: ComboboxProps) {
  const { id, choices, chosen, isMulti, isLoading, label, input } = props
  const frame = useRef<HTMLSpanElement>(null)
  const list = useList(props)
  const shown = list.query ?? (isMulti ? '' : (chosen[0]?.label ?? ''))
  return html`<span class="combobox" ref=${frame} aria-busy=${isLoading}>
    ${isMulti && html`<${Chips} chosen=${chosen} onChoose=${props.onChoose} />`}
    <input
      id=${id}
      class="input"
      role="combobox"
      autocomplete="off"
      spellcheck=${false}
      aria-expanded=${list.isOpen}
      aria-controls=${`${id}-list`}
      aria-autocomplete="list"
      aria-activedescendant=${list.isOpen && choices.length > 0 ? `${id}-option-${list.active}` : undefined}
      aria-label=${input === undefined ? label : undefined}
      aria-describedby=${input?.describedBy}
      aria-invalid=${input?.isInvalid}
      placeholder=${(!isMulti && chosen[0]?.label) || label}
      value=${shown}
      onInput=${(event: TargetedInputEvent<HTMLInputElement>) => list.search(event.currentTarget.value)}
      onClick=${() => list.search('')}
      onBlur=${list.close}
      onKeyDown=${list.onKeyDown}
    />
    <span class="combobox-mark" aria-hidden="true"></span>
    ${
      list.isOpen &&
      html`<${Popover} anchor=${frame} onClose=${list.close} isFitted>
        <${Listbox} id=${id} choices=${choices} chosen=${chosen} active=${list.active} isLoading=${isLoading} onPick=${list.pick} />
      <//>`
    }
  </span>`
}

function useList({ choices, chosen, isMulti, maxChosen, onSearch, onChoose }: ComboboxProps) {
  const [query, setQuery] = useState<string>()
  const [active, setActive] = useState(0)
  const isOpen = query !== undefined

  function search(text: string | undefined): void {
    setQuery(text)
    setActive(0)
    onSearch(text)
  }
  const close = () => search(undefined)

  function pick(choice: Choice): void {
    if (!isMulti) {
      onChoose([choice])
      close()
      return
    }
    const rest = chosen.filter((each) => each.value !== choice.value)
    const isNew = rest.length === chosen.length
    if (!isNew || chosen.length < maxChosen) onChoose(isNew ? [...chosen, choice] : rest)
    search('')
  }

  /** Handles a key for the list. Returns true if the list used it. */
  function pressKey(key: string): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (!isOpen) {
      if (step !== undefined || key === 'Enter') search('')
      return step !== undefined || key === 'Enter'
    }
    const choice = choices[active]
    if (key === 'Escape') close()
    else if (step !== undefined) setActive((active + step + choices.length) % Math.max(1, choices.length))
    else if (key === 'Enter' && choice !== undefined) pick(choice)
    return ['Escape', 'Enter', 'ArrowDown', 'ArrowUp'].includes(key)
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Backspace' && isMulti && event.currentTarget.value === '') onChoose(chosen.slice(0, -1))
    if (event.ctrlKey || event.metaKey || !pressKey(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return { query, isOpen, active, search, close, pick, onKeyDown }
}

function Chips({ chosen, onChoose }: Pick<ComboboxProps, 'chosen' | 'onChoose'>) {
  return chosen.map(
    ({ value, label }) => html`<span class="chip" key=${value}>
      ${label}
      <button
        type="button"
        class="chip-remove"
        aria-label=${`Remove ${label}`}
        onClick=${() => onChoose(chosen.filter((each) => each.value !== value))}
      >×</button>
    </span>`,
  )
}
