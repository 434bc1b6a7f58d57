import { block } from './blocks.ts'
import { type BlockError, under, violation } from './error.ts'
import { inspect, isObject } from './inspect.ts'
import { inspectPayload } from './payload.ts'
import { list, string } from './rule.ts'
import { inspectSize } from './size.ts'
import { BLOCK_COUNT, type Surface } from './surfaces.ts'
import { view as viewRule } from './views.ts'

export type { BlockError } from './error.ts'
export type { Surface } from './surfaces.ts'

const messageText = string({ min: 0, max: 40_000 })

/**
 * The reasons why Slack would refuse a message, none if it would accept it. Like its two siblings, it accepts any value
 * and never throws. Slack cuts a text above 40,000 characters instead of refusing it; here that is an error,
 * `msg_too_long`.
 */
export function validateMessage({ text, blocks }: { text?: unknown; blocks?: unknown }): BlockError[] {
  const textErrors = text === undefined ? [] : under('/text', inspect(text, messageText)).map(asTooLong)
  const blockErrors = blocks === undefined ? [] : validateBlocks(blocks, 'message')
  return [...(isEmpty(text) && isEmpty(blocks) ? [noText()] : []), ...textErrors, ...blockErrors]
}

/** The reasons why Slack would refuse a modal or a Home tab. */
export function validateView(view: unknown): BlockError[] {
  const structure = inspect(view, viewRule)
  if (!isObject(view) || (view.type !== 'modal' && view.type !== 'home')) return structure
  return withPayload(structure, { blocks: view.blocks, surface: view.type })
}

/** The reasons why Slack would refuse blocks on a surface. Pointers start with `/blocks`. */
export function validateBlocks(blocks: unknown, surface: Surface): BlockError[] {
  const structure = under('/blocks', inspect(blocks, list(block, BLOCK_COUNT[surface])))
  return withPayload(structure, { blocks, surface })
}

function withPayload(structure: BlockError[], payload: { blocks: unknown; surface: Surface }): BlockError[] {
  const errors = [...structure, ...inspectPayload(payload.blocks, payload.surface)]
  return errors.length > 0 ? errors : inspectSize(payload.blocks, payload.surface)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function asTooLong(error: BlockError): BlockError {
  return error.constraint.type === 'max_length' ? { ...error, code: 'msg_too_long' } : error
}

function noText(): BlockError {
  return violation({
    code: 'no_text',
    message: 'text or blocks are required',
    type: 'at_least_one',
    expected: ['text', 'blocks'],
    got: [],
  })
}
