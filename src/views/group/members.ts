import type { Responder } from '../../access/owners.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { sections } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { byWhom } from '../words/actor.ts'
import { callLines } from '../words/responders.ts'
import { code, named, notice } from '../words/text.ts'
import { endWords, missedText } from '../words/words.ts'
import { type GroupLine, type GroupPlaces, nameOf, placesOf } from './places.ts'

/**
 * Members of a group, for its thread: under their buckets, if the group has several. `responders`: the people whose turn it is,
 * some of whom the message calls.
 */
export function groupMembers(
  lines: readonly GroupLine[],
  { places, responders = [] }: { places?: GroupPlaces; responders?: readonly Responder[] } = {},
): Message {
  const [first] = lines
  const more = lines.length > 1 ? ` and ${lines.length - 1} more` : ''
  return {
    text: first === undefined ? 'Migrations' : notice(`${first.from} → ${first.to}${more}`),
    blocks: sections([...memberTexts(lines, places), ...callLines(responders)]),
  }
}

/** How many of these members one message of the thread has room for. At least one. */
export function membersThatFit(lines: readonly GroupLine[], places?: GroupPlaces): number {
  let room = roomForMembers
  const over = lines.slice(0, mostInMessage).findIndex((line) => {
    // As if no two had the same bucket.
    const text = areUnderPlaces(places)
      ? `${placeText(nameOf(line, places.about), line)}\n${shortText(line)}`
      : memberText(line)
    room -= text.length + 1
    return room < 0
  })
  return over < 0 ? Math.min(lines.length, mostInMessage) : Math.max(1, over)
}

const mostInMessage = 60
const roomForMembers = 9000

function memberTexts(lines: readonly GroupLine[], places: GroupPlaces | undefined): string[] {
  if (!areUnderPlaces(places)) return lines.map(memberText)
  return placesOf(lines, places.about).flatMap(({ name, lines: those }) => {
    const [first, ...rest] = those
    // A name stays with the first member below it.
    return first === undefined ? [] : [`${placeText(name, first)}\n${shortText(first)}`, ...rest.map(shortText)]
  })
}

/** Whether the members of a group stand under its buckets or accounts: only if there are several. */
function areUnderPlaces(places: GroupPlaces | undefined): places is GroupPlaces {
  return places !== undefined && places.all.length > 1
}

/** The name above members that all ended alike. */
function placeText(name: string, { state, missed }: GroupLine): string {
  return `${endWords(state, missed).icon} *${named(name, 60)}*`
}

function shortText(line: GroupLine): string {
  return `• ${routeOf(line)}${byWhom(line.actor)}${missing(line)}\n${refText(line)}`
}

function memberText(line: GroupLine): string {
  const { icon } = endWords(line.state, line.missed)
  return `${icon} *${routeOf(line)}*${byWhom(line.actor)}${missing(line)}\n${refText(line)}`
}

function missing({ missed }: GroupLine): string {
  return missed === undefined ? '' : ` · ${missedText(missed)} not migrated`
}

/** The buckets of a member. */
export function routeOf({ from, to }: GroupLine): string {
  return `${named(from, 60)} → ${named(to, 60)}`
}

function refText({ account, migrationId }: GroupLine): string {
  return code(refOf({ account, id: migrationId }), 90)
}
