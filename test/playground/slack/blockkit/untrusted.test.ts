import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateBlocks, validateMessage, validateView } from '../../../../playground/slack/blockkit/validate.ts'
import { action, BLOCKS, chart, ELEMENTS, input, line } from './examples.ts'

describe('untrusted payloads', () => {
  const names = fc.constantFrom(
    'type',
    'text',
    'elements',
    'options',
    'initial_option',
    'rows',
    'chart',
    'min_length',
    'toString',
    '__proto__',
  )
  const types = fc.constantFrom(...Object.keys(BLOCKS), ...Object.keys(ELEMENTS), 'plain_text', 'constructor')
  const anything = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 6 }, types, fc.jsonValue(), fc.array(tie('node')), fc.dictionary(names, tie('node'))),
  })).node
  const block = fc.constantFrom(...Object.values(BLOCKS))

  test('no JSON makes the validator throw', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.anything()), (value) => {
        validateBlocks(value, 'message')
        validateMessage({ text: value, blocks: [value] })
        validateView(value)
        validateView({ type: 'modal', title: value, blocks: value })
      }),
      { numRuns: 1000 },
    )
  })

  test('no replacement of a field of a valid block makes the validator throw', () => {
    fc.assert(
      fc.property(block, fc.dictionary(names, anything), (valid, replaced) => {
        const broken = [{ ...valid, ...replaced }]
        expect(Array.isArray(validateBlocks(broken, 'home'))).toBe(true)
      }),
    )
  })

  test('objects that cannot be converted to text do no harm', () => {
    const value = { toString: 1, valueOf: 1 }
    const hostile = [
      input({ type: 'plain_text_input', min_length: value, max_length: value }),
      action({ type: 'static_select', options: [{ text: { text: value }, value }], initial_option: { value } }),
      chart({ ...line, series: [{ name: value, data: [{ label: value }] }], axis_config: { categories: [value] } }),
      { type: value },
    ]
    expect(validateBlocks(hostile, 'message')).not.toEqual([])
  })

  test('endless nesting is refused at once', () => {
    const deep = Array.from({ length: 100_000 }).reduce((inner) => ({ type: 'container', child_blocks: [inner] }), {})
    expect(validateBlocks([deep], 'message').length).toBeGreaterThan(0)
  })
})
