import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { type Card, migrationCard } from '../../src/views/card/card.ts'
import { sample } from '../migrations/sample.ts'
import { readable } from './readable.ts'

function linesOf(changes: Partial<Migration>, purpose: Card['purpose']): string[] {
  return readable(migrationCard({ migration: sample(changes), provider: huawei, purpose })).flatMap((text) =>
    text.split('\n'),
  )
}

describe('further details of a migration', () => {
  const told: Partial<Migration> = {
    name: 'photos-archive-20261121',
    description: 'nightly <copy>',
    groupId: 'd85ed5a8-61a1-492f-a146-2fd092dc37cf',
    priority: 'high',
    copying: {
      overwrite: 'always',
      storageClass: 'IA',
      encrypts: true,
      restoresArchived: false,
      recordsFailures: true,
    },
  }

  test('appear on the card of the person who asks', () => {
    expect(linesOf(told, 'reply').slice(-6, -2)).toEqual([
      '(Name: `photos-archive-20261121`',
      'Description: nightly &lt;copy&gt;',
      'Task of group `prod-hw/d85ed5a8-61a1-492f-a146-2fd092dc37cf`',
      'Options: priority high, always overwrites, storage class `IA`, encrypting)',
    ])
  })

  test.each([
    ['nightly copy [ferry d26f63c99420b5f3]', ['Description: nightly copy']],
    ['[ferry d26f63c99420b5f3]', []],
    ['about [ferry boats] to Hel', ['Description: about [ferry boats] to Hel']],
  ])('leave out the mark by which Ferry finds what it created: %s', (description, lines) => {
    const shown = linesOf({ description }, 'reply').map((line) => line.replace(/^\(|\)$/g, ''))
    expect(shown.filter((line) => /escription|ferry /.test(line))).toEqual(lines)
  })

  test('include names for which the line of places has no room', () => {
    const source = {
      cloud: 'Tencent',
      bucket: 'photos',
      selection: 'list',
      listFile: { bucket: 'lists', key: 'all.txt' },
      appId: '1250000000',
      cdn: { domain: 'cdn.example.com', protocol: 'https', authentication: 'NONE' },
    } as const
    const lines = linesOf({ source, target: { bucket: 'archive', isFileSystem: true }, madeBy: 'sync' }, 'reply').join(
      '\n',
    )
    expect(lines).toContain('Created by a synchronization task for objects it was told to copy')
    expect(lines).toContain('Listed in `all.txt` in `lists`')
    expect(lines).toContain('Read through the CDN `https://cdn.example.com`')
    expect(lines).toContain('App id of the source: `1250000000`')
    expect(lines).toContain('The destination is a parallel file system')
  })

  test.each(['live', 'shared'] as const)('do not appear on the %s card', (purpose) => {
    expect(linesOf(told, purpose).join()).not.toMatch(/Named|Described|Options|One of/)
  })

  test('warn that failed objects will not be listed, so they cannot be retried alone', () => {
    expect(linesOf({ copying: { recordsFailures: false } }, 'reply').join()).toContain(
      'Options: not recording failed objects',
    )
  })

  test('about problems beside the copying appear on every card, and do not count as failures', () => {
    const mishaps: Migration['mishaps'] = [
      { what: 'notification', code: 'S3M.0158' },
      { what: 'notification', code: 'OMS.0157', topic: 'night-`shift' },
      { what: 'notification', message: 'the moon is full' },
      { what: 'record of copied objects', code: 'S3M.0309' },
    ]
    const failedObjects = { canRetry: false, errorCode: 'S3M.0303' }
    const lines = linesOf({ state: 'succeeded', mishaps, failedObjects }, 'live')
    expect(lines.filter((line) => line.startsWith(':information_source:'))).toEqual([
      ':information_source: No notification was sent, because the migration service may not publish to its topic. (`S3M.0158`)',
      ':information_source: No notification was sent, because its topic does not exist. (`OMS.0157`) Topic: `night-ˋshift`',
      ':information_source: The end notification was not sent. The cloud’s message: `the moon is full`',
      ':information_source: The list of copied objects was not written (`S3M.0309`).',
      ':information_source: The service could not record in the destination bucket which objects failed. (`S3M.0303`) Let the destination keys write under `oms/` in that bucket, check the bucket policy too, then restart.',
    ])
  })

  test('about failed objects lead to their list once the migration has failed', () => {
    const failedObjects = { canRetry: true, listKey: 'oms/failed.txt' }
    const line = '(List of failed objects: `oms/failed.txt` in `archive`)'
    expect(linesOf({ state: 'failed', failedObjects }, 'live')).toContain(line)
    expect(linesOf({ failedObjects }, 'live')).not.toContain(line)
  })
})
