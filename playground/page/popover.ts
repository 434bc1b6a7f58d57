import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { html } from './html.ts'

type PopoverProps = {
  /** The element next to which it opens. Clicks there do not close it. */
  anchor: RefObject<HTMLElement>
  onClose: () => void
  /** Whether it is at least as wide as the anchor. */
  isFitted?: boolean
  children: unknown
}

/** A small box in the browser's top layer, below its anchor, or above it if there is more room. */
export function Popover({ anchor, onClose, isFitted = false, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const shown = box.current
    shown?.showPopover()
    // A person who was in it with the keyboard continues where they came from.
    return () => {
      if (shown?.contains(document.activeElement)) anchor.current?.focus()
    }
  }, [])
  useLayoutEffect(() => {
    if (box.current !== null && anchor.current !== null) place(box.current, anchor.current, isFitted)
  })
  useEffect(() => {
    const parts = [box, anchor]
    const closeOutside = ({ target }: Event) => {
      if (!parts.some(({ current }) => target instanceof Node && current?.contains(target))) onClose()
    }
    // A conversation that scrolls because a message has arrived moves nothing that stands beside it.
    const closeAdrift = ({ target }: Event) => {
      if (target instanceof Node && target.contains(anchor.current)) onClose()
    }
    document.addEventListener('pointerdown', closeOutside, true)
    document.addEventListener('scroll', closeAdrift, true)
    addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', closeOutside, true)
      document.removeEventListener('scroll', closeAdrift, true)
      removeEventListener('resize', onClose)
    }
  }, [onClose])
  return html`<div class="popover" popover="manual" ref=${box}>${children}</div>`
}

function place(box: HTMLElement, anchor: HTMLElement, isFitted: boolean): void {
  const gap = 4
  const edge = 8
  const at = anchor.getBoundingClientRect()
  const below = innerHeight - at.bottom - gap - edge
  const above = at.top - gap - edge
  const isBelow = below >= Math.min(box.scrollHeight, 240) || below >= above
  box.style.minWidth = isFitted ? `${at.width}px` : ''
  box.style.maxHeight = `${Math.min(320, isBelow ? below : above)}px`
  box.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - box.offsetWidth - edge))}px`
  box.style.top = isBelow ? `${at.bottom + gap}px` : 'auto'
  box.style.bottom = isBelow ? 'auto' : `${innerHeight - at.top + gap}px`
}
