import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { happened } from '../happenings.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const naverAccount = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }

describe('a NAVER policy whose destination bucket is locked', () => {
  const clock = createSimulatedClock()
  clock.setSpeed(0)
  const naver = createNaver({ clock, accounts: [naverAccount], gatewayClock: { now: Date.now } })
  naver.onCall(happened)
  let server: Awaited<ReturnType<typeof naver.listen>>
  let stage: Stage
  let person: Person
  beforeAll(async () => {
    server = await naver.listen()
    stage = await createStage({ environment: { ENDPOINT_ALLOWLIST: new URL(server.url).host } })
    person = stage.person()
    await person.types('connect naver')
    await person.sends(await person.faces('Region code'), {
      'Account name': 'media-nv',
      'Access key': naverAccount.accessKey,
      'Secret key': naverAccount.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': server.url,
    })
    await person.hears('`media-nv` is connected')
    const size = { bytes: 100e9, objects: 1000, bytesPerSecond: 1e9, fractionDone: 0.05 }
    naver.addJob('media', { title: 'films', sourceBucket: 'films', targetBucket: 'films-kr', ...size })
    naver.addJob('media', { title: 'fonts', sourceBucket: 'fonts', targetBucket: 'fonts-kr', state: 'DONE' })
  })
  afterAll(async () => {
    await stage.stop()
    await server.stop()
  })

  const card = () => person.messages().find((one) => readingOf(one).includes('films') && one.is_broadcast !== true)

  test('stays at what was migrated while NAVER passes over the rest, and says what is missing', async () => {
    await person.types('watch media-nv/films')
    await person.hears('Watching')
    naver.lockBucket('films-kr')
    clock.jump(60_000)
    await until('the missing objects', () =>
      person.messages().some((one) => readingOf(one).includes('not migrated so far')),
    )
    const shown = person
      .messages()
      .map(readingOf)
      .find((text) => text.includes('not migrated so far'))
    expect(shown).toMatch(/Running\* · 5 %/)
    expect(shown).toMatch(/5 GB of 100 GB · 50 of 1,000 objects/)
    expect(card()).toBeDefined()
  })

  test('ends as finished, with a warning, whose turn it is, and what helps', async () => {
    naver.finishJob('films')
    const end = await person.hears('Finished, 950 objects not migrated: films → films-kr')
    expect(end.is_broadcast).toBe(true)
    expect(readingOf(end)).toContain('950 objects (95 GB) not migrated')
    expect(readingOf(end)).toContain('Don’t delete the source')
    expect(readingOf(end)).toContain('The owner of the destination bucket')
    expect(labelsIn(end).slice(0, 3)).toEqual(['Create a copy of this', 'I have it', 'Details'])
    expect(person.messages().map(readingOf).join('\n')).not.toContain('Succeeded')
  })

  test('is among the failed ones of a list, not among the successful ones', async () => {
    await person.types('list media-nv failed')
    expect(readingOf(await person.hears('*1 migration*'))).toContain('Finished, 950 objects not migrated')
    await person.types('list media-nv succeeded')
    const succeeded = readingOf(await person.hears('fonts → fonts-kr'))
    expect(succeeded).not.toContain('films')
  })

  test('can be created again from its end', async () => {
    await person.types('status media-nv/films')
    const status = await person.hears('films → films-kr')
    await person.presses('Create a copy of this', status)
    await person.faces('New migration')
  })
})
