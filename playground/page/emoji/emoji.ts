import { html } from '../html.ts'
import { emojiCharacters, findEmoji, pictureOf } from './names.ts'

/** An emoji by name, as a picture, so that it looks the same on machines without an emoji font. */
export function Emoji({ name }: { name: string }) {
  const characters = findEmoji(name)
  return characters === undefined
    ? `:${name}:`
    : html`<${Picture} characters=${characters} label=${name.replaceAll('_', ' ')} />`
}

/** Text with pictures instead of the characters of known emoji. */
export function TextWithEmoji({ text }: { text: string }) {
  if (!/[^\u0020-\u024f\n]/.test(text)) return text
  return text
    .split(drawable)
    .map((piece, index) => (index % 2 === 1 ? html`<${Picture} characters=${piece} label=${piece} />` : piece))
}

const drawable = new RegExp(`(${emojiCharacters().map(withOptionalVariation).join('|')})`, 'u')

/**
 * A pattern for the characters of an emoji. Apps can leave out the variation selector of a colored emoji; Slack draws
 * all of them except Latin letters and signs.
 */
function withOptionalVariation(characters: string): string {
  return characters < '\u2000' ? characters : `${characters.replaceAll('\ufe0f', '')}\ufe0f?`
}

/** A picture of an emoji, with its label in case there is none. */
function Picture({ characters, label }: { characters: string; label: string }) {
  return html`<img class="emoji" src=${pictureOf(characters)} alt=${label} />`
}
