import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { folderAbove, formatTrail, readTrail, splitPath, type Trail } from '../../src/migrations/typed/trail.ts'
import { anyCharacter } from '../any-character.ts'
import { hostile, keptName } from '../views/hostile.ts'

/** Reads the command that a click sends. */
function reread(command: string, hasClouds: boolean): Trail | undefined {
  const parsed = parse(command, commands)
  if (parsed.type === 'problem' || parsed.command.verb !== 'browse') return undefined
  const [account = '', ...words] = parsed.words
  const { page, ...flags } = parsed.flags
  return readTrail(account, { words, flags, page: page === undefined ? undefined : Number(page), hasClouds })
}

/** Object names as clouds allow them: 1,024 bytes of anything. */
const name = fc.oneof(
  hostile.map((text) => text.slice(0, 500)),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '-',
        '--yes',
        '“',
        '—',
        '%',
        '%2F',
        '%zz',
        '/',
        '//',
        ' ',
        '&amp;',
        '<https://a|b>',
        'é',
        'e\u0301',
        '\u3164',
      ),
      {
        minLength: 1,
      },
    )
    .map((parts) => parts.join('')),
)
const bucket = name.filter((text) => text !== '')
const somewhere: fc.Arbitrary<Trail> = fc.record(
  {
    account: keptName,
    cloud: bucket,
    bucket,
    path: name,
    key: keptName,
    appId: bucket,
    region: bucket,
    after: bucket,
    page: fc.integer({ min: 1, max: 10_000 }),
  },
  { requiredKeys: ['account', 'cloud', 'bucket', 'path'] },
)

describe('a browse command', () => {
  test('leads to exactly one place, whatever the names are, because a wrong one would show another folder', () => {
    fc.assert(
      fc.property(somewhere, (trail) => {
        const command = formatTrail(trail)
        const isWritable = Object.values(trail).every((part) => typeof part === 'number' || part.isWellFormed())
        expect(command !== undefined).toBe(isWritable)
        if (command !== undefined && command.length <= 2000) expect(reread(command, true)).toEqual(trail)
      }),
      // The two halves of one character around a slash are no valid characters.
      { numRuns: 3000, examples: [[{ account: 'a', cloud: 'AWS', bucket: '\ud800', path: '\udfff' }]] },
    )
  })

  test('leads to a place in an account with a single cloud', () => {
    fc.assert(
      fc.property(somewhere, ({ cloud: _, ...trail }) => {
        const command = formatTrail(trail)
        if (command !== undefined && command.length <= 2000) expect(reread(command, false)).toEqual(trail)
      }),
    )
  })

  test.each([
    [{ account: 'prod-hw' }, 'browse prod-hw'],
    [{ account: 'prod-hw', cloud: 'AWS', key: 'photos-read' }, 'browse prod-hw AWS --key photos-read'],
    [{ account: 'prod-hw', cloud: 'AWS', bucket: 'photos', path: '' }, 'browse prod-hw AWS photos/'],
    [{ account: 'prod-hw', cloud: 'AWS', bucket: 'phot' }, 'browse prod-hw AWS phot'],
    [{ account: 'prod-hw', cloud: 'AWS', bucket: 'photos', path: 'für Oma/' }, 'browse prod-hw AWS %photos/für%20Oma/'],
    [{ account: 'uc', bucket: 'a/b', path: '%' }, 'browse uc %a%2Fb/%25'],
  ])('is readable: %o', (trail, command) => expect(formatTrail(trail)).toBe(command))

  test('can be typed by hand: text that is not encoded, or not correctly, is taken literally', () => {
    expect(reread('browse prod-hw AWS "photos/my files/"', true)).toMatchObject({ bucket: 'photos', path: 'my files/' })
    expect(reread('browse prod-hw AWS photos/100%/', true)).toMatchObject({ bucket: 'photos', path: '100%/' })
    expect(reread('browse prod-hw AWS %zz/%zz', true)).toMatchObject({ bucket: '%zz', path: '%zz' })
  })

  test.each(['', 'half\uD800'])('is not written for a name that no text can hold: %o', (part) => {
    expect(formatTrail({ account: 'prod-hw', cloud: 'AWS', bucket: part, path: '' })).toBeUndefined()
    expect(formatTrail({ account: 'prod-hw', cloud: 'AWS', bucket: 'photos', path: '', after: part })).toBeUndefined()
  })
})

describe('a path', () => {
  test.each([
    ['', '', ''],
    ['a', '', 'a'],
    ['a/', 'a/', ''],
    ['a/b/c', 'a/b/', 'c'],
    ['/', '/', ''],
    ['//x', '//', 'x'],
  ])('%o consists of the folder %o and the beginning %o', (path, folder, prefix) => {
    expect(splitPath(path)).toEqual({ folder, prefix })
  })

  test('leads up to the bucket, folder by folder', () => {
    expect([folderAbove('a/b/'), folderAbove('a/'), folderAbove('//'), folderAbove('/'), folderAbove('')]).toEqual([
      'a/',
      '',
      '/',
      '',
      undefined,
    ])
  })
})
