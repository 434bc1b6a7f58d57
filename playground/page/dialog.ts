import { useLayoutEffect, useRef } from 'preact/hooks'
import { lastFocused, type Opener } from './opener.ts'

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]'

/** What had the focus when each open dialog was opened. */
const openers = new WeakMap<HTMLElement, Opener>()

/**
 * Opens a `<dialog>` above the page, puts the focus on its first input, keeps it inside, and gives it back when the dialog
 * goes.
 */
export function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown === null) return
    const opener = lastFocused()
    if (opener !== undefined) openers.set(shown, opener)
    shown.showModal()
    focusInside(shown)
    return () => {
      // Until it is closed, nothing below it takes the focus; a form below it is shown at the end of this drawing.
      shown.close()
      queueMicrotask(() => giveBack(shown))
    }
  }, [])
  // What had the focus may be gone after each drawing; with the focus on nothing, no key would reach the dialog.
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown !== null && shown === topmost() && !shown.contains(document.activeElement)) focusInside(shown)
  })
  return dialog
}

/** To the control that opened it; where that is gone, to whatever lies below: the form before, or where one types. */
function giveBack(closed: HTMLElement): void {
  const below = topmost()
  for (let opener = openers.get(closed); opener !== undefined; opener = opener.dialog && openers.get(opener.dialog)) {
    if (below !== undefined && below !== opener.dialog) continue
    const control = opener.find()
    control?.focus()
    if (control !== undefined && document.activeElement === control) return
  }
  if (below === undefined) document.querySelector<HTMLElement>('.composer textarea')?.focus()
  else if (!below.contains(document.activeElement)) focusInside(below)
}

function topmost(): HTMLElement | undefined {
  return Array.from(document.querySelectorAll<HTMLElement>('dialog[open]')).at(-1)
}

function focusInside(dialog: HTMLElement): void {
  const first =
    dialog.querySelector('.modal-body input, .modal-body textarea') ?? dialog.querySelector('.is-primary, .is-danger')
  const target = first instanceof HTMLElement ? first : dialog
  target.focus()
}

/** Keeps Tab inside; a browser's own dialog would let it out to the address bar. */
export function trapFocus(event: KeyboardEvent, dialog: HTMLElement): void {
  if (event.key !== 'Tab') return
  const stops = Array.from(dialog.querySelectorAll<HTMLElement>(focusable)).filter((stop) => stop.offsetParent !== null)
  const first = stops[0]
  const last = stops.at(-1)
  const isLeaving = document.activeElement === (event.shiftKey ? first : last)
  if (!isLeaving) return
  event.preventDefault()
  const next = event.shiftKey ? last : first
  next?.focus()
}
