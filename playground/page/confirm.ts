import { useCallback, useState } from 'preact/hooks'
import { trapFocus, useDialog } from './dialog.ts'
import { Formatted } from './formatted.ts'
import { html } from './html.ts'
import type { Question } from './session.ts'

type Asked = { question: Question; answer: (isAgreed: boolean) => void }

/** A question that the page asks before an act, and the dialog to draw while it is open. */
export function useQuestion(): { ask: (question: Question) => Promise<boolean>; asked: Asked | undefined } {
  const [asked, setAsked] = useState<Asked>()
  const ask = useCallback((question: Question) => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    setAsked({
      question,
      answer(isAgreed) {
        setAsked(undefined)
        resolve(isAgreed)
      },
    })
    return promise
  }, [])
  return { ask, asked }
}

export function Confirm({ asked: { question, answer } }: { asked: Asked }) {
  const dialog = useDialog()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && dialog.current !== null) return trapFocus(event, dialog.current)
    if (event.key !== 'Escape') return
    event.preventDefault()
    answer(false)
  }
  return html`<dialog class="modal is-question" ref=${dialog} tabindex="-1" aria-labelledby="question-title" closedby="none" onKeyDown=${onKeyDown} onCancel=${(event: Event) => event.preventDefault()}>
    <h2 class="question-title" id="question-title">${question.title}</h2>
    <div class="question-text"><${Formatted} text=${question.text} /></div>
    <footer class="modal-foot">
      <button type="button" class="button is-default" onClick=${() => answer(false)}>${question.deny}</button>
      <button type="button" class=${`button ${question.isDanger ? 'is-danger' : 'is-primary'}`} onClick=${() => answer(true)}>${question.confirm}</button>
    </footer>
  </dialog>`
}
