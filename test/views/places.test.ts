import { expect, test } from 'vitest'
import type { Source } from '../../src/migrations/spec/source-and-target.ts'
import { sourceText, targetText } from '../../src/views/words/words.ts'

const photos = { cloud: 'AWS', bucket: 'photos' }

test.each<[Source, string]>([
  [{ ...photos }, ''],
  [{ ...photos, selection: 'everything' }, ', whole bucket'],
  [{ ...photos, selection: 'prefixes', names: ['logs/'] }, ', prefix logs/'],
  [{ ...photos, selection: 'prefixes', names: ['2026/', '2025/'] }, ', prefixes 2026/, 2025/'],
  [{ ...photos, selection: 'prefixes', names: ['a/', 'b/', 'c/', 'd/', 'e/'] }, ', prefixes a/, b/, c/ and 2 more'],
  [{ ...photos, selection: 'prefixes' }, ', certain prefixes'],
  [{ ...photos, selection: 'objects', names: ['a/', 'b/'] }, ', folders a/, b/'],
  [{ ...photos, selection: 'objects', names: ['a/', 'b.txt'] }, ', objects a/, b.txt'],
  [{ ...photos, selection: 'objects' }, ', certain objects'],
  [{ ...photos, selection: 'list', listFile: { key: 'all.txt' } }, ', list all.txt'],
  [{ ...photos, selection: 'url list' }, ', a list of URLs'],
  [
    { ...photos, selection: 'everything', since: Date.UTC(2026, 0, 2, 15, 4) },
    ', whole bucket, changed after 2026-01-02 15:04 UTC',
  ],
  [{ ...photos, since: 9e18 }, ''],
])('a source names its selection: %j', (source, words) => {
  expect(sourceText(source)).toBe(`AWS \`photos\`${words}`)
})

test('a destination says what it puts before each name', () => {
  expect(targetText({ bucket: 'archive' })).toBe('`archive`')
  expect(targetText({ bucket: 'archive', prefix: 'old/' })).toBe('`archive`, prefix old/')
})
