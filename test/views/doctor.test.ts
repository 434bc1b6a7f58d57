import { expect, test } from 'vitest'
import { doctorPage, doctorText, type Finding, isWell } from '../../src/views/page/doctor.ts'
import { readable } from './readable.ts'

const well: Finding = { part: 'Store', state: 'well', says: 'sqlite: in order' }
const ill = (number: number): Finding => ({
  part: `Channel C${number}`,
  state: 'ill',
  says: 'Ferry is not in `the` channel <there>',
  mend: 'Type /invite @Ferry.',
  channel: `C${number}`,
})

test('what is wrong comes first, with what to do, and the box has all of it', () => {
  const shown = readable(doctorPage([well, ill(1)])).join('\n')
  expect(shown).toContain(
    [
      ':x: *1 thing needs you.*',
      '*<#C1>*: Ferry is not in `the` channel &lt;there&gt;',
      '→ Type /invite @Ferry.',
      '```BAD Channel C1: Ferry is not in ’the’ channel &lt;there&gt;',
      'ok  Store: sqlite: in order```',
    ].join('\n'),
  )
})

test('many findings stay on one screen and within Slack’s limits, and the rest is counted', () => {
  const many = Array.from({ length: 300 }, (_, index) => ill(index))
  const page = doctorPage([well, ...many])
  expect(page.blocks.length).toBeLessThan(12)
  const shown = readable(page)
  expect(shown[0]).toBe(':x: *300 things need you.*')
  expect(shown.join('\n')).toContain('295 more below')
  expect(shown.join('\n')).toMatch(/… and \d+ more```/)
})

test('a terminal shows one line for each, and what to do below it', () => {
  const unknown: Finding = { part: 'Ferry', state: 'unknown', says: 'does not run here' }
  expect(doctorText([well, ill(1), unknown])).toBe(
    [
      'ok  Store       sqlite: in order',
      'BAD Channel C1  Ferry is not in `the` channel <there>',
      '                → Type /invite @Ferry.',
      '?   Ferry       does not run here',
      '',
      '1 thing needs you.',
      '',
    ].join('\n'),
  )
  expect(isWell([well, unknown])).toBe(true)
  expect(isWell([well, ill(1)])).toBe(false)
})
