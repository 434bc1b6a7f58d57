import { html } from '../html.ts'
import { emojiCharacters, findEmoji, pictureOf } from './names.ts'

/** An emoji by name, as a picture, so that it looks alike on machines with no emoji font. */
export function Emoji({ name }: { name: string }) {
  const characters = findEmoji(name)
  return characters === undefined
    ? `:${name}:`
    : html`<${Picture} characters=${characters} label=${name.replaceAll('_', ' ')} />`
}

/** Text in which the characters of known emoji are pictures. */
export function TextWithEmoji({ text }: { text: string }) {
  if (!/[^\u0020-\u024f\n]/.test(text)) return text
  return text
    .split(drawable)
    .map((piece, index) => (index % 2 === 1 ? html`<${Picture} characters=${piece} label=${piece} />` : piece))
}

const drawable = new RegExp(`(${emojiCharacters().map(withOptionalVariation).join('|')})`, 'u')

/** Apps may leave out the character that asks for the coloured form; Slack draws all but Latin letters and signs. */
function withOptionalVariation(characters: string): string {
  return characters < '\u2000' ? characters : `${characters.replaceAll('\ufe0f', '')}\ufe0f?`
}

/** Where there is no picture, the label stands in for it. */
function Picture({ characters, label }: { characters: string; label: string }) {
  return html`<img class="emoji" src=${pictureOf(characters)} alt=${label} />`
}
