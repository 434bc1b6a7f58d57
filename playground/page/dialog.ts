import { useLayoutEffect, useRef } from 'preact/hooks'
import { lastFocused, type Opener } from './opener.ts'

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]'

/** The element that had the focus when each open dialog opened. */
const openers = new WeakMap<HTMLElement, Opener>()

/**
 * Opens a `<dialog>` above the page, moves the focus to its first input, keeps it inside, and returns it when the
 * dialog closes.
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
      // Until it closes, nothing below it gets the focus. A form below it appears at the end of this render.
      shown.close()
      queueMicrotask(() => giveBack(shown))
    }
  }, [])
  // The focused element may be gone after any render. Without focus, no key would reach the dialog.
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown !== null && shown === topmost() && !shown.contains(document.activeElement)) focusInside(shown)
  })
  return dialog
}

/**
 * Returns the focus to the control that opened the dialog, or else to what is below: the form before it, or the text
 * box.
 */
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

/** Keeps Tab inside. A browser's own dialog would let it move to the address bar. */
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
