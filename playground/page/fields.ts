import type { Block, FieldValue } from '../slack/protocol.ts'
import { type Payload, readNumber, readPayload, readPayloads, readString, readStrings, readTextOf } from './payload.ts'

/** One input of a view. `key` names it in requests: its block id, or its label if the app gave none. */
export type Field = { key: string; element: Payload; isOptional: boolean }

type ReadDraft = (key: string) => FieldValue | undefined

function listFields(blocks: readonly Block[]): Field[] {
  return blocks
    .filter((block) => block.type === 'input')
    .map((block) => ({
      key: fieldKey(block),
      element: readPayload(block.element),
      isOptional: block.optional === true,
    }))
}

export function fieldKey(block: Payload): string {
  return readString(block.block_id) || readTextOf(block.label)
}

/** Key of an input in the draft. As in Slack, a value survives an update if block id and action id are the same. */
export function fieldDraftKey(key: string, element: Payload): string {
  return `${key} ${readString(element.action_id)}`
}

/** The changed inputs. Unchanged ones are left out and keep the app's values. */
export function collectFields(blocks: readonly Block[], readDraft: ReadDraft): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const { key, element } of listFields(blocks)) {
    const value = readDraft(fieldDraftKey(key, element))
    if (value !== undefined) fields[key] = value
  }
  return fields
}

/** Required inputs that are empty, with Slack's error for each. */
export function findMissing(blocks: readonly Block[], readDraft: ReadDraft): Record<string, string> {
  const missing = listFields(blocks).filter(({ key, element, isOptional }) => {
    if (isOptional) return false
    const drafted = readDraft(fieldDraftKey(key, element))
    return isEmpty(drafted === undefined ? initialValue(element) : drafted)
  })
  return Object.fromEntries(missing.map(({ key }) => [key, 'Please fill in this field']))
}

/** The app's value of an element. Null if it gave none. */
export function initialValue(element: Payload): FieldValue {
  const option = readPayload(element.initial_option)
  const single = [
    element.initial_value,
    option.value,
    element.initial_user,
    element.initial_conversation,
    element.initial_channel,
    element.initial_date,
    element.initial_time,
  ].find((value) => typeof value === 'string')
  if (typeof single === 'string') return single
  if (typeof element.initial_date_time === 'number') return String(readNumber(element.initial_date_time))
  const many = [element.initial_users, element.initial_conversations, element.initial_channels].find(Array.isArray)
  if (many !== undefined) return readStrings(many)
  const options = readPayloads(element.initial_options)
  return options.length > 0 ? options.map((each) => readString(each.value)) : null
}

export function asText(value: FieldValue): string {
  return typeof value === 'string' ? value : ''
}

export function asList(value: FieldValue): string[] {
  if (Array.isArray(value)) return value
  return value === null || value === '' ? [] : [value]
}

function isEmpty(value: FieldValue): boolean {
  return value === null || value.length === 0
}
