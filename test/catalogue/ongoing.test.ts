import { describe, expect, test } from 'vitest'
import { ongoingAdvice } from '../../src/catalogue/explain.ts'
import { catalogue } from '../../src/catalogue/index.ts'

/** Words for somebody who has just typed or sent something. */
const toAnAsker = /(?:try|send|do) (?:it |the request |this )?again|status first|your request|list` *,|correct it/i

const advices = catalogue.flatMap(({ cases = [], ...entry }) =>
  [entry, ...cases.map((narrower) => ({ ...entry, ...narrower }))].flatMap((meaning) =>
    [true, false].map((hasRequestId) => ({
      code: entry.codes[0] ?? '',
      advice: ongoingAdvice({ ...meaning, isKnown: true, hasRequestId }),
    })),
  ),
)

describe('advice about an error that Ferry keeps meeting by itself', () => {
  test('asks nobody to repeat what they did not do', () => {
    expect(advices.filter(({ advice }) => toAnAsker.test(advice))).toEqual([])
  })

  test('sends nobody to a message that may be missing', () => {
    expect(advices.filter(({ advice }) => /own message/i.test(advice))).toEqual([])
  })

  test('is whole sentences, or nothing where only the cloud can act', () => {
    expect(advices.filter(({ advice }) => advice !== '' && !/^\p{Lu}.*[.]$/u.test(advice))).toEqual([])
  })

  test('names a request id only where one is shown', () => {
    const unknown = { isKnown: false, turn: 'request', fix: '' } as const
    expect(ongoingAdvice({ ...unknown, hasRequestId: true })).toContain('request id')
    expect(ongoingAdvice({ ...unknown, hasRequestId: false })).not.toContain('request id')
  })
})

describe('the fix of an entry', () => {
  test('sends people to the cloud’s own message only if the entry quotes it', () => {
    const unquoted = catalogue.filter(({ fix, quotes }) => /own message/i.test(fix) && quotes !== true)
    expect(unquoted.map(({ codes }) => codes)).toEqual([])
  })
})
