import type { InputBlock, KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateView } from '../../playground/slack/blockkit/validate.ts'
import { viewError } from '../../playground/slack/validity.ts'
import { section } from '../../src/views/blocks/elements.ts'
import { formModal, question } from '../../src/views/blocks/form.ts'
import { messageModal } from '../../src/views/blocks/problem.ts'
import { fittingView } from '../../src/views/blocks/size.ts'
import { anyCharacter } from '../any-character.ts'
import { hostile } from './hostile.ts'

/** As many options as Slack allows, each as long as it allows, in characters of four bytes. */
const longWord = '\u{20BB7}'.repeat(37)
const longest = Array.from({ length: 100 }, (_, index) => ({
  label: longWord,
  value: `${index}${longWord}${longWord}`,
}))

function isInput(block: object): block is InputBlock {
  return 'type' in block && block.type === 'input'
}

describe('views stay below Slack’s limits', () => {
  test('menus are shortened, say by how much, and keep the chosen option', () => {
    const chosen = longest.at(-1)?.value ?? ''
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
    const blocks = names.map((name) => question({ name, label: name, choices: longest, initial: chosen }))
    const modal = formModal({ title: 'T', submit: 'Send', memo: { command: 'x' }, blocks })
    expect(viewError(JSON.parse(JSON.stringify(modal)))).toBeUndefined()
    const shown = modal.blocks.flatMap((block) => (isInput(block) ? [block] : []))
    expect(shown.map(({ block_id }) => block_id)).toEqual(names)
    for (const { element, hint } of shown) {
      if (element.type !== 'static_select') throw new Error('Not a menu')
      const options = element.options ?? []
      expect(options.map(({ value }) => value)).toContain(chosen)
      if (options.length < 100) expect(hint?.text).toBe(`${100 - options.length} more don’t fit here.`)
    }
    expect(shown.some(({ hint }) => hint !== undefined)).toBe(true)
  })

  test('a page loses its last blocks, and says how much', () => {
    const blocks: KnownBlock[] = Array.from({ length: 100 }, (_, index) =>
      section(`${index} ${'\u{20BB7}'.repeat(1400)}`),
    )
    const modal = messageModal('T', { text: 'x', blocks })
    expect(viewError(JSON.parse(JSON.stringify(modal)))).toBeUndefined()
    const last = JSON.stringify(modal.blocks.at(-1))
    expect(last).toContain(`${100 - (modal.blocks.length - 1)} more don’t fit here`)
    expect(JSON.stringify(modal.blocks[0])).toContain('"0 ')
  })

  test('a page that fits stays unchanged', () => {
    const blocks = [section('short'), question({ name: 'a', label: 'A', choices: longest.slice(0, 10) })]
    expect(fittingView(blocks)).toEqual(blocks)
  })

  test('any menus and names make a view that Slack accepts', () => {
    const choice = fc.record({ label: hostile, value: fc.string({ minLength: 1, maxLength: 150, unit: anyCharacter }) })
    const asked = fc.record({
      label: hostile,
      choices: fc.uniqueArray(choice, { minLength: 1, maxLength: 100, selector: ({ value }) => value }),
    })
    fc.assert(
      fc.property(
        fc.array(asked, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 3000, max: 240_000 }),
        (all, limit) => {
          const blocks = all.map((one, index) => question({ ...one, name: `q${index}` }))
          const fitting = fittingView(blocks, limit)
          const smallest = fittingView(blocks, 0)
          const bytes = Buffer.byteLength(JSON.stringify(fitting))
          expect(bytes).toBeLessThanOrEqual(Math.max(limit, Buffer.byteLength(JSON.stringify(smallest))))
          const view = {
            type: 'modal',
            title: { type: 'plain_text', text: 'T' },
            submit: { type: 'plain_text', text: 'S' },
          }
          expect(validateView({ ...view, blocks: fitting })).toEqual(validateView({ ...view, blocks }))
        },
      ),
      { numRuns: 60 },
    )
  })
})
