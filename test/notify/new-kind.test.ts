import { describe, expect, test } from 'vitest'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { type EventRow, type EventTable, eventTable, groupRowOf } from '../../src/notify/events.ts'
import type { Event, Watch } from '../../src/store/store.ts'
import { titleOf } from '../../src/views/group/title.ts'
import { createWorld, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { inState } from './samples.ts'

const hourMs = 60 * 60_000

type Costly = { type: 'costly'; byMs: number }

/** A kind that Ferry does not have: a migration takes more hours than somebody wants to pay. */
const costly = {
  place: 'broadcast',
  occasion: 'stall',
  lane: 'stall',
  words: ({ migration, details }) => ({
    text: `${details.byMs / hourMs} h too costly: ${refOf(migration)}`,
    blocks: [],
  }),
  together: { mostAlone: 3, windowMs: 10 * 60_000, inCommon: () => '' },
  title: titleOf(':hourglass:', ['is costly', 'are costly']),
  calls: 'nobody',
  mark: { lasts: ({ migration }) => isCostly(migration), icon: ':hourglass:', words: 'costly' },
} satisfies EventRow<Costly>

function isCostly({ remainingMs = 0 }: { remainingMs?: number }): boolean {
  return remainingMs > hourMs
}

const withCostly = { ...eventTable, costly }
const inThread = { ...eventTable, costly: { ...eventTable.counted, words: () => 'Costly' } }
const onCard = { ...eventTable, costly: eventTable.pausing }

const ids = (count: number) => Array.from({ length: count }, (_, index) => `${1912 + index}`)

async function createFollowing(count: number, table: EventTable): Promise<{ world: World; watches: Watch[] }> {
  const world = await createWorld({ isSending: true, events: table })
  const watches: Watch[] = []
  for (const id of ids(count)) watches.push(await world.watch(id))
  await world.minutes(3)
  return { world, watches }
}

/** The migrations of these watches are costly, and an event of each tells so. */
async function beCostly(world: World, watches: readonly Watch[]): Promise<void> {
  for (const { migrationId: id } of watches) world.cloud.add(inState('running', { id, remainingMs: 9 * hourMs }))
  await world.tick()
  for (const { migrationId: id } of watches) happen(world, id)
  world.fleet.wake('T1', { what: 'watches', ids: watches.map(({ id }) => id) })
  await world.minutes(2)
}

function happen({ fleet, clock }: World, id: string): void {
  for (const { known } of fleet.of('T1')?.fleet.accounts.values() ?? []) {
    const before = known.get(id)
    if (before === undefined) continue
    const seq = Math.max(before.lastSeq + 1, clock.now())
    known.set(id, { ...before, events: [...before.events, costlyEvent(seq, before)], lastSeq: seq })
  }
}

/** As a version would read it whose records have this kind. */
function costlyEvent(seq: number, { migration }: Pick<Event, 'migration'>): Event {
  const details: Costly = { type: 'costly', byMs: 2 * hourMs }
  return JSON.parse(JSON.stringify({ seq, at: seq, details, migration }))
}

/** Messages besides cards and the board. */
const said = ({ slack }: World) => shown(slack).filter((text) => !/^Running: |^\d+ migrations: \d+ running/.test(text))

test.each([
  ['stalled', 'stall'],
  ['failed TRF.0055 photos', 'end'],
  ['costly', 'stall'],
  ['a kind of another version', 'end'],
])('messages of a group with the cause "%s" are as urgent as: %s', (cause, lane) => {
  expect(groupRowOf(cause, withCostly).lane).toBe(lane)
})

describe('a new row of the table of events', () => {
  test('tells the channel of one', async () => {
    const { world, watches } = await createFollowing(1, withCostly)
    await beCostly(world, watches)
    expect(said(world)).toEqual(['>> 2 h too costly: prod-hw/1912'])
  })

  test('tells the channel of four together, under their own title', async () => {
    const { world, watches } = await createFollowing(4, withCostly)
    await beCostly(world, watches)
    expect(said(world)).toEqual(['4 migrations are costly', expect.stringMatching(/^> photos → archive and 3 more/)])
    expect(JSON.stringify(world.slack.messages)).toContain(':hourglass: *4 migrations are costly*')
  })

  test('tells the channel when the group has grown', async () => {
    const { world, watches } = await createFollowing(12, withCostly)
    await beCostly(world, watches.slice(0, 4))
    await beCostly(world, watches.slice(4))
    expect(said(world)).toContain('>> 12 migrations are costly now')
  })

  test('marks the migration on a board, before those that move as they should', async () => {
    const { world, watches } = await createFollowing(25, withCostly)
    await beCostly(world, watches.slice(-1))
    const board = world.slack.messages.find(({ text }) => /^\d+ migrations(, all ended)?: /.test(text))
    const lines = JSON.stringify(board?.blocks).match(/:[a-z_]+: \*photos → archive\* `\d+`[^\\"]*/g)
    expect(lines?.[0]).toBe(':hourglass: *photos → archive* `1936` · costly')
    expect(lines?.slice(1).join('\n')).not.toContain('costly')
    expect(said(world)).toEqual(['>> 2 h too costly: prod-hw/1936'])
  })

  test('is nothing to tell once it is over', async () => {
    const { world, watches } = await createFollowing(1, withCostly)
    for (const { migrationId: id } of watches) happen(world, id)
    world.fleet.wake('T1', { what: 'watches', ids: watches.map(({ id }) => id) })
    await world.minutes(2)
    expect(said(world)).toEqual([])
  })

  test.each<[string, EventTable, RegExp[]]>([
    ['in the thread adds a line there', inThread, [/^> .* Costly$/]],
    ['on the card says nothing', onCard, []],
  ])('%s', async (_, table, expected) => {
    const { world, watches } = await createFollowing(1, table)
    await beCostly(world, watches)
    expect(said(world)).toEqual(expected.map((text) => expect.stringMatching(text)))
  })
})

type Row = Extract<EventRow<Costly>, { place: 'broadcast' }>
type Line = Extract<EventRow<Costly>, { place: 'thread' }>
type Checked<Given, Wanted> = Given extends Wanted ? 'accepted' : 'refused'

/** tsc compares these words with what it makes of a row without that part. */
const omitted: {
  channel: { [Part in keyof Row]: Checked<Omit<Row, Part>, EventRow<Costly>> }
  thread: { [Part in keyof Line]: Checked<Omit<Line, Part>, EventRow<Costly>> }
  kind: Checked<Omit<typeof eventTable, 'stalled'>, EventTable>
  whole: Checked<typeof costly, EventRow<Costly>>
} = {
  channel: {
    place: 'refused',
    occasion: 'refused',
    lane: 'refused',
    words: 'refused',
    together: 'refused',
    title: 'refused',
    calls: 'refused',
    mark: 'refused',
  },
  thread: { place: 'refused', occasion: 'refused', lane: 'refused', words: 'refused', mark: 'refused' },
  kind: 'refused',
  whole: 'accepted',
}

test('no part of a row can be left out, and no kind of event', () => {
  const { channel, thread, kind, whole } = omitted
  expect(new Set([...Object.values(channel), ...Object.values(thread), kind])).toEqual(new Set(['refused']))
  expect(whole).toBe('accepted')
})
