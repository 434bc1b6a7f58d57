import type { TargetedInputEvent, TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { applySuggestion, type Completion, complete, type Suggestion } from './completion.ts'
import { useComposerState } from './composer-state.ts'
import { html } from './html.ts'
import { SendIcon } from './icons.ts'
import { Shortcuts } from './shortcuts.ts'
import { SuggestionList } from './suggestion-list.ts'
import { Tries } from './tries.ts'

export type ComposerProps = { channel: string; thread?: string; placeholder: string }

/** The text box for messages: Enter sends, Shift+Enter breaks the line, Arrow up recalls the last command. */
export function Composer({ channel, thread, placeholder }: ComposerProps) {
  const composer = useComposerState({ channel, ...(thread === undefined ? {} : { thread }) })
  const box = useRef<HTMLTextAreaElement>(null)
  const suggestions = useSuggestions(composer, box)
  const listId = `suggestions-${thread ?? 'channel'}`
  useLayoutEffect(() => fitHeight(box.current), [composer.text])
  // A person who opens a conversation with a mouse or keyboard will type next. On a phone, the keyboard would cover it.
  useLayoutEffect(() => {
    if (matchMedia('(hover: hover)').matches) box.current?.focus()
  }, [])
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.isComposing || suggestions.onKeyDown(event)) return
    const isAtStart = event.currentTarget.selectionStart === 0 || composer.isRecalling
    if (event.key === 'Enter' && !event.shiftKey) composer.send()
    else if (event.key === 'ArrowUp' && isAtStart && composer.canRecall) composer.recall(1)
    else if (event.key === 'ArrowDown' && composer.isRecalling) composer.recall(-1)
    else return
    event.preventDefault()
  }
  const onSubmit = (event: Event) => {
    event.preventDefault()
    composer.send()
  }
  const onTry = (text: string) => {
    composer.type(text)
    box.current?.focus()
  }
  return html`<form class="composer" onSubmit=${onSubmit}>
    <div class="composer-box" data-pending=${composer.isPending ? '' : undefined}>
      <${SuggestionList} id=${listId} suggestions=${suggestions.shown} active=${suggestions.active} onPick=${suggestions.pick} />
      <textarea
        ref=${box}
        rows="1"
        value=${composer.text}
        placeholder=${placeholder}
        aria-label=${placeholder}
        aria-autocomplete="list"
        aria-controls=${suggestions.shown.length > 0 ? listId : undefined}
        aria-activedescendant=${suggestions.shown.length > 0 ? `${listId}-${suggestions.active}` : undefined}
        spellcheck=${false}
        onInput=${(event: TargetedInputEvent<HTMLTextAreaElement>) => suggestions.onInput(event.currentTarget)}
        onKeyDown=${onKeyDown}
        onBlur=${suggestions.close}
      ></textarea>
      <${Shortcuts} onFailure=${composer.fail} />
      <button type="submit" class="send" aria-label="Send" disabled=${composer.text.trim() === ''}><${SendIcon} /></button>
    </div>
    <${ComposerNote} composer=${composer} />
    ${thread === undefined && html`<${Tries} onPick=${onTry} />`}
  </form>`
}

function ComposerNote({ composer }: { composer: ReturnType<typeof useComposerState> }) {
  const command = composer.vocabulary.commands.find(({ insert }) => composer.text.startsWith(`${insert} `))
  if (composer.failure !== undefined)
    return html`<p class="composer-note is-failure" role="alert">${composer.failure}</p>`
  if (composer.isPending) {
    return html`<p class="composer-note" role="status"><span class="spinner" aria-hidden="true"></span>Sending ${composer.pendingText}</p>`
  }
  if (command !== undefined) return html`<p class="composer-note"><b>${command.label}</b> ${command.note}</p>`
  return html`<p class="composer-note is-hint"><kbd>Enter</kbd> to send, <kbd>Shift</kbd> <kbd>Enter</kbd> for a new line</p>`
}

function useSuggestions(composer: ReturnType<typeof useComposerState>, box: { current: HTMLTextAreaElement | null }) {
  const [completion, setCompletion] = useState<Completion>()
  const [active, setActive] = useState(0)
  const shown = completion?.suggestions ?? []
  const close = () => setCompletion(undefined)
  function onInput({ value, selectionStart }: HTMLTextAreaElement): void {
    composer.type(value)
    setCompletion(complete(value, selectionStart, composer.vocabulary))
    setActive(0)
  }
  function pick(suggestion: Suggestion): void {
    if (completion === undefined || box.current === null) return
    const { text, caret } = applySuggestion(composer.text, completion, suggestion)
    composer.type(text)
    close()
    box.current.value = text
    box.current.setSelectionRange(caret, caret)
    box.current.focus()
  }
  /** Handles a key for the list. Returns true if the list used it. */
  function onKeyDown(event: TargetedKeyboardEvent<HTMLTextAreaElement>): boolean {
    const suggestion = shown[active]
    if (suggestion === undefined) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive((active + step + shown.length) % shown.length)
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) pick(suggestion)
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    return true
  }
  return { shown, active, close, onInput, pick, onKeyDown }
}

/** As tall as its text, up to a third of the window. */
function fitHeight(box: HTMLTextAreaElement | null): void {
  if (box === null) return
  box.style.height = 'auto'
  box.style.height = `${Math.min(box.scrollHeight, innerHeight / 3)}px`
}
