import { describe, expect, test } from 'vitest'
import { validateBlocks } from '../../../../playground/slack/blockkit/validate.ts'
import {
  action,
  BLOCKS,
  button,
  chart,
  ELEMENTS,
  input,
  line,
  mrkdwn,
  option,
  pie,
  plain,
  raw,
  richText,
  series,
  task,
} from './examples.ts'
import { wrongWith } from './wrong-with.ts'

describe('types and values', () => {
  const badUrl = { ...ELEMENTS.button, url: 'ftp://example.com' }
  test.each([
    ['an unknown block', { type: 'banner' }, ['/type enum']],
    ['a type that is no text', { type: 1 }, ['/type enum']],
    ['a block that is no object', 'section', [' type']],
    ['an additional field', { ...BLOCKS.divider, colour: 'red' }, [' additional_property']],
    ['a number for a text', { ...BLOCKS.header, text: { ...plain(), text: 5 } }, ['/text/text type']],
    ['null for an object', { ...BLOCKS.header, text: null }, ['/text type']],
    ['an object for a list', { type: 'actions', elements: {} }, ['/elements type']],
    ['a text for a yes or no', { ...BLOCKS.section, expand: 'yes' }, ['/expand type']],
    ['a fraction for a whole number', { ...BLOCKS.header, level: 1.5 }, ['/level type']],
    ['mrkdwn in a header', { type: 'header', text: mrkdwn() }, ['/text/type enum']],
    ['mrkdwn in a button', action({ type: 'button', text: mrkdwn() }), ['/elements/0/text/type enum']],
    ['mrkdwn in a label', { ...BLOCKS.input, label: mrkdwn() }, ['/label/type enum']],
    ['emoji in mrkdwn', { type: 'section', text: { ...mrkdwn(), emoji: true } }, ['/text additional_property']],
    ['an unknown style', action({ ...button, style: 'default' }), ['/elements/0/style enum']],
    ['a URL that is not http', action(badUrl), ['/elements/0/url format']],
    ['a video that is not https', { ...BLOCKS.video, video_url: 'http://example.com' }, ['/video_url format']],
    [
      'a date out of shape',
      action({ type: 'datepicker', initial_date: '21.11.2026' }),
      ['/elements/0/initial_date format'],
    ],
    [
      'an hour out of range',
      action({ type: 'timepicker', initial_time: '24:00' }),
      ['/elements/0/initial_time format'],
    ],
    [
      'milliseconds for seconds',
      action({ type: 'datetimepicker', initial_date_time: 1_700_000_000_000 }),
      ['/elements/0/initial_date_time max'],
    ],
    ['an unknown task status', { ...BLOCKS.task_card, status: 'done' }, ['/status enum']],
    ['two rich texts as details', { ...BLOCKS.task_card, details: [richText, richText] }, ['/details type']],
    ['a task of another type', { ...BLOCKS.plan, tasks: [{ ...task, type: 'section' }] }, ['/tasks/0/type enum']],
    [
      'a container in a container',
      { ...BLOCKS.container, child_blocks: [BLOCKS.container] },
      ['/child_blocks/0/type enum'],
    ],
    [
      'an icon that does not exist',
      { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'bin', text: plain() }] },
      ['/elements/0/icon enum'],
    ],
    [
      'a link in a select',
      action({ type: 'static_select', options: [{ ...option(), url: 'https://a.b' }] }),
      ['/elements/0/options/0 additional_property'],
    ],
    [
      'a mention in preformatted text',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
      },
      ['/elements/0/elements/0/type enum'],
    ],
  ])('%s is refused', (_, block, wrong) => {
    expect(wrongWith(block)).toEqual(wrong)
  })

  test('each kind of error has its own code', () => {
    const errors = validateBlocks([{ type: 'header', colour: 'red' }], 'message')
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['missing_required_field', 'missing required field: text'],
      ['invalid_additional_property', 'invalid additional property: colour'],
    ])
  })

  test('all errors of a payload are reported, not only the first', () => {
    expect(validateBlocks([{ type: 'header' }, BLOCKS.divider, { type: 'x' }], 'message')).toHaveLength(2)
  })
})

describe('rules between fields', () => {
  const staticSelect = { type: 'static_select', options: [option('a')] }
  const rows = [[raw(), raw()], [raw()]]
  test.each([
    [
      'an initial option that is not offered',
      action({ ...staticSelect, initial_option: option('b') }),
      ['/elements/0/initial_option option'],
    ],
    [
      'an initial option with another label',
      action({ ...staticSelect, initial_option: { ...option('a'), text: plain('A') } }),
      ['/elements/0/initial_option option'],
    ],
    [
      'a checkbox ticked that is not offered',
      action({ ...ELEMENTS.checkboxes, initial_options: [option('a'), option('b')] }),
      ['/elements/0/initial_options/1 option'],
    ],
    [
      'a least length above the most',
      input({ type: 'plain_text_input', min_length: 2, max_length: 1 }),
      ['/element/min_length max'],
    ],
    [
      'a least number above the most',
      input({ ...ELEMENTS.number_input, min_value: '10', max_value: '9' }),
      ['/element/min_value max'],
    ],
    ['an empty filter', action({ type: 'conversations_select', filter: {} }), ['/elements/0/filter at_least_one']],
    ['collapsed and not collapsible', { ...BLOCKS.container, default_collapsed: true }, ['/default_collapsed enum']],
    ['rows of unequal length', { ...BLOCKS.data_table, rows }, ['/rows/1 row_length']],
    [
      'rich text in the header row',
      {
        ...BLOCKS.data_table,
        rows: [
          [richText, raw()],
          [raw(), raw()],
        ],
      },
      ['/rows/0/0/type enum'],
    ],
    ['two series of one name', chart({ ...line, series: [series('A'), series('A')] }), ['/chart/series/1/name unique']],
    [
      'a point of no category',
      chart({ ...line, axis_config: { categories: ['Tue'] } }),
      ['/chart/series/0/data categories'],
    ],
    [
      'a point without a value',
      chart({ ...line, series: [{ name: 'A', data: [{ label: 'Mon', value: null }] }] }),
      ['/chart/series/0/data/0/value type'],
    ],
    [
      'a value that JSON has no number for',
      chart({ ...line, series: [{ name: 'A', data: [{ label: 'Mon', value: Number.POSITIVE_INFINITY }] }] }),
      ['/chart/series/0/data/0/value type'],
    ],
    [
      'two categories of one name',
      chart({
        ...line,
        series: [{ name: 'A', data: [...series('A').data, ...series('A').data] }],
        axis_config: { categories: ['Mon', 'Mon'] },
      }),
      ['/chart/axis_config/categories/1 unique'],
    ],
    ['a slice of nothing', chart({ ...pie, segments: [{ label: 'A', value: 0 }] }), ['/chart/segments/0/value min']],
  ])('%s is refused', (_, block, wrong) => {
    expect(wrongWith(block)).toEqual(wrong)
  })

  test('a file_input cannot dispatch an action', () => {
    const blocks = [{ ...input(ELEMENTS.file_input), dispatch_action: true }]
    expect(validateBlocks(blocks, 'modal').map(({ pointer }) => pointer)).toEqual(['/blocks/0/dispatch_action'])
  })
})
