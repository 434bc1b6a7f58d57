import type { Json } from './json.ts'
import { isRecord } from './json.ts'
import type { Block } from './protocol.ts'
import { nextId, type World } from './world.ts'

/**
 * A copy of the blocks, in which each has a block_id and each interactive element an action_id, as Slack assigns them.
 */
export function withBlockIds(world: World, blocks: Block[]): Block[] {
  return blocks.map((block) => ({
    ...withActionIds(world, block),
    type: block.type,
    block_id: block.block_id ?? nextId(world, 'b'),
  }))
}

const interactive = new Set([
  'button',
  'icon_button',
  'feedback_buttons',
  'workflow_button',
  'checkboxes',
  'radio_buttons',
  'overflow',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
])

function withActionIds(world: World, record: Json): Json {
  const entries = Object.entries(record).map(([key, value]) => [key, copyOf(world, value)])
  const copy: Json = Object.fromEntries(entries)
  if (typeof record.type === 'string' && interactive.has(record.type)) copy.action_id ??= nextId(world, 'a')
  return copy
}

function copyOf(world: World, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copyOf(world, item))
  return isRecord(value) ? withActionIds(world, value) : value
}
