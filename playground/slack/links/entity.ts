import { isRecord, type Json, recordsOf, textOf } from '../json.ts'
import type { Block } from '../protocol.ts'

const types = ['task', 'file', 'item', 'incident', 'content_item'].map((name) => `slack#/entities/${name}`)

/** The fields that a task may have. Those of other types are not checked. */
const taskFields = new Set([
  ...['description', 'created_by', 'date_created', 'date_updated'],
  ...['assignee', 'status', 'due_date', 'priority'],
])
const formats = new Set(['markdown'])
const tagColors = new Set(['red', 'yellow', 'green', 'gray', 'blue'])
const mostPrimary = 2
const mostOverflow = 5

/**
 * Slack's problems with the metadata of a Work Object, in its own words. Documents:
 * docs.slack.dev/messaging/work-objects-implementation and the types of @slack/types. Apps have seen that `fields` must
 * be there, that an icon needs an alt_text, and that fields of another type are left out with a warning.
 */
export function problemsOf(entity: Json, pointer: string): string[] {
  const { entity_payload: payload } = entity
  const known = types.includes(textOf(entity.entity_type) ?? '')
  return [
    ...missing(entity, ['entity_type', 'url', 'external_ref', 'entity_payload'], pointer),
    ...(known ? [] : [`must be a valid enum value (pointer: ${pointer}/entity_type)`]),
    ...(isRecord(entity.external_ref) ? missing(entity.external_ref, ['id'], `${pointer}/external_ref`) : []),
    ...(isRecord(payload) ? problemsOfPayload(payload, `${pointer}/entity_payload`) : []),
  ]
}

/** The buttons of a Work Object as a block, so that people press them as they press others. */
export function buttonsOf(entity: Json): Block[] {
  const { actions } = isRecord(entity.entity_payload) ? entity.entity_payload : {}
  if (!isRecord(actions)) return []
  const all = [...recordsOf(actions.primary_actions), ...recordsOf(actions.overflow_actions)]
  const elements = all.map(({ text, action_id, value, style }) => ({
    type: 'button',
    text: { type: 'plain_text', text },
    action_id,
    value,
    ...(style === undefined ? {} : { style }),
  }))
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

function problemsOfPayload(payload: Json, pointer: string): string[] {
  const { attributes, fields, custom_fields: custom, actions } = payload
  return [
    ...missing(payload, ['attributes', 'fields'], pointer),
    ...(isRecord(attributes) ? problemsOfAttributes(attributes, `${pointer}/attributes`) : []),
    ...(isRecord(fields) ? problemsOfFields(fields, `${pointer}/fields`) : []),
    ...recordsOf(custom).flatMap((field, index) => problemsOfCustom(field, `${pointer}/custom_fields/${index}`)),
    ...(isRecord(actions) ? problemsOfActions(actions, `${pointer}/actions`) : []),
  ]
}

function problemsOfAttributes({ title, product_icon: icon }: Json, pointer: string): string[] {
  const named = isRecord(title) ? missing(title, ['text'], `${pointer}/title`) : [lack('title', pointer)]
  return [...named, ...(isRecord(icon) ? missing(icon, ['alt_text'], `${pointer}/product_icon`) : [])]
}

function problemsOfFields(fields: Json, pointer: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!taskFields.has(name)) return [`The field ${name} will be omitted due to an invalid type`]
    return isRecord(field) ? problemsOfField(name, field, `${pointer}/${name}`) : [lack(name, pointer)]
  })
}

function problemsOfField(name: string, { value, format, tag_color: color, type, user }: Json, pointer: string) {
  const isDate = name.startsWith('date_')
  const isGiven = isDate ? Number.isInteger(value) : (textOf(value) ?? '') !== '' || isRecord(user)
  return [
    ...(isGiven ? [] : [lack('value', pointer)]),
    ...(isDate || name === 'description' || name === 'status' || name === 'priority' || type !== undefined
      ? []
      : [lack('type', pointer)]),
    ...(format === undefined || formats.has(String(format))
      ? []
      : [`must be a valid enum value (pointer: ${pointer}/format)`]),
    ...(color === undefined || tagColors.has(String(color))
      ? []
      : [`must be a valid enum value (pointer: ${pointer}/tag_color)`]),
  ]
}

function problemsOfCustom(field: Json, pointer: string): string[] {
  const { type, value } = field
  const isNumber = type === 'integer' || type === 'slack#/types/timestamp'
  const isGiven = isNumber ? Number.isInteger(value) : type !== 'string' || (textOf(value) ?? '') !== ''
  return [...missing(field, ['key', 'label', 'type'], pointer), ...(isGiven ? [] : [lack('value', pointer)])]
}

function problemsOfActions({ primary_actions: primary, overflow_actions: overflow }: Json, pointer: string): string[] {
  const all = [...recordsOf(primary), ...recordsOf(overflow)]
  const isTooMany = recordsOf(primary).length > mostPrimary || recordsOf(overflow).length > mostOverflow
  return [
    ...all.flatMap((action) => missing(action, ['text', 'action_id'], pointer)),
    ...(isTooMany ? [`must have fewer actions (pointer: ${pointer})`] : []),
  ]
}

function missing(record: Json, names: readonly string[], pointer: string): string[] {
  return names.filter((name) => record[name] === undefined || record[name] === '').map((name) => lack(name, pointer))
}

function lack(name: string, pointer: string): string {
  return `missing required field: ${name} (pointer: ${pointer})`
}
