import { describe, expect, test } from 'vitest'
import { validateBlocks, validateMessage, validateView } from '../../../../playground/slack/blockkit/validate.ts'
import { action, BLOCKS, button, ELEMENTS, home, input, modal, plain, without } from './examples.ts'

describe('the following must be unique', () => {
  const pointers = (blocks: unknown[]) => validateBlocks(blocks, 'message').map(({ pointer }) => pointer)

  test('a block_id in a payload, inside containers too', () => {
    const divider = { type: 'divider', block_id: 'a' }
    expect(pointers([divider, { ...BLOCKS.container, child_blocks: [divider] }])).toEqual([
      '/blocks/1/child_blocks/0/block_id',
    ])
  })

  test('an action_id in a block, but not across blocks', () => {
    expect(pointers([action(button), action(button)])).toEqual([])
    expect(pointers([{ type: 'actions', elements: [button, button] }])).toEqual(['/blocks/0/elements/1/action_id'])
  })

  test('the element with the focus on load', () => {
    const focused = input(ELEMENTS.plain_text_input)
    expect(pointers([focused, focused])).toEqual(['/blocks/1/element/focus_on_load'])
  })

  test('the table of a message, with Slack’s own error code', () => {
    const errors = validateMessage({ blocks: [BLOCKS.table, BLOCKS.data_table] })
    expect(errors.map(({ code }) => code)).toEqual(['only_one_table_allowed'])
    expect(validateView({ ...home, blocks: [BLOCKS.table, BLOCKS.table] })).toEqual([])
  })
})

describe('messages', () => {
  test.each([[{}], [{ text: '' }], [{ blocks: [] }], [{ text: '', blocks: [] }]])(
    '%j is empty and is refused with no_text',
    (message) => {
      expect(validateMessage(message).map(({ code }) => code)).toEqual(['no_text'])
    },
  )

  test('text or blocks are enough', () => {
    expect(validateMessage({ text: 'Text', blocks: [] })).toEqual([])
    expect(validateMessage({ blocks: [BLOCKS.section] })).toEqual([])
  })

  test('too long a text and too many characters have their own codes', () => {
    const markdown = { type: 'markdown', text: 'x'.repeat(7000) }
    expect(validateMessage({ text: 'x'.repeat(40_001) })[0]?.code).toBe('msg_too_long')
    expect(validateMessage({ blocks: [markdown, markdown] })[0]?.code).toBe('msg_blocks_too_long')
  })

  test('a text of the wrong type is refused', () => {
    expect(validateMessage({ text: 5 }).map(({ pointer }) => pointer)).toEqual(['/text'])
  })
})

describe('the total of characters', () => {
  const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x'.repeat(10_000) }]] }
  const header = { type: 'header', text: plain() }

  test('has a separate limit for tables, also within containers', () => {
    const markdown = { type: 'markdown', text: 'x'.repeat(12_000) }
    const container = (child: object) => ({ ...BLOCKS.container, child_blocks: [child] })
    const more = { ...table, rows: [...table.rows, [{ type: 'raw_text', text: 'x' }]] }
    expect(validateMessage({ blocks: [markdown, container(table)] })).toEqual([])
    expect(validateMessage({ blocks: [container(more)] })[0]?.pointer).toBe('/blocks/0/child_blocks/0/rows')
    expect(validateView({ ...home, blocks: [more] })[0]?.pointer).toBe('/blocks/0/rows')
  })

  test('has no limit for views', () => {
    const sections = Array.from({ length: 5 }, () => ({ type: 'section', text: plain('x'.repeat(3000)) }))
    expect(validateView({ ...modal, blocks: [header, ...sections] })).toEqual([])
  })
})

describe('views', () => {
  test('a valid modal and a valid home tab pass', () => {
    expect([...validateView(modal), ...validateView(home)]).toEqual([])
  })

  test('a modal with an input needs a submit button, and a home tab does not', () => {
    expect(validateView({ ...modal, blocks: [BLOCKS.input] }).map(({ message }) => message)).toEqual([
      'missing required field: submit',
    ])
    expect(validateView({ ...home, blocks: [BLOCKS.input] })).toEqual([])
  })

  test.each([
    ['a view of no type', without(modal, 'type'), ''],
    ['a view of another type', { ...modal, type: 'dialog' }, '/type'],
    ['a modal without title', without(modal, 'title'), ''],
    ['a home tab with a title', { ...home, title: plain() }, ''],
    ['a view without blocks', without(home, 'blocks'), ''],
    ['a text for a view', 'modal', ''],
  ])('%s is refused', (_, view, pointer) => {
    expect(validateView(view).map((error) => error.pointer)).toEqual([pointer])
  })
})
