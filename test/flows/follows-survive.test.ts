import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { systemClock } from '../../src/async/clock.ts'
import { happened } from '../happenings.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const keyOf = (number: number) => ({
  accessKey: `EXAMPLENAVERKEY0000${number}`,
  secretKey: `example-naver-secret-not-real-${number}`,
})

describe.each(modes)('following NAVER policies, over %s', (mode) => {
  const accounts = [
    { name: 'media', ...keyOf(1) },
    { name: 'other', ...keyOf(9) },
  ]
  const naver = createNaver({ clock: createSimulatedClock(), accounts, gatewayClock: systemClock })
  naver.onCall(happened)
  let server: Awaited<ReturnType<typeof naver.listen>>
  let stage: Stage
  let person: Person

  beforeAll(async () => {
    server = await naver.listen()
    stage = await createStage({ mode, hosts: [new URL(server.url).host] })
    person = stage.person()
    await person.types('connect naver')
    await person.sends(await person.faces('Region code'), {
      'Account name': 'nv',
      'Access key': keyOf(1).accessKey,
      'Secret key': keyOf(1).secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': server.url,
    })
    await person.hears('`nv` is connected')
    for (const title of ['alpha', 'beta', 'gamma', 'delta']) {
      naver.addJob('media', { title, sourceBucket: `from-${title}`, targetBucket: 'archive', bytes: 9e12 })
    }
  })
  afterAll(async () => {
    await stage.stop()
    await server.stop()
  })

  /** Messages that everybody in the channel sees, with these words. */
  const heard = (words: string) =>
    person.messages().filter((one) => one.only_for === undefined && readingOf(one).includes(words))

  const watch = async (title: string) => {
    await person.types(`watch nv/${title}`)
    await person.hears(':eyes: Watching')
    return until('the card', () => heard(`nv/${title}`).find(({ thread_ts, ts }) => !thread_ts || thread_ts === ts))
  }

  const connectAgain = async (key: ReturnType<typeof keyOf>) => {
    await person.types('connect nv')
    const form = await person.faces('Region code')
    await person.sendsAndLearns(form, { 'Access key': key.accessKey, 'Secret key': key.secretKey }, '`nv` is connected')
  }

  /** Waits until Ferry has listed the account so often again. */
  const readings = async (count: number) => {
    const listed = () => naver.calls().filter(({ path }) => path.includes('/policies')).length
    const before = listed()
    await until(`${count} readings`, () => listed() >= before + count)
  }

  test('a rotated key changes nothing: nobody is told, and the end is', async () => {
    // Something is followed to the end, so that the account is read all the time.
    await watch('gamma')
    const card = await watch('alpha')
    naver.addKey('media', keyOf(2))
    naver.deleteKey(keyOf(1).accessKey)
    await connectAgain(keyOf(2))
    await readings(3)
    expect(heard('another project')).toEqual([])
    expect(heard('Ferry can’t follow')).toEqual([])
    naver.finishJob('alpha')
    const end = await person.hears(':white_check_mark: *Succeeded: from-alpha → archive*')
    expect(end).toMatchObject({ is_broadcast: true, thread_ts: card.ts })
    await readings(2)
    expect(heard('*Succeeded: from-alpha → archive*')).toHaveLength(1)
  })

  test('a policy that is renamed in the console keeps its card, and its end is told', async () => {
    const card = await watch('beta')
    naver.renameJob('beta', 'beta-renamed')
    const note = await person.hears('Renamed outside Ferry: `beta` is now `beta-renamed`')
    expect(note.thread_ts).toBe(card.ts)
    expect(note.is_broadcast ?? false).toBe(false)
    await until('the card to say so', () => heard('nv/beta-renamed').some(({ ts }) => ts === card.ts))
    naver.finishJob('beta-renamed')
    const end = await person.hears(':white_check_mark: *Succeeded: from-beta → archive*')
    expect(end).toMatchObject({ is_broadcast: true, thread_ts: card.ts })
    expect(heard('Deleted')).toEqual([])
  })

  test('a key of another project is told, and its advice works: what it shows can be followed again', async () => {
    const card = await watch('delta')
    naver.addJob('other', { title: 'delta', sourceBucket: 'from-elsewhere', targetBucket: 'archive', bytes: 9e12 })
    await connectAgain(keyOf(9))
    const notice = await person.hears('Ferry can’t follow `nv`')
    expect(readingOf(notice)).toContain('`/migrate watch nv/&lt;id&gt;`')
    await watch('delta')
    await until('the card of the other one', () => heard('from-elsewhere').some(({ ts }) => ts === card.ts))
    naver.finishJob('delta')
    await readings(2)
    expect(heard('*Succeeded: from-delta → archive*')).toEqual([])
  })
})
