import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { choiceMessage } from '../../src/views/list/choice.ts'
import { type AccountTrouble, pageSize } from '../../src/views/list/list.ts'
import type { WatchLine } from '../../src/views/page/watches.ts'
import { watchesPage } from '../../src/views/page/watches-page.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

function several(count: number): Migration[] {
  return Array.from({ length: count }, (_, index) => sample({ id: String(191_297_407_830_000 + index) }))
}

describe('the list of choices', () => {
  const choose = (migrations: readonly Migration[], troubles: readonly AccountTrouble[] = []) =>
    choiceMessage({
      ...({ from: 'typed', typed: '1912…', total: migrations.length, page: 1, again: 'pause 1912…' } as const),
      ...{ migrations, troubles, command: (ref) => `pause ${ref}` },
    })

  test('repeats the command with the full ref', () => {
    const message = choose([sample(), sample({ account: 'test-hw', state: 'paused' })])
    expect(readable(message)).toEqual([
      '2 migrations match `1912…`. Which one?',
      '*photos → archive*',
      ':arrow_forward: Running · 40 %',
      '`prod-hw/191297407830872`',
      '[This one]',
      '*photos → archive*',
      ':double_vertical_bar: Paused · 40 %',
      '`test-hw/191297407830872`',
      '[This one]',
    ])
    expect(typedBy(choose([sample()]))).toEqual({ 'This one': 'pause prod-hw/191297407830872' })
  })

  test('has pages, and says how many match beyond those that can be shown', () => {
    const first = choose(several(pageSize + 4))
    expect(readable(first)[0]).toBe('24 migrations match `1912…`. Which one? · page 1 of 2')
    expect(typedBy(first).Next).toBe('pause 1912… --page 2')
    const last = choiceMessage({
      ...({ from: 'typed', typed: 'wave', total: 900, page: 2, again: 'pause wave', troubles: [] } as const),
      ...{ migrations: several(pageSize + 4), command: (ref) => `pause ${ref}` },
    })
    expect(readable(last).filter((line) => line === '[This one]')).toHaveLength(4)
    expect(readable(last).slice(-2)).toEqual([
      '(Only the first 24 can be shown here. Type more of the id or the name.)',
      '[Previous]',
    ])
  })

  test('is the first page, if the page that was asked for is not there any more', () => {
    const beyond = choiceMessage({
      ...({ from: 'typed', typed: 'wave', total: 24, page: 9, again: 'pause wave', troubles: [] } as const),
      ...{ migrations: several(24), command: (ref) => `pause ${ref}` },
    })
    expect(readable(beyond).slice(0, 2)).toEqual([
      '24 migrations match `wave`. Which one? · page 1 of 2',
      '(There is nothing on page 9 any more.)',
    ])
    expect(typedBy(beyond)).toMatchObject({ Next: 'pause wave --page 2' })
  })

  test('counts those to which nobody can turn', () => {
    const lines = readable(
      choiceMessage({
        ...({ from: 'typed', typed: 'wave', total: 24, page: 1, troubles: [] } as const),
        ...{ migrations: several(24), command: (ref) => `limit ${ref} 20MB/s` },
      }),
    )
    expect(lines[0]).toBe('24 migrations match `wave`. Which one?')
    expect(lines.at(-1)).toBe('(Only the first 20 can be shown here. Type more of the id or the name.)')
  })

  test('says why it asks about a single match', () => {
    const lines = readable(choose([sample()], [{ account: 'test-hw', what: 'Huawei Cloud OMS is not responding.' }]))
    expect(lines[0]).toBe('1 migration matches `1912…`. Is it this one?')
    expect(lines.at(-1)).toBe('(:warning: `test-hw`: Huawei Cloud OMS is not responding.)')
  })

  test.each([
    ['limit', (ref: string) => `limit ${ref} 20MB/s`, 'limit 1912… 20MB/s'],
    ['unwatch', (ref: string) => `unwatch ${ref} <#C1|moves>`, 'unwatch 1912… #moves'],
  ])('in a thread counts those that it leaves out, and says how to name one: %s', (verb, command, typed) => {
    const told = { from: 'thread', unseen: 0, verb } as const
    const lines = readable(choiceMessage({ ...told, migrations: several(24), command }))
    expect(lines[0]).toBe('This thread is about 24 migrations. Which one?')
    expect(lines.at(-1)).toBe(`(and 4 more. Add an id: \`${typed}\`)`)
  })
})

