import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const account = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }

describe.each(modes)('retrying NAVER policies that failed together, over %s', (mode) => {
  const clock = createSimulatedClock()
  const naver = createNaver({ clock, accounts: [account], gatewayClock: { now: Date.now } })
  let server: Awaited<ReturnType<typeof naver.listen>>
  let stage: Stage
  beforeAll(async () => {
    server = await naver.listen()
    stage = await createStage({ mode, environment: { ENDPOINT_ALLOWLIST: new URL(server.url).host } })
  })
  afterAll(async () => {
    await stage.stop()
    await server.stop()
  })

  test('needs no keys and opens no form', async () => {
    const person = stage.newcomer()
    await person.types('connect naver')
    const fields = {
      'Account name': 'media-nv',
      'Access key': account.accessKey,
      'Secret key': account.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': server.url,
    }
    await person.sendsAndLearns(await person.faces('Region code'), fields, '`media-nv` is connected')
    const titles = ['films', 'songs', 'books']
    for (const title of titles) {
      naver.addJob('media', { title, sourceBucket: title, targetBucket: `${title}-kr`, bytes: 9e11 })
      await person.types(`watch media-nv/${title}`)
      await person.hears('Watching')
    }
    for (const title of titles) naver.failJob(title)
    const group = await until('the button', () =>
      person.messages().find((one) => labelsIn(one).includes('Retry all 3')),
    )
    await person.presses('Retry all 3', group)
    expect(readingOf(await person.learns('3 migrations restarted'))).not.toContain('keys')
    const opened = stage.slackCalls('views.open').map(({ args }) => JSON.stringify(args))
    expect(opened.filter((args) => args.includes('Retry 3 migrations'))).toEqual([])
    expect(naver.jobs('media').map(({ jobState }) => jobState)).toEqual(['STARTED', 'STARTED', 'STARTED'])
  })
})
