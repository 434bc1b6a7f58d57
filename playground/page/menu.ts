import { useLayoutEffect, useRef } from 'preact/hooks'

/** Moves the focus to the chosen item of a menu that opens, or to its first. */
export function useMenuFocus() {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const item = menu.current?.querySelector('[aria-checked="true"]') ?? menu.current?.querySelector('button')
    // The popover around it appears in the same turn, and a hidden item cannot get the focus.
    queueMicrotask(() => item instanceof HTMLElement && item.focus())
  }, [])
  return menu
}

/** Handles keys: arrows move through the items, Escape and Tab close. */
export function moveInMenu(event: KeyboardEvent, menu: HTMLElement | null, onClose: () => void): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const items = Array.from(menu?.querySelectorAll('button') ?? [])
  const at = items.findIndex((item) => item.matches(':focus'))
  if (event.key === 'Escape' || event.key === 'Tab') onClose()
  else if (step !== undefined) items[(at + step + items.length) % items.length]?.focus()
  else return
  event.preventDefault()
  event.stopPropagation()
}