describe('the list of watches', () => {
  const watchList = (watches: readonly WatchLine[]) =>
    watchesPage({ watches, subscriptions: [], patience: [], page: 1 })
  const begun = '[… Follow a set | End a subscription | Mute | Quiet hours | Digest]'
  const watch = { ref: 'prod-hw/1912', channel: 'C024BE7LR', createdBy: 'U1', isOwn: true, waiting: 0 }

  test('says where each migration is watched, by whom, and what was last seen', () => {
    const message = watchList([{ ...watch, migration: sample() }, watch])
    expect(readable(message)).toEqual([
      '*2 watches*',
      '*photos → archive*',
      ':arrow_forward: Running · 40 % · in <#C024BE7LR> · by <@U1>',
      '[… Details | Set a deadline | Mute for a day | Send a test there | Unwatch]',
      '`prod-hw/1912`',
      'not read yet · in <#C024BE7LR> · by <@U1>',
      '[… Details | Set a deadline | Mute for a day | Send a test there | Unwatch]',
      begun,
    ])
    expect(typedBy(message)).toMatchObject({ Unwatch: 'unwatch prod-hw/1912 <#C024BE7LR>' })
  })

  test('has what Ferry can’t read or tell on top, then what failed or is late, then the newest', () => {
    const line = (bucket: string, changes: Partial<WatchLine> = {}) => ({
      ...watch,
      migration: sample({ target: { bucket } }),
      ...changes,
    })
    const trouble = { what: 'Slack refuses.', since: readAt }
    const lines = readable(
      watchList([
        line('newest'),
        line('older'),
        line('late', { deadline: { due: readAt - 1, timeZone: 'Etc/UTC' } }),
        line('failed', { migration: sample({ target: { bucket: 'failed' }, state: 'failed' }) }),
        line('blind', { blind: trouble }),
        line('mute', { broken: trouble }),
      ]),
    )
    const order = lines.flatMap((text) => /^\*photos → (\w+)\*$/.exec(text)?.[1] ?? [])
    expect(order).toEqual(['blind', 'mute', 'late', 'failed', 'newest', 'older'])
  })

  const ended = { by: 'U2', at: readAt }

  test('says that nothing is watched now if all of it has ended', () => {
    const message = watchList([{ ...watch, ended }])
    expect(message.text).toBe('Nothing is watched now')
    expect(readable(message).slice(0, 2)).toEqual(['*Nothing is watched now*', '1 ended'])
  })

  test('asks for a role to end somebody else’s, and offers to follow again what has ended', () => {
    const message = watchList([
      { ...watch, ref: 'prod-hw/2004', ended },
      { ...watch, isOwn: false, deliveredAt: readAt },
    ])
    expect(readable(message)).toEqual([
      '*1 watch*',
      '1 ended',
      '`prod-hw/1912`',
      'not read yet · in <#C024BE7LR> · by <@U1>',
      'Last message 2026-11-21 12:00 UTC',
      '[… Details | Set a deadline | Mute for a day | Send a test there | Unwatch]',
      '`prod-hw/2004`',
      ':no_bell: not followed in <#C024BE7LR> any more · ended by <@U2> 2026-11-21 12:00 UTC',
      '[Follow again]',
      begun,
    ])
    expect(typedBy(message)).toMatchObject({
      Unwatch: 'unwatch prod-hw/1912 <#C024BE7LR> --theirs',
      'Follow again': 'watch prod-hw/2004 <#C024BE7LR>',
    })
  })

  test('shows what is wrong with a watch', () => {
    const what = 'Ferry can’t post there. Anyone in the channel can type `/invite @Ferry` there.'
    const lines = readable(watchList([{ ...watch, broken: { what, since: readAt }, waiting: 2 }]))
    expect(lines).toContain(`:warning: Since 2026-11-21 12:00 UTC: ${what} 2 messages wait.`)
  })

  test.each([
    ['post', 'Slack has been limiting Ferry’s messages in <#C024BE7LR> since 2026-11-21 12:00 UTC.'],
    ['update', 'Since 2026-11-21 12:00 UTC, Slack has been limiting Ferry’s edits, so cards may be out of date.'],
    ['find', 'Since 2026-11-21 12:00 UTC, Slack has been limiting Ferry’s look-ups, so a message may be late.'],
  ] as const)('says once that Slack limits Ferry, and of each watch how many messages wait: %s', (method, said) => {
    const held = { ...watch, held: { method, since: readAt } }
    const lines = readable(
      watchList([
        { ...held, waiting: 2 },
        { ...held, ref: 'prod-hw/2004' },
      ]),
    ).join('\n')
    expect(lines.split(`:hourglass_flowing_sand: ${said}`)).toHaveLength(2)
    expect(lines).toContain('Nothing is lost')
    expect(lines).toContain('2 messages wait.')
  })

  test('says which are not followed, since when and why, and what still has to be told', () => {
    const blind = { what: 'Huawei Cloud OMS refuses the keys.', since: readAt }
    expect(readable(watchList([{ ...watch, blind, waiting: 1 }])).slice(4, 6)).toEqual([
      ':warning: Not followed since 2026-11-21 12:00 UTC: Huawei Cloud OMS refuses the keys.',
      ':hourglass_flowing_sand: 1 message waits.',
    ])
  })

  test('says once why an account can’t be read, if several are about it, and which these are', () => {
    const blind = { what: 'Huawei Cloud OMS refuses the keys.', since: readAt }
    const other = { ...watch, ref: 'test-hw/2004', blind: { ...blind, what: 'Huawei Cloud OMS is down.' } }
    const lines = readable(watchList([{ ...watch, blind }, { ...watch, ref: 'prod-hw/2004', blind }, other]))
    expect(lines.slice(2, 4)).toEqual([
      ':warning: `prod-hw` not read since 2026-11-21 12:00 UTC: Huawei Cloud OMS refuses the keys.',
      '[Accounts]',
    ])
    expect(lines.filter((line) => line.includes('refuses the keys'))).toHaveLength(1)
    expect(lines.filter((line) => line === ':warning: Not followed since 2026-11-21 12:00 UTC')).toHaveLength(2)
    expect(lines).toContain(':warning: Not followed since 2026-11-21 12:00 UTC: Huawei Cloud OMS is down.')
  })

  test('says once why a channel can’t be told, if several are followed there, and how much waits', () => {
    const broken = { what: 'Ferry is not in this channel.', since: readAt }
    const elsewhere = { ...watch, channel: 'C1', broken: { ...broken, what: 'It is archived.' } }
    const lines = readable(watchList([{ ...watch, broken }, { ...watch, broken, waiting: 2 }, elsewhere]))
    expect(lines[2]).toBe(':warning: <#C024BE7LR> since 2026-11-21 12:00 UTC: Ferry is not in this channel.')
    expect(lines.filter((line) => line.includes('is not in this channel'))).toHaveLength(1)
    expect(lines).toContain(':hourglass_flowing_sand: 2 messages wait.')
    expect(lines).toContain(':warning: Since 2026-11-21 12:00 UTC: It is archived.')
  })

  test('says once for each channel that its record is damaged, and how to resume posting', () => {
    const damaged = { ...watch, damagedSince: readAt }
    const message = watchList([damaged, { ...damaged, ref: 'prod-hw/2004' }, { ...watch, channel: 'C1' }])
    const lines = readable(message)
    expect(lines.slice(2, 6)).toEqual([
      ':warning: *No posts in* <#C024BE7LR> since 2026-11-21 12:00 UTC',
      'Ferry’s record of what it posted there is damaged.',
      'An admin can resume posting with `/migrate repair` there.',
      '[Resume posting (primary)]',
    ])
    const reason = ':warning: No posts since 2026-11-21 12:00 UTC: Ferry’s record of the channel is damaged.'
    expect(lines.filter((line) => line === reason)).toHaveLength(2)
    expect(typedBy(message)).toMatchObject({ 'Resume posting': 'repair <#C024BE7LR>' })
  })

  test('explains watching if there is no watch', () => {
    expect(readable(watchList([]))).toEqual([
      'Nothing is watched yet. Watch a migration to keep a card up to date in a channel and hear how it ends, or follow a whole set.',
      '[Follow a set (primary)] [List migrations]',
    ])
  })
})
