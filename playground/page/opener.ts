/** The element that had the focus when a dialog opened, and how to find it later. */
export type Opener = {
  /** The control, or the one that replaced it: the same action in the same message or form. */
  find(): HTMLElement | undefined
  /** The dialog that contains it. */
  dialog: HTMLElement | undefined
}

let last: Opener | undefined

/**
 * Remembers the focused element while the page is open, because the one that opens a dialog may be redrawn in the same
 * turn.
 */
export function followFocus(): () => void {
  const remember = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement) last = describe(target)
  }
  document.addEventListener('focusin', remember)
  return () => document.removeEventListener('focusin', remember)
}

export function lastFocused(): Opener | undefined {
  return last
}

function describe(control: HTMLElement): Opener {
  const dialog = control.closest<HTMLElement>('dialog') ?? undefined
  const action = control.closest<HTMLElement>('[data-action]')?.dataset.action
  const ts = control.closest<HTMLElement>('[data-ts]')?.dataset.ts
  return {
    dialog,
    find() {
      if (control.isConnected) return control
      const place = dialog ?? (ts === undefined ? document : document.querySelector(`[data-ts="${CSS.escape(ts)}"]`))
      const again = action === undefined ? undefined : place?.querySelector(`[data-action="${CSS.escape(action)}"]`)
      return again?.querySelector<HTMLElement>('button, input, textarea') ?? undefined
    },
  }
}
