import { type Json, recordsOf, textOf } from '../json.ts'
import type { FieldValue } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import type { Option, World } from '../world.ts'
import { type Kind, kindOf } from './kinds.ts'
import { type Slot, slotName } from './slots.ts'

/** The place of a slot. `container` is the view's id or the message's ts, under which suggestions are stored. */
export type Choice = { world: World; container: string; slot: Slot }

/**
 * The value that Slack stores when a person answers the slot with `field`. Throws `BadAct` if the client would not
 * allow it: an option that is not offered, an unknown person, an invalid date.
 */
export function resolve(choice: Choice, field: FieldValue): unknown {
  const kind = kindOf(choice.slot.element.type)
  if (kind === undefined) return notOffered(`A ${choice.slot.element.type} takes no value`)
  const given = listOf(field)
  if (kind.many) return given.map((item) => resolveOne(choice, kind, item))
  const [only, ...more] = given
  if (more.length > 0) return notOffered(`"${slotName(choice.slot)}" takes one value, got ${given.length}`)
  return only === undefined ? null : resolveOne(choice, kind, only)
}

/** The options of a select: its own, its groups', or the app's last suggestions. */
export function offeredOptions(choice: Choice): Option[] {
  const { element } = choice.slot
  const suggested = choice.world.suggestions.get(suggestionKey(choice.container, choice.slot)) ?? []
  const grouped = recordsOf(element.option_groups).flatMap((group) => recordsOf(group.options))
  const initial = [...recordsOf(element.initial_options), ...recordsOf([element.initial_option])]
  return [...[...recordsOf(element.options), ...grouped, ...initial].filter(isOption), ...suggested]
}

export function suggestionKey(container: string, { block_id, element }: Pick<Slot, 'block_id' | 'element'>): string {
  return `${container}/${block_id}/${element.action_id}`
}

export function isOption(value: Json): value is Option {
  return typeof value.value === 'string'
}

/** An option by its value, or by its visible text. */
export function matchOption(options: Option[], wanted: string): Option | undefined {
  return options.find((option) => option.value === wanted) ?? options.find((option) => optionText(option) === wanted)
}

export function listOf(field: FieldValue): string[] {
  if (field === null || field === '') return []
  return Array.isArray(field) ? field : [field]
}

function resolveOne(choice: Choice, kind: Kind, item: string): unknown {
  const { world, slot } = choice
  const name = slotName(slot)
  switch (kind.holds) {
    case 'text':
      return item
    case 'option':
      return resolveOption(choice, item)
    case 'user':
      return world.users.has(item) ? item : notOffered(`"${name}" wants a user id, and ${item} is nobody's`)
    case 'channel':
    case 'conversation':
      return world.channels.has(item) ? item : notOffered(`"${name}" wants a channel id, and ${item} is no channel's`)
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(item) ? item : notOffered(`"${name}" wants a date as YYYY-MM-DD, got "${item}"`)
    case 'time':
      return /^\d{2}:\d{2}$/.test(item) ? item : notOffered(`"${name}" wants a time as HH:MM, got "${item}"`)
    case 'moment':
      return /^\d{10}$/.test(item) ? Number(item) : notOffered(`"${name}" wants epoch seconds, got "${item}"`)
    case 'rich_text':
      return richText(item)
    case 'file':
      return world.files.has(item) ? { id: item } : notOffered(`"${name}" wants a file id, and ${item} is no file's`)
  }
}

function resolveOption(choice: Choice, wanted: string): Option {
  const options = offeredOptions(choice)
  const found = matchOption(options, wanted)
  if (found !== undefined) return found
  const values = options.map((option) => option.value).join(', ') || 'nothing'
  return notOffered(`"${slotName(choice.slot)}" has no option "${wanted}"; it offers ${values}`)
}

function optionText(option: Option): string | undefined {
  const [text] = recordsOf([option.text])
  return textOf(text?.text)
}

function richText(text: string): Json {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  }
}
