import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSealer } from '../../src/store/keys/seal.ts'
import { anyCharacter } from '../any-character.ts'
import { firstKey, secondKey } from './world.ts'

describe('a sealer', () => {
  const sealer = createSealer([firstKey])
  const anyText = fc.string({ unit: anyCharacter })

  test('opens everything that it has sealed, in its own place only, and never seals the same text alike twice', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (text, context, otherContext) => {
        const sealed = sealer.seal(text, context)
        expect(sealer.open(sealed, context)).toBe(text)
        expect(sealer.seal(text, context)).not.toBe(sealed)
        if (otherContext !== context) expect(() => sealer.open(sealed, otherContext)).toThrow('record_unreadable')
      }),
    )
  })

  test('notices every changed character', () => {
    const sealed = sealer.seal('fake-secret', 'here')
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'b', '7', '.', '-', '!'), (position, character) => {
        const altered = sealed.slice(0, position) + character + sealed.slice(position + 1)
        if (meansTheSame(altered, sealed)) return
        expect(() => sealer.open(altered, 'here')).toThrow(/record_unreadable|seal_unopenable/)
      }),
    )
  })

  test.each(['', 'plain text', 'ferry1.k1', 'ferry1.k1...', 'ferry2.k1.a.b.c'])(
    'does not accept %j as sealed',
    (text) => {
      expect(() => sealer.open(text, 'here')).toThrow('record_unreadable')
    },
  )

  test('names the missing key, even if its id has dots', () => {
    const sealed = createSealer([{ ...firstKey, id: '2026.01.a' }]).seal('x', 'here')
    expect(() => sealer.open(sealed, 'here')).toThrow(
      expect.objectContaining({ code: 'seal_unopenable', details: { keyId: '2026.01.a' } }),
    )
  })

  test('seals with the first key of its ring and opens with any of them', () => {
    const sealed = sealer.seal('x', 'here')
    const rotated = createSealer([secondKey, firstKey])
    expect(rotated.open(sealed, 'here')).toBe('x')
    expect(rotated.needsReseal(sealed)).toBe(true)
    expect(rotated.needsReseal(rotated.seal('x', 'here'))).toBe(false)
  })

  test('reports everything sealed with another key, however similar the key ids are', () => {
    fc.assert(
      fc.property(keyIds, keyIds, (activeId, otherId) => {
        const active = { ...firstKey, id: activeId }
        const rotated = createSealer([active])
        expect(rotated.needsReseal(rotated.seal('x', 'here'))).toBe(false)
        const other = createSealer([{ ...secondKey, id: otherId }]).seal('x', 'here')
        expect(rotated.needsReseal(other)).toBe(otherId !== activeId)
      }),
      { examples: likeIds },
    )
  })

  test('refuses keys that cannot work', () => {
    expect(() => createSealer([])).toThrow('At least one')
    expect(() => createSealer([{ id: 'k1', key: Buffer.alloc(16) }])).toThrow('must have 32 bytes')
    expect(() => createSealer([{ id: 'k 1', key: Buffer.alloc(32) }])).toThrow('letters')
  })
})

const likeIds: [string, string][] = [
  ['k1', 'k1.2025'],
  ['k1', 'k1.'],
  ['k1.2025', 'k1'],
  ['ferry1', 'ferry1.k1'],
]
/** Ids made of few parts, so that one often begins with another or looks like another part of a sealed text. */
const keyIds = fc
  .array(fc.constantFrom('k', '1', '.', '-', '_', 'ferry1', '.2025', 'A'.repeat(16), 'B'.repeat(22)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))

/** Whether two sealed texts mean the same. The last character of base64 may contain bits without a meaning. */
function meansTheSame(altered: string, sealed: string): boolean {
  const [one, other] = [altered, sealed].map((text) =>
    text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex')),
  )
  return altered.startsWith('ferry1.k1.') && one?.join() === other?.join()
}
