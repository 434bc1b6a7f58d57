import { Formatted } from '../formatted.ts'
import { html } from '../html.ts'
import { readString } from '../payload.ts'
import type { BlockProps } from './block-props.ts'

/** A notice in a modal, with the color of its level. */
export function Alert({ block }: BlockProps) {
  const level = readString(block.level) || 'default'
  return html`<div class=${`alert is-${level}`} role=${level === 'error' ? 'alert' : 'note'}><${Formatted} text=${block.text} /></div>`
}
