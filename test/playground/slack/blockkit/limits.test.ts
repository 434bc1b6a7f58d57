import { describe, expect, test } from 'vitest'
import { validateBlocks, validateMessage, validateView } from '../../../../playground/slack/blockkit/validate.ts'
import {
  action,
  BLOCKS,
  chart,
  ELEMENTS,
  home,
  input,
  line,
  modal,
  mrkdwn,
  option,
  pie,
  plain,
  raw,
  series,
} from './examples.ts'

type Payload = Record<string, unknown>
/** A limit: the counted part, its minimum and maximum, and an otherwise valid payload. */
type Limit = readonly [pointer: string, min: number, max: number, payload: Payload]
/** The payload for a count, if `fill` cannot make it. */
type Special = readonly [pointer: string, min: number, max: number, make: (count: number) => Payload]

const x = (count: number) => 'x'.repeat(Math.max(0, count))
const times = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, i) => item(i))

const button = action(ELEMENTS.button)
const overflow = action({ type: 'overflow', options: [{ ...option(), description: plain() }] })
const select = action({ type: 'static_select', options: [option()] })
const groups = action({ type: 'static_select', option_groups: [{ label: plain(), options: [option()] }] })
const textInput = input({ ...ELEMENTS.plain_text_input, placeholder: plain() })
const fields = { type: 'section', fields: [mrkdwn()] }

const ANYWHERE: Limit[] = [
  ['/text/text', 1, 150, BLOCKS.header],
  ['/level', 1, 4, BLOCKS.header],
  ['/text/text', 1, 3000, BLOCKS.section],
  ['/fields', 1, 10, fields],
  ['/fields/0/text', 1, 2000, fields],
  ['/elements', 1, 10, { type: 'context', elements: [mrkdwn()] }],
  ['/elements', 1, 25, action({ type: 'button', text: plain() })],
  ['/block_id', 1, 255, BLOCKS.divider],
  ['/elements/0/action_id', 1, 255, button],
  ['/alt_text', 1, 2000, BLOCKS.image],
  ['/title/text', 1, 2000, BLOCKS.image],
  ['/label/text', 1, 2000, textInput],
  ['/hint/text', 1, 2000, BLOCKS.input],
  ['/element/placeholder/text', 1, 150, textInput],
  ['/element/initial_value', 0, 3000, textInput],
  ['/element/min_length', 0, 3000, input({ ...ELEMENTS.plain_text_input, min_length: 0, max_length: 3000 })],
  ['/element/max_length', 1, 3000, textInput],
  ['/element/max_lines', 1, 100, input({ ...ELEMENTS.rich_text_input, min_lines: 1 })],
  ['/elements/0/text/text', 1, 75, button],
  ['/elements/0/value', 1, 2000, button],
  ['/elements/0/accessibility_label', 1, 75, button],
  ['/elements/0/confirm/title/text', 1, 100, button],
  ['/elements/0/confirm/text/text', 1, 300, button],
  ['/elements/0/confirm/confirm/text', 1, 30, button],
  ['/elements/0/confirm/deny/text', 1, 30, button],
  ['/elements/0/options', 1, 5, overflow],
  ['/elements/0/options/0/text/text', 1, 75, overflow],
  ['/elements/0/options/0/value', 1, 150, overflow],
  ['/elements/0/options/0/description/text', 1, 75, overflow],
  ['/elements/0/options', 1, 100, select],
  ['/elements/0/option_groups', 1, 100, groups],
  ['/elements/0/option_groups/0/label/text', 1, 75, groups],
  ['/elements/0/option_groups/0/options', 1, 100, groups],
  ['/elements/0/options', 1, 10, action({ type: 'checkboxes', options: [option()] })],
  ['/elements/0/options', 1, 10, action({ type: 'radio_buttons', options: [option()] })],
  ['/title/text', 1, 199, BLOCKS.video],
  ['/author_name', 1, 49, BLOCKS.video],
  ['/elements/1/indent', 0, 8, BLOCKS.rich_text],
]

const IN_MESSAGES: Limit[] = [
  ['/elements', 1, 5, BLOCKS.context_actions],
  ['/text', 1, 12_000, BLOCKS.markdown],
  ['/title/text', 1, 150, BLOCKS.card],
  ['/subtitle/text', 1, 150, { ...BLOCKS.card, subtitle: mrkdwn() }],
  ['/body/text', 1, 200, { type: 'card', body: mrkdwn() }],
  ['/actions', 1, 2, { type: 'card', actions: [{ type: 'button', text: plain() }] }],
  ['/elements', 1, 10, { type: 'carousel', elements: [BLOCKS.card] }],
  ['/title/text', 1, 150, BLOCKS.container],
  ['/subtitle/text', 1, 150, { ...BLOCKS.container, subtitle: plain() }],
  ['/child_blocks', 1, 10, BLOCKS.container],
  ['/rows', 1, 100, { type: 'table', rows: [[raw()]] }],
  ['/rows/0', 1, 20, { type: 'table', rows: [[raw()]] }],
  ['/column_settings', 0, 20, { ...BLOCKS.table, column_settings: [null] }],
  ['/rows', 2, 101, { ...BLOCKS.data_table, rows: [[raw('a'), raw('b')]] }],
  ['/page_size', 1, 100, BLOCKS.data_table],
  ['/row_header_column_index', 0, 1, BLOCKS.data_table],
  ['/title', 1, 50, BLOCKS.data_visualization],
  ['/chart/axis_config/x_label', 0, 50, BLOCKS.data_visualization],
  ['/chart/series/0/name', 1, 20, BLOCKS.data_visualization],
  ['/chart/segments', 1, 6, chart(pie)],
  ['/chart/segments/0/label', 1, 20, chart(pie)],
]

