import { describe, expect, test } from 'vitest'
import { type Surface, validateBlocks, validateView } from '../../../../playground/slack/blockkit/validate.ts'
import { BLOCKS, ELEMENTS, home, input, modal, plain } from './examples.ts'

const SURFACES: Surface[] = ['message', 'modal', 'home']
const everywhere = 'message modal home'
const ALLOWED: Record<keyof typeof BLOCKS, string> = {
  section: everywhere,
  context: everywhere,
  actions: everywhere,
  divider: everywhere,
  header: everywhere,
  image: everywhere,
  input: everywhere,
  rich_text: everywhere,
  video: everywhere,
  alert: 'modal',
  plan: 'message',
  task_card: 'message',
  markdown: 'message',
  context_actions: 'message',
  table: 'message home',
  data_table: 'message home',
  data_visualization: 'message home',
  container: 'message home',
  card: 'message home',
  carousel: 'message home',
}

describe('surfaces', () => {
  const cases = Object.entries(BLOCKS).flatMap(([type, block]) => SURFACES.map((surface) => ({ type, block, surface })))

  test.each(cases)('a valid $type block on the surface $surface is accepted or refused as documented', (given) => {
    const errors = validateBlocks([given.block], given.surface)
    const allowed = new Map(Object.entries(ALLOWED)).get(given.type)?.split(' ')
    if (allowed?.includes(given.surface)) return expect(errors).toEqual([])
    expect(errors[0]).toEqual({
      pointer: '/blocks/0/type',
      code: 'failed_constraint',
      message: `${given.type} is not allowed on the surface ${given.surface}`,
      constraint: { type: 'surface', expected: allowed, got: given.surface },
    })
  })

  test('every existing block type is covered here', () => {
    const types = validateBlocks([{ type: '' }], 'message')[0]?.constraint.expected
    expect(new Set(Array.isArray(types) ? types : [])).toEqual(new Set([...Object.keys(ALLOWED), 'file']))
  })

  test('a file block cannot be posted', () => {
    const file = { type: 'file', external_id: '1', source: 'remote' }
    const errors = SURFACES.map((surface) => validateBlocks([file], surface).map(({ pointer }) => pointer))
    expect(errors).toEqual([['/blocks/0/type'], ['/blocks/0/type'], ['/blocks/0/type']])
  })

  test('a file_input is only valid in modals', () => {
    const blocks = [input(ELEMENTS.file_input)]
    expect(validateView({ ...modal, blocks, submit: plain() })).toEqual([])
    expect(validateView({ ...home, blocks }).map(({ pointer }) => pointer)).toEqual(['/blocks/0/element/type'])
  })

  test('the contents of a container depend on the surface, too', () => {
    const file = { type: 'file', external_id: '1', source: 'remote' }
    const errors = validateBlocks([{ ...BLOCKS.container, child_blocks: [file] }], 'message')
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/blocks/0/child_blocks/0/type'])
  })

  test('only input blocks of modals can have a response_url', () => {
    const select = { ...ELEMENTS.channels_select, response_url_enabled: true }
    expect(validateView({ ...modal, blocks: [input(select)], submit: plain() })).toEqual([])
    expect(validateBlocks([{ type: 'actions', elements: [select] }], 'modal')[0]?.pointer).toBe(
      '/blocks/0/elements/0/response_url_enabled',
    )
  })
})

describe('the places of elements', () => {
  const PLACES = {
    actions: (element: object) => ({ type: 'actions', elements: [element] }),
    accessory: (element: object) => ({ type: 'section', text: plain(), accessory: element }),
    input,
  }
  const buttons = ['button', 'workflow_button', 'overflow']
  const inputs = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'file_input']
  const REFUSED: Record<keyof typeof PLACES, string[]> = {
    actions: inputs,
    accessory: [...inputs, 'rich_text_input', 'datetimepicker'],
    input: buttons,
  }

  test.each(['actions', 'accessory', 'input'] as const)('%s accepts the elements that the reference lists', (place) => {
    const refused = Object.values(ELEMENTS).filter(
      (element) => validateBlocks([PLACES[place](element)], 'modal').length > 0,
    )
    expect(refused.map(({ type }) => type).sort()).toEqual([...REFUSED[place]].sort())
  })

  test('a context block refuses a button and says what it accepts', () => {
    expect(validateBlocks([{ type: 'context', elements: [ELEMENTS.button] }], 'message')).toEqual([
      {
        pointer: '/blocks/0/elements/0/type',
        code: 'failed_constraint',
        message: 'unsupported type: button',
        constraint: { type: 'enum', expected: ['plain_text', 'mrkdwn', 'image'], got: 'button' },
      },
    ])
  })
})
