import { html } from '../html.ts'
import { Picture } from '../picture.ts'
import type { Control } from './control.ts'

export function ImageElement({ control }: { control: Control }) {
  return html`<${Picture} image=${control.element} class="thumbnail" />`
}
