import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'

describe.each(modes)('a list, over %s', (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
  })
  afterAll(() => stage.stop())

  test('that was pressed shows what is known at once, and in its place what has begun meanwhile', async () => {
    const person = stage.newcomer()
    await person.types('list paused')
    const nothing = await person.hears('No migration is paused.')
    stage.addTask({ id: '400000000000001', sourceBucket: 'begun-elsewhere' })
    await person.presses('List all', nothing)
    const revised = await person.hears('begun-elsewhere → archive')
    expect(revised.ts).toBe(nothing.ts)
    expect(readingOf(revised)).toContain('*2 migrations*')
    expect(readingOf(revised)).toMatch(/Figures from .+ or later/)
    expect(person.messages().filter(({ only_for }) => only_for === person.id)).toHaveLength(1)
  })

  test('that was typed is shown again if something has begun', async () => {
    const person = stage.newcomer()
    await person.types('list running')
    await person.hears('photos → archive')
    stage.addTask({ id: '400000000000002', sourceBucket: 'begun-later' })
    await person.types('list running')
    await person.hears('begun-later → archive')
  })

  test('of a person shows what is theirs, and a list of migrations leads to it', async () => {
    const person = stage.newcomer()
    await person.types('list me')
    await person.presses('What you follow', await person.hears('they belong to accounts, not to people'))
    await person.hears('You watch nothing.')
    await person.types(`watches <#${person.channel}|moves>`)
    await person.hears(`Nothing is watched in <#${person.channel}>.`)
    for (const [text, answer] of [
      ['roles me', 'Your role is '],
      ['keys me', 'You have added no storage key.'],
      ['owner me', 'You are not named as an owner of anything.'],
      ['keys prod-hw', '`prod-hw` is an account, not a storage key.'],
    ] as const) {
      await person.types(text)
      await person.hears(answer)
    }
  })

  test('finds by the bucket, and by part of a name', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '400000000000003', sourceBucket: 'films', name: 'films-nightly' })
    await person.types('status films-nightly')
    await person.hears('films → archive')
    await person.types('list nightly')
    await person.hears('*1 migration*')
  })
})