const IN_VIEWS: Limit[] = [
  ['/title/text', 1, 24, modal],
  ['/submit/text', 1, 24, { ...modal, submit: plain() }],
  ['/close/text', 1, 24, modal],
  ['/private_metadata', 0, 3000, modal],
  ['/callback_id', 0, 255, modal],
  ['/blocks', 1, 100, { ...modal, blocks: [BLOCKS.divider] }],
  ['/blocks', 1, 100, { ...home, blocks: [BLOCKS.divider] }],
  ['/blocks/0/text/text', 1, 200, { ...modal, blocks: [BLOCKS.alert] }],
  ['/blocks/0/element/max_files', 1, 10, { ...modal, submit: plain(), blocks: [input(ELEMENTS.file_input)] }],
]

const points = (count: number) => times(count, (i) => ({ label: `${i}`, value: i }))
const categories = (count: number) => ({ categories: times(count, String) })
const SPECIAL_BLOCKS: Special[] = [
  ['/image_url', 9, 3000, (n) => ({ type: 'image', alt_text: 'A', image_url: `https://${x(n - 8)}` })],
  ['/elements/0/url', 8, 3000, (n) => action({ ...ELEMENTS.button, url: `http://${x(n - 7)}` })],
  ['/rows', 1, 10_000, (n) => ({ type: 'table', rows: [[raw(x(n))]] })],
  ['/chart/series', 1, 6, (n) => chart({ ...line, series: times(n, (i) => series(`${i}`)) })],
  [
    '/chart/series/0/data',
    1,
    20,
    (n) => chart({ ...line, series: [{ name: 'A', data: points(n) }], axis_config: categories(n) }),
  ],
]

const sections = (sizes: number[]) => sizes.map((size) => ({ type: 'section', text: mrkdwn(x(size)) }))
const SPECIAL_MESSAGES: Special[] = [
  ['/text', 1, 40_000, (n) => ({ text: x(n) })],
  ['/blocks', 0, 50, (n) => ({ text: 'Text', blocks: times(n, () => BLOCKS.divider) })],
  ['/blocks', 6001, 12_000, (n) => ({ blocks: [n - 6000, 6000].map((size) => ({ type: 'markdown', text: x(size) })) })],
  // `section` and `mrkdwn` count in each of the five blocks: 65 characters.
  ['/blocks', 12_066, 13_200, (n) => ({ blocks: sections([3000, 3000, 3000, 3000, n - 12_065]) })],
  ['/blocks/1', 1, 1, (n) => ({ blocks: times(n, (i) => (i === 0 ? BLOCKS.table : BLOCKS.data_table)) })],
  ['/blocks/1', 1, 1, (n) => ({ blocks: times(n, () => BLOCKS.plan) })],
  ['/blocks/2', 1, 2, (n) => ({ blocks: times(n, () => BLOCKS.data_visualization) })],
]

/** The payload with a text of that length, that number, or as many copies of the first item at the pointer. */
function fill(payload: unknown, path: readonly string[], count: number): unknown {
  const [field, ...rest] = path
  if (field !== undefined) {
    if (Array.isArray(payload)) return payload.with(Number(field), fill(payload[Number(field)], rest, count))
    const entries = new Map(Object.entries(Object(payload)))
    return Object.fromEntries(entries.set(field, fill(entries.get(field), rest, count)))
  }
  if (Array.isArray(payload)) return times(count, () => payload[0])
  return typeof payload === 'number' ? count : x(count)
}

const filled = ([pointer, min, max, payload]: Limit) => ({
  ...{ pointer, min, max, what: `${payload.type}` },
  make: (count: number) => fill(payload, pointer.split('/').slice(1), count),
})
const special = ([pointer, min, max, make]: Special) => ({ pointer, min, max, make, what: 'payload' })
type Case = ReturnType<typeof filled>
const placed = (one: Case) => ({ ...one, pointer: `/blocks/0${one.pointer}` })
const inBlock = (surface: 'message' | 'home') => (block: unknown) => validateBlocks([block], surface)

const CASES = [
  ...ANYWHERE.map((limit) => ({ ...placed(filled(limit)), validate: inBlock('home') })),
  ...IN_MESSAGES.map((limit) => ({ ...placed(filled(limit)), validate: inBlock('message') })),
  ...SPECIAL_BLOCKS.map((limit) => ({ ...placed(special(limit)), validate: inBlock('message') })),
  ...IN_VIEWS.map((limit) => ({ ...filled(limit), validate: validateView })),
  ...SPECIAL_MESSAGES.map((limit) => ({ ...special(limit), validate: (it: unknown) => validateMessage(Object(it)) })),
]

describe('limits', () => {
  test.each(CASES)('$what $pointer: $max passes, and one more does not', ({ max, pointer, make, validate }) => {
    expect(validate(make(max))).toEqual([])
    expect(validate(make(max + 1)).map((error) => error.pointer)).toContain(pointer)
  })

  test.each(CASES)('$what $pointer: $min passes', ({ min, make, validate }) => {
    expect(validate(make(min))).toEqual([])
  })

  const withFloor = CASES.filter(({ min, what }) => min > 0 && what !== 'payload')
  test.each(withFloor)('$what $pointer: one less than $min does not pass', ({ min, pointer, make, validate }) => {
    expect(validate(make(min - 1)).map((error) => error.pointer)).toContain(pointer)
  })

  test('an error names the limit and the actual amount', () => {
    expect(validateBlocks([{ type: 'header', text: plain(x(151)) }], 'message')).toEqual([
      {
        pointer: '/blocks/0/text/text',
        code: 'failed_constraint',
        message: 'must be less than 151 characters',
        constraint: { type: 'max_length', expected: 150, got: 151 },
      },
    ])
  })
})
