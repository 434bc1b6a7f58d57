import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AuditEvent,
  type AuditRecord,
  type Break,
  chainStart,
  createVerifier,
  link,
} from '../../src/access/audit.ts'
import { canonical } from '../../src/access/canonical.ts'

function event(verb: string): AuditEvent {
  return { at: 1, user: 'U1', door: 'typed', verb, outcome: 'done', role: 'operator' }
}

function chainOf(verbs: readonly string[]): AuditRecord[] {
  const records: AuditRecord[] = []
  for (const verb of verbs) records.push(link(event(verb), records.at(-1) ?? { seq: 0, hash: chainStart }))
  return records
}

function firstBreak(records: readonly AuditRecord[]): Break | undefined {
  const verifier = createVerifier()
  for (const record of records) {
    const broken = verifier.check(record)
    if (broken !== undefined) return broken
  }
  return undefined
}

const verbs = fc.array(fc.string(), { minLength: 1, maxLength: 8 })

describe('a chain of records', () => {
  test('is intact if nobody changed it', () => {
    fc.assert(fc.property(verbs, (some) => firstBreak(chainOf(some)) === undefined))
  })

  test('reveals any record that was changed, removed, inserted or moved', () => {
    fc.assert(
      fc.property(verbs, fc.nat(), fc.constantFrom('change', 'take out', 'put in', 'move'), (some, where, how) => {
        const records = chainOf([...some, 'last'])
        const index = where % (records.length - 1)
        const [record] = records.slice(index)
        if (record === undefined) throw new Error('There is one')
        if (how === 'change') records[index] = { ...record, user: 'U2' }
        if (how === 'take out') records.splice(index, 1)
        if (how === 'put in') records.splice(index, 0, { ...record, verb: 'forged' })
        if (how === 'move') records.push(...records.splice(index, 1))
        expect(firstBreak(records)).toBeDefined()
      }),
    )
  })

  test('reveals a record that was rewritten with a matching hash, because the next record does not fit', () => {
    const records = chainOf(['pause', 'start', 'delete'])
    const [first] = records
    if (first === undefined) throw new Error('There is one')
    records[1] = link(event('nothing'), first)
    expect(firstBreak(records)).toEqual({ seq: 3, why: 'out of place' })
  })
})

test('the same content has the same canonical text, whatever the order of its fields', () => {
  expect(canonical({ b: [1, { d: null, c: 'x' }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"x","d":null}]}',
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonical(JSON.parse(JSON.stringify(reversed)))).toBe(canonical(JSON.parse(JSON.stringify(value))))
    }),
  )
})
