import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FailedObject } from '../../../../src/migrations/failed-objects.ts'
import { createListReader, type Reading } from '../../../../src/providers/huawei/failures/list-reader.ts'
import { hostile } from '../../../views/hostile.ts'

function readings(text: string): Reading[] {
  const read = createListReader()
  return text.split('\n').map((line) => read({ text: line.replace(/\r$/, ''), isCut: false }))
}

function objectsIn(text: string): FailedObject[] {
  return readings(text).flatMap((reading) => (reading.type === 'object' ? [reading.object] : []))
}

const at = '2026-11-22 08:15:00'
const reason = 'UPLOAD_DST_OBJ_FAILURE'
const [encoded, plain] = ['2026/a%20b%2C%3B%7C%09.jpg', '2026/a b,;|\t.jpg']
const name = plain

describe('a line in a list of failed objects', () => {
  test.each([
    [
      'with the columns of the user guide',
      [reason, at, encoded, plain, '403'].join('\t'),
      { name, reason, at, sourceCode: '403' },
    ],
    ['with commas', [reason, at, encoded, plain, '403'].join(','), { name, reason, at, sourceCode: '403' }],
    ['with bars', [reason, at, encoded, plain, '403'].join('|'), { name, reason, at, sourceCode: '403' }],
    [
      'in quotes',
      [reason, at, 'a.jpg', 'a.jpg', '403'].map((cell) => `"${cell}"`).join(','),
      { name: 'a.jpg', reason, at, sourceCode: '403' },
    ],
    ['without the code of the source', [reason, at, encoded, plain].join('\t'), { name, reason, at }],
    ['with an empty code', [reason, at, encoded, plain, ''].join('\t'), { name, reason, at }],
    ['without the plain name', [reason, at, encoded].join('\t'), { name, reason, at }],
    ['without a time', [reason, encoded].join('\t'), { name, reason }],
    [
      'with a time in milliseconds',
      [reason, '1793300000000', encoded].join('\t'),
      { name, reason, at: '1793300000000' },
    ],
    ['with a reason that is a status', ['403', 'a.jpg'].join('\t'), { name: 'a.jpg', reason: '403' }],
    ['with nothing but a name', 'a%20b.jpg', { name: 'a b.jpg' }],
    ['with a name that is not encoded', 'summer, 100%.jpg', { name: 'summer, 100%.jpg' }],
    [
      'with a plus sign for a space',
      [reason, at, 'a+b', 'a b', '403'].join('\t'),
      { name: 'a b', reason, at, sourceCode: '403' },
    ],
    [
      'with a plus sign that is part of the name',
      [reason, at, 'a+b', 'a+b', '403'].join('\t'),
      { name: 'a+b', reason, at, sourceCode: '403' },
    ],
    ['with a broken encoding', [reason, at, 'a%zz', 'a%zz'].join('\t'), { name: 'a%zz', reason, at }],
  ])('%s', (_, line, object) => {
    expect(objectsIn(line)).toEqual([object])
  })

  test.each([
    ['a heading', 'Failure cause\tTime\tFailed object\tSource error code'],
    ['a heading in Chinese', '失败原因,发生时间,失败对象（经过URL编码）,失败对象'],
    ['an empty line', '   '],
  ])('is skipped if it is %s', (_, line) => {
    expect(readings(line)).toEqual([{ type: 'nothing' }])
  })

  test('loses its byte order mark', () => {
    expect(objectsIn(`\uFEFF${reason}\t${at}\ta.jpg`)).toEqual([{ name: 'a.jpg', reason, at }])
  })

  test('that is too long is not cut to a shorter name', () => {
    expect(createListReader()({ text: `${reason}\t${at}\ta.jp`, isCut: true })).toEqual({ type: 'unreadable' })
  })

  test('without a name cannot be read', () => {
    expect(readings([reason, at, ''].join('\t'))).toEqual([{ type: 'unreadable' }])
  })
})

describe('a list with hostile names', () => {
  const names = fc.array(
    hostile
      .map((text) => text.slice(0, 300).toWellFormed())
      .filter((text) => text.trim() !== '' && !text.includes('\r')),
    { minLength: 1, maxLength: 6 },
  )
  const form = fc.record({
    separator: fc.constantFrom('\t', ',', ';', '|'),
    isHeaded: fc.boolean(),
    blank: fc.constantFrom('%20', '+'),
  })

  test('names each object once, whatever its name is', () => {
    fc.assert(
      fc.property(names, form, (wanted, { separator, isHeaded, blank }) => {
        const rows = wanted.map((one) => {
          const inUrl = encodeURIComponent(one).replaceAll('%20', blank)
          return [reason, at, inUrl, one, '404-NoSuchKey'].join(separator)
        })
        const heading = ['Reason', 'Time', 'Object', 'Code'].join(separator)
        const found = objectsIn([...(isHeaded ? [heading] : []), ...rows].join('\n'))
        expect(found.map((object) => object.name)).toEqual(wanted)
      }),
      { numRuns: 500 },
    )
  })

  test('never throws, whatever a line contains', () => {
    fc.assert(
      fc.property(fc.array(hostile), (lines) => {
        for (const object of objectsIn(lines.join('\n'))) expect(object.name).not.toBe('')
      }),
    )
  })
})
