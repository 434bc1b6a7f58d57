import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatRef, matchRef, parseRef, refOf } from '../../src/migrations/typed/ref.ts'
import { anyCharacter } from '../any-character.ts'
import { sample } from './sample.ts'

const named = sample({ name: 'Photos 2026' })

describe('a ref', () => {
  test.each([
    ['191297407830872', { text: '191297407830872', isPrefix: false }],
    ['1912…', { text: '1912', isPrefix: true }],
    ['1912...', { text: '1912', isPrefix: true }],
    ['1912..', { text: '1912', isPrefix: true }],
    ['1912*', { text: '1912', isPrefix: true }],
    ['1912.', { text: '1912', isPrefix: false }],
    ['1912…,', { text: '1912', isPrefix: true }],
    ['191297407830872,', { text: '191297407830872', isPrefix: false }],
    ['`1912…`', { text: '1912', isPrefix: true }],
    ['"1912…"', { text: '1912', isPrefix: true }],
    ["'191297407830872'", { text: '191297407830872', isPrefix: false }],
    ['prod-hw/1912…', { account: 'prod-hw', text: '1912', isPrefix: true }],
    ['Prod-HW/191297407830872', { account: 'prod-hw', text: '191297407830872', isPrefix: false }],
    ['/1912', { text: '1912', isPrefix: false }],
    [' 1912… ', { text: '1912', isPrefix: true }],
    ['#1912', { text: '1912', isPrefix: false }],
    ['ｐｒｏｄ-ｈｗ／１９１２…', { account: 'prod-hw', text: '1912', isPrefix: true }],
    ['백업１', { text: '백업１', isPrefix: false }],
    ['photos → archive', { text: 'photos', isPrefix: false, target: 'archive' }],
  ])('typed as %s is understood', (typed, ref) => {
    expect(parseRef(typed)).toEqual(ref)
  })

  test.each(['', ' ', '…', '...', '*', '``', '""', 'prod-hw/', '/'])('typed as %o is missing', (typed) => {
    expect(parseRef(typed)).toBeUndefined()
  })

  test.each([
    ['https://console.example/oms?id=1912#/task/2308', ['oms', 'id', '1912', 'task', '2308']],
    ['http://console.example:8080/%31912/', ['1912']],
    ['console.example/oms/1912', ['oms', '1912']],
    ['HTTPS://Console.Example/a/%E0%A4%A?b=%31', ['a', 'E0', 'A4', 'A', 'b', '31']],
    ['https://1912.example', []],
  ])('is any id in a link: %s', (link, ids) => {
    expect(parseRef(link)).toEqual({ text: link, isPrefix: false, ids })
  })

  test('in a link fits a migration by its whole id alone', () => {
    const fits = (link: string) => {
      const ref = parseRef(link)
      return ref && matchRef(ref, named)
    }
    expect(fits(`https://console.example/oms/${named.id}`)).toBe('exact')
    expect(fits(`https://console.example/oms/${named.id.slice(0, 6)}`)).toBeUndefined()
    expect(fits('https://console.example/Photos%202026')).toBeUndefined()
  })

  test('never throws, and is never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (typed) => {
        expect(parseRef(typed)?.text).not.toBe('')
      }),
    )
  })

  test('stays the same when it is typed as it was printed', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/)
    const ref = fc.record({ account: word, text: word, isPrefix: fc.boolean() }, { requiredKeys: ['text', 'isPrefix'] })
    fc.assert(
      fc.property(ref, (one) => {
        expect(parseRef(formatRef(one))).toEqual(one)
      }),
    )
  })

  test('of a migration names its account', () => {
    expect(refOf(named)).toBe('prod-hw/191297407830872')
  })
})

describe('a migration matches', () => {
  test.each([
    ['191297407830872', 'exact'],
    ['prod-hw/191297407830872', 'exact'],
    ['191297407830872…', 'prefix'],
    ['1912…', 'prefix'],
    ['1912', 'prefix'],
    ['photos 2026', 'exact'],
    ['PHOTOS', 'prefix'],
    ['test-hw/191297407830872', undefined],
    ['9129', undefined],
    ['2026', undefined],
  ])('%s: %s', (typed, expected) => {
    const ref = parseRef(typed)
    expect(ref && matchRef(ref, named)).toBe(expected)
  })

  test('no empty name', () => {
    expect(matchRef({ text: 'x', isPrefix: true }, sample({ name: '' }))).toBeUndefined()
  })
})
