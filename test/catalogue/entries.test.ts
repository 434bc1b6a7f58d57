import { describe, expect, test } from 'vitest'
import type { Entry, Meaning, Retry } from '../../src/catalogue/entry.ts'
import { explain, explainShared } from '../../src/catalogue/explain.ts'
import { catalogue } from '../../src/catalogue/index.ts'

/** The meanings of all entries: an entry's own and that of each of its cases. */
const meanings = catalogue.flatMap((entry) =>
  [entry, ...(entry.cases ?? []).map((narrower) => ({ ...entry, ...narrower }))].map(
    (meaning) => [`${entry.codes[0]}: ${meaning.what}`, meaning] as const,
  ),
)
describe('Wording', () => {
  test.each(meanings)('%s fits on a phone', (_, { what, fix }) => {
    expect(what.length).toBeLessThanOrEqual(110)
    expect(fix.length).toBeLessThanOrEqual(200)
  })

  test.each(meanings)('%s consists of clean sentences', (_, { what, fix }) => {
    for (const text of [what, fix]) {
      expect(text).toBe(text.trim())
      expect(text).toMatch(/^[A-Z].*\.$/s)
      expect(text).not.toMatch(/ {2}|\n|\t| \.( |$)|\.\.|[!?]/)
      expect(text.split('`').length % 2, 'code marks come in pairs').toBe(1)
    }
  })

  test.each(meanings)('%s contains no jargon', (_, { what, fix }) => {
    expect(`${what} ${fix}`).not.toMatch(/\b(AK|SK|KMS|IAM|SMN|OBS|parameter|payload|metadata of)\b|AK\/SK/)
  })

  test.each(meanings)('%s is friendly without being formal', (_, { what, fix }) => {
    expect(`${what} ${fix}`).not.toMatch(/\b(please|sorry|oops|error|invalid|illegal|unauthorized|you must)\b/i)
  })

  test.each(meanings.filter(([, { turn }]) => turn === 'wait'))(
    '%s only takes time, so nobody needs to act',
    (_, { fix }) => {
      expect(fix).not.toMatch(/^(Pause|Stop|Delete|Choose|Create|Check|Put|Correct)\b|\bchoose\b.* instead/)
    },
  )

  test.each(meanings)('%s gives advice that matches its retry word', (_, meaning) => {
    expect(meaning.fix).toMatch(advice[meaning.retry].says)
    expect(meaning.fix).not.toMatch(advice[meaning.retry].never)
  })

  test.each(meanings)('%s speaks of a new migration only if its retry word does', (_, { fix, retry }) => {
    expect(retry.includes('new migration')).toBe(/new migration/i.test(fix))
  })

  test.each(meanings.filter(([, { fix }]) => /^(Wait|Restart)\b/.test(fix)))(
    '%s begins with what those can do whose turn it is',
    (_, { fix, turn }) => {
      if (/^Wait[^,.]*, then (try again|restart it)\./.test(fix))
        expect(['wait', 'provider', 'source', 'target']).toContain(turn)
      if (/^Restart/.test(fix)) expect(turn).not.toBe('provider')
    },
  )

  test.each(meanings.filter(([, { turn }]) => turn === 'provider'))(
    '%s sends people to the cloud’s support',
    (_, { fix }) => {
      expect(fix).toMatch(/support|status page/)
    },
  )

  test.each(['S3M.0153', 'S3M.0155'])('%s is about permissions, which an admin of the account gives', (code) => {
    expect(explain({ code })).toMatchObject({ turn: 'account', fix: expect.stringContaining('permission') })
  })

  test.each(meanings)('%s names the right side', (_, meaning) => {
    const text = `${meaning.what} ${meaning.fix}`
    if (meaning.turn.startsWith('source')) expect(text).toMatch(/source/)
    if (meaning.turn.startsWith('target')) expect(text).toMatch(/destination/)
    if (meaning.turn === 'operator') expect(text).toMatch(/Ferry/)
  })

  test('only a narrower case has placeholders, and only those that its pattern captures', () => {
    for (const entry of catalogue) {
      expect(placeholdersIn(entry)).toEqual([])
      for (const narrower of entry.cases ?? []) {
        const groups = new RegExp(`${narrower.says.source}|`).exec('')?.slice(1) ?? []
        expect(placeholdersIn({ ...entry, ...narrower }).filter((index) => index >= groups.length)).toEqual([])
      }
    }
  })

  test('patterns keep no state between two uses', () => {
    const patterns = catalogue.flatMap((entry) => (entry.cases ?? []).map(({ says }) => says))
    expect(patterns.filter(({ global, sticky }) => global || sticky)).toEqual([])
  })
})

const nothing = /(?!)/
const advice: Record<Retry, { says: RegExp; never: RegExp }> = {
  'failed objects': { says: /retry (only )?the failed objects/, never: /restart/ },
  restart: { says: /restart/i, never: /try again|retry the failed/ },
  'restart with new keys': { says: /restart with (it|the right keys|these keys)/, never: /new migration/ },
  'new migration': { says: /create a new migration/i, never: /try again|restart/ },
  'restart or new migration': {
    says: /create a new migration.*restart|restart.*create a new migration/i,
    never: /try again/,
  },
  'repeat later': { says: /try again/, never: /restart|(request|it|them|limits) again\./ },
  none: { says: /check|look|correct|(request|it|them|limits) again|nothing to do/i, never: /try again|restart/i },
  unknown: { says: nothing, never: nothing },
}

function placeholdersIn({ what, fix }: Pick<Meaning & Entry, 'what' | 'fix'>): number[] {
  return [...`${what} ${fix}`.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index))
}

describe('an entry about a bucket, a key or an account', () => {
  const one = /\b(?:source|destination) (?:bucket|key|account)\b/

  test('says what happened to several, and then speaks of none as if it were the only one', () => {
    for (const { codes, what, several } of catalogue) {
      if (one.test(what) || several !== undefined) expect(several, codes.join()).toMatch(/s\b/)
      expect(several ?? '', codes.join()).not.toMatch(one)
    }
  })

  test('tells which of them it is about', () => {
    for (const { codes, several } of catalogue) {
      if (several !== undefined) expect(explainShared({ code: codes[0] ?? '' }).about, codes.join()).toBeDefined()
    }
  })
})

test('what failures share leaves out the name that one message gives', () => {
  const shared = (bucket: string) => explainShared({ code: 'S3M.1020', message: `Can't get dest bucket [${bucket}].` })
  expect(shared('archive')).toEqual(shared('vault'))
  expect(shared('archive')).toMatchObject({
    what: 'The destination bucket cannot be reached with these keys.',
    about: 'target',
  })
})
