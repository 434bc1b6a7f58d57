import { html } from '../html.ts'
import { findEmoji } from './names.ts'
import type { Picture } from './shape.ts'
import { signs } from './signs.ts'
import { things } from './things.ts'

/** An emoji by name. The common ones are drawn here, so that they look alike on machines with no emoji font. */
export function Emoji({ name }: { name: string }) {
  const characters = findEmoji(name)
  if (characters === undefined) return `:${name}:`
  const picture = findPicture(characters)
  return picture === undefined
    ? html`<span class="emoji" role="img" aria-label=${name.replaceAll('_', ' ')}>${characters}</span>`
    : html`<${Drawing} picture=${picture} label=${name.replaceAll('_', ' ')} />`
}

/** Text in which characters that have a picture are drawn as one. */
export function TextWithEmoji({ text }: { text: string }) {
  if (!/[^\u0020-\u024f\n]/.test(text)) return text
  return text.split(drawable).map((piece) => {
    const picture = findPicture(piece)
    return picture === undefined ? piece : html`<${Drawing} picture=${picture} label=${piece} />`
  })
}

const drawable = new RegExp(`((?:${[...Object.keys(signs), ...Object.keys(things)].join('|')})\\ufe0f?)`, 'u')

function findPicture(characters: string): Picture | undefined {
  const plain = characters.replace('\ufe0f', '')
  return Object.hasOwn(signs, plain) ? signs[plain] : Object.hasOwn(things, plain) ? things[plain] : undefined
}

function Drawing({ picture, label }: { picture: Picture; label: string }) {
  return html`<svg class="emoji drawn" viewBox="0 0 20 20" role="img" aria-label=${label}>
    ${picture.map(([tone, path, strokeWidth]) =>
      strokeWidth === undefined
        ? html`<path d=${path} style=${{ fill: `var(--tone-${tone})` }} />`
        : html`<path d=${path} fill="none" style=${{ stroke: `var(--tone-${tone})` }} stroke-width=${strokeWidth} />`,
    )}
  </svg>`
}
