import type { Suggestion } from './completion.ts'
import { html } from './html.ts'

type SuggestionListProps = {
  id: string
  suggestions: readonly Suggestion[]
  active: number
  onPick: (suggestion: Suggestion) => void
}

/** The composer's suggestions, above it. */
export function SuggestionList({ id, suggestions, active, onPick }: SuggestionListProps) {
  if (suggestions.length === 0) return null
  return html`<ul class="suggestions listbox" id=${id} role="listbox" aria-label="Suggestions">
    ${suggestions.map(
      (suggestion, index) => html`<li
        class="option"
        key=${suggestion.insert}
        id=${`${id}-${index}`}
        role="option"
        aria-selected=${index === active}
        data-active=${index === active ? '' : undefined}
        onPointerDown=${(event: Event) => event.preventDefault()}
        onClick=${() => onPick(suggestion)}
      >
        <span class="option-label">${suggestion.label}</span>
        <span class="option-note">${suggestion.note}</span>
      </li>`,
    )}
  </ul>`
}
