import { useLayoutEffect, useRef } from 'preact/hooks'

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]'

/** Opens a `<dialog>` above the page, puts the focus on its first input, and gives the focus back when it goes. */
export function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    const shown = dialog.current
    shown?.showModal()
    const first =
      dialog.current?.querySelector('.modal-body input, .modal-body textarea') ??
      dialog.current?.querySelector('.is-primary, .is-danger')
    if (first instanceof HTMLElement) first.focus()
    return () => {
      // Until it is closed, nothing below it takes the focus.
      shown?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return dialog
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
