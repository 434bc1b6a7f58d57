import type { Choice } from '../blocks/elements.ts'

/**
 * Entries of a menu that mute something for a while. `what`: an account or a migration as people type it. `place`: `me`, or the
 * channel as people type it. `name`: what the reader calls it.
 */
export function muteChoices(what: string, place: string, name = what): Choice[] {
  const where = place === 'me' ? ' for you' : ''
  return [
    { label: `Mute ${name}${where}: 2 hours`, command: `mute ${what} 2h ${place}` },
    { label: `Mute ${name}${where}: 1 day`, command: `mute ${what} 1d ${place}` },
  ]
}
