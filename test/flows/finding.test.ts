import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'

describe.each(modes)('finding, over %s', (mode) => {
  let stage: Stage
  let engineer: Person
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
    engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos', name: 'photos-archive-1', fractionDone: 0.4 })
    stage.addTask({ id: '200100000000001', sourceBucket: 'logs', status: 3 })
    stage.addTask({ id: '200100000000002', sourceBucket: 'invoices', status: 4 })
    for (let index = 0; index < 21; index += 1) {
      stage.addTask({ id: `3000000000000${10 + index}`, sourceBucket: `done-${index}`, status: 5 })
    }
  })
  afterAll(() => stage.stop())

  test('help shows every command, and the help of a command shows its examples', async () => {
    await engineer.types('')
    const help = readingOf(await engineer.hears('Ferry runs bucket-to-bucket migrations'))
    for (const verb of ['status', 'list', 'pause', 'start', 'retry', 'delete', 'watch', 'connect', 'keys', 'explain'])
      expect(help).toContain(`\`${verb}\``)
    await engineer.types('help watch')
    expect(readingOf(await engineer.hears('*/migrate watch &lt;id&gt; [by'))).toContain('/migrate watch 1912…')
  })

  test('an unknown word is answered with the nearest command and the help', async () => {
    await engineer.types('paus 1912…')
    const answer = await engineer.hears('Ferry does not know `paus`. Did you mean `/migrate pause`?')
    await engineer.presses('Help', answer)
    await engineer.hears('Ferry runs bucket-to-bucket migrations')
  })

  test.each([
    'status 191297407830872',
    'status 1912…',
    'status 1912...',
    'status “1912…”',
    'show 1912*',
    'status prod-hw/191297407830872',
    'status prod-hw/1912…',
    'status photos-archive-1',
    '191297407830872',
  ])('%s shows the one matching migration', async (typed) => {
    await engineer.types(typed)
    const card = await engineer.hears('photos → archive')
    expect(readingOf(card)).toContain(':arrow_forward: *Running*')
    expect(labelsIn(card)).toEqual(['Pause', 'Watch here', 'Limit speed', 'Refresh', 'Share to channel'])
  })

  test('a full id costs one call to the cloud', async () => {
    const before = stage.cloudCalls('/').length
    await engineer.types('status 191297407830872')
    await engineer.hears('photos → archive')
    const made = stage.cloudCalls('/').slice(before)
    expect(made.map(({ path }) => path)).toEqual([`/v2/${projectId}/tasks/191297407830872`])
  })

  test('several matches become a list of choices, whose buttons continue the command', async () => {
    await engineer.types('status 2001…')
    const chooser = await engineer.hears('2 migrations match `2001…`. Which one?')
    await engineer.presses('This one', chooser, '200100000000001')
    const card = await engineer.hears('logs → archive')
    // The answer replaces the question, because only this person sees it.
    expect(card.ts).toBe(chooser.ts)
    expect(readingOf(card)).toContain('*Paused*')
  })

  test('many matches for a setting have pages, with the setting or before its form, and turning sets nothing', async () => {
    await engineer.types('limit 200100000000001 3000… 20MB/s')
    const first = await engineer.hears('21 migrations match `3000…`. Which one? · page 1 of 2')
    await engineer.presses('Next', first)
    const second = await engineer.hears('page 2 of 2')
    expect(second.ts).toBe(first.ts)
    expect(labelsIn(second)).toEqual(['This one', 'Previous'])
    await engineer.types('limit 3000…')
    await engineer.presses('Next', await engineer.learns('page 1 of 2'))
    expect(labelsIn(await engineer.learns('page 2 of 2'))).toEqual(['This one', 'Previous'])
    expect(stage.cloudCalls('bandwidth')).toEqual([])
    await engineer.presses('This one', second)
    expect(readingOf(await engineer.hears('Limited to 20 MB/s'))).toContain('✓ *logs → archive*')
    expect(stage.cloudCalls('200100000000001/bandwidth')).toHaveLength(1)
  })

  test('without a match, the nearest one is suggested', async () => {
    await engineer.types('status 191297407830873')
    const answer = readingOf(await engineer.hears('No migration matches `191297407830873`'))
    expect(answer).toContain('The nearest: `191297407830872`')
    expect(answer).toContain('/migrate list')
    await engineer.types('status zzz')
    await engineer.hears('No migration matches `zzz`.')
    await engineer.types('status prod-hx/1912…')
    await engineer.hears('There is no account named `prod-hx` here. Did you mean `prod-hw`?')
    await engineer.types('pause')
    await engineer.hears('`pause` needs an id.')
  })

  test('list has buttons for its pages, and each page replaces the one before', async () => {
    await engineer.types('list')
    const first = await engineer.hears('*24 migrations* · page 1')
    expect(labelsIn(first).filter((label) => label === 'Open')).toHaveLength(20)
    await engineer.presses('Next', first)
    const second = await engineer.hears('*24 migrations* · page 2')
    expect(second.ts).toBe(first.ts)
    expect(labelsIn(second).filter((label) => label === 'Open')).toHaveLength(4)
    await engineer.presses('Open', second, 'done-0')
    await engineer.hears('done-0 → archive')
  })

  test('list can be filtered by state, in everyday words', async () => {
    for (const [typed, words] of [
      ['list paused', 'logs → archive'],
      ['list prod-hw error', 'invoices → archive'],
      ['list running', 'photos → archive'],
      ['list done', '*21 migrations* · succeeded · page 1'],
    ] as const) {
      await engineer.types(typed)
      await engineer.hears(words)
    }
    await engineer.types('list queued')
    await engineer.presses('List all', await engineer.hears('No migration is waiting.'))
    await engineer.hears('*24 migrations*')
  })

  test('list narrows itself by a button, and what it shows can be paused together after a question', async () => {
    await engineer.types('list')
    const all = await engineer.hears('*24 migrations*')
    await engineer.presses('Running 1', all)
    await engineer.hears('*1 migration* · running')
    await engineer.types('list')
    await engineer.presses('Pause what runs…', await engineer.hears('*24 migrations*'))
    const question = await engineer.hears('*Pause 1 migration?*')
    expect(readingOf(question)).toContain('• photos → archive · running')
    await engineer.presses('Pause 1', question)
    const told = await engineer.hears('*1 migration told to pause*')
    expect(told.ts).toBe(question.ts)
    expect(stage.cloudCalls('/191297407830872/stop')).toHaveLength(1)
  })

  test('a code is explained by its number or by words', async () => {
    await engineer.types('explain trf 55')
    const answer = readingOf(await engineer.hears('TRF.0055'))
    expect(answer).toContain('*What to do:*')
    expect(answer).toContain('*Who can fix it:*')
    await engineer.types('explain no such thing whatever')
    await engineer.hears('Nothing found for `no such thing whatever`')
  })

  test('a failed migration is shown with its reason', async () => {
    await engineer.types('status 200100000000002')
    const card = await engineer.hears('invoices → archive')
    expect(readingOf(card)).toContain('*Failed*')
    expect(readingOf(card)).toContain('(`TRF.0004`)')
    expect(readingOf(card)).toContain('*What to do:*')
  })
})
