import { describe, expect, test } from 'vitest'
import { validateBlocks } from '../../../../playground/slack/blockkit/validate.ts'
import { action, BLOCKS, button, confirm, mrkdwn, plain, without } from './examples.ts'
import { wrongWith } from './wrong-with.ts'

describe('required fields', () => {
  const REQUIRED: Record<string, [object, ...string[]]> = {
    actions: [BLOCKS.actions, 'elements'],
    header: [BLOCKS.header, 'text'],
    image: [BLOCKS.image, 'alt_text'],
    input: [BLOCKS.input, 'label', 'element'],
    video: [BLOCKS.video, 'video_url', 'thumbnail_url', 'alt_text', 'title'],
    task_card: [BLOCKS.task_card, 'task_id', 'title', 'status'],
    plan: [BLOCKS.plan, 'title'],
    markdown: [BLOCKS.markdown, 'text'],
    table: [BLOCKS.table, 'rows'],
    data_table: [BLOCKS.data_table, 'rows', 'caption'],
    data_visualization: [BLOCKS.data_visualization, 'title', 'chart'],
    container: [BLOCKS.container, 'child_blocks'],
    carousel: [BLOCKS.carousel, 'elements'],
  }
  const cases = Object.values(REQUIRED).flatMap(([block, ...fields]) => fields.map((field) => ({ block, field })))

  test.each(cases)('$block.type needs $field', ({ block, field }) => {
    expect(wrongWith(without(block, field))).toEqual([' required'])
  })

  test.each(['title', 'text', 'confirm', 'deny'])('a confirmation needs its %s', (field) => {
    const element = { ...button, confirm: without(confirm, field) }
    expect(wrongWith(action(element))).toEqual(['/elements/0/confirm required'])
  })

  test.each([
    ['a section without text and fields', { type: 'section' }, [' at_least_one']],
    ['a card with nothing to show', { type: 'card', subtitle: mrkdwn() }, [' at_least_one']],
    ['a container without a title', without(BLOCKS.container, 'title'), [' at_least_one']],
    ['an image without a source', { type: 'image', alt_text: 'A' }, [' exactly_one']],
    ['an image with two sources', { ...BLOCKS.image, image_url: 'https://example.com' }, [' exactly_one']],
    [
      'a file named twice',
      { ...BLOCKS.image, slack_file: { id: 'F1', url: 'https://a.b' } },
      ['/slack_file exactly_one'],
    ],
    ['a select without options', action({ type: 'static_select' }), ['/elements/0 exactly_one']],
    ['a button without text', action({ type: 'button' }), ['/elements/0 required']],
    [
      'an option without a value',
      action({ type: 'overflow', options: [{ text: plain() }] }),
      ['/elements/0/options/0 required'],
    ],
    ['a block without type', { text: plain() }, [' required']],
  ])('%s is refused', (_, block, wrong) => {
    expect(wrongWith(block)).toEqual(wrong)
  })

  test('action_id and block_id are optional', () => {
    const element = { type: 'button', text: plain() }
    expect(validateBlocks([action(element), action(element)], 'message')).toEqual([])
  })

  test('a field that is undefined counts as absent, as in JSON', () => {
    expect(wrongWith({ ...BLOCKS.divider, block_id: undefined, else: undefined })).toEqual([])
    expect(wrongWith({ ...BLOCKS.header, text: undefined })).toEqual([' required'])
  })
})
