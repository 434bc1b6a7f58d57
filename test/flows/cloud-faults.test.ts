import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createHuawei } from '../../playground/huawei/simulator.ts'
import { holdCloud } from './holding.ts'
import { readingOf } from './reading.ts'
import { cloudAccount, connectAccount } from './setup.ts'
import { createReadyStage, type Fault, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Answers that OMS should never send. */
const strangeAnswers: { answer: string; id: string; fault: Fault }[] = [
  { answer: 'a page of HTML', id: '416000000000001', fault: { kind: 'garbage', status: 200 } },
  { answer: 'half an answer', id: '416100000000001', fault: { kind: 'malformed' } },
  { answer: 'nothing', id: '416200000000001', fault: { kind: 'empty' } },
  { answer: 'a task without id', id: '416300000000001', fault: { kind: 'missing-fields', fields: ['id', 'status'] } },
]
const whenDown = 'Huawei Cloud OMS had an internal error'

/** Each test has its own person and task, and each fault affects that task only, so all tests run at the same time. */
describe('a cloud', { concurrent: true }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
  })
  afterAll(() => stage.stop())

  test('that does not answer: the person is told, and then gets the result of the next try', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '415000000000001', sourceBucket: 'hanging' })
    stage.cloud.faults.add({ kind: 'hang', path: '/415000000000001' })
    await person.types('status 415000000000001')
    await person.hears('On it: ')
    const calls = () => stage.cloudCalls('/415000000000001').length
    await until('the next try', () => calls() === 2)
    await person.hears('hanging → archive')
  })

  test('that is down: the person is told after Ferry has retried what is safe to retry', async () => {
    const person = stage.newcomer()
    stage.cloud.faults.add({ kind: 'status', status: 503, path: '/410000000000001', times: 3 })
    await person.types('status 410000000000001')
    await person.hears(whenDown)
    expect(stage.cloudCalls('/410000000000001')).toHaveLength(3)
    const shown = /Reference `(\w{8})`/.exec(readingOf(person.messages().at(-1) ?? { text: '', blocks: [] }))?.[1]
    const [logged] = stage.logged('Command refused').filter(({ reference }) => reference === shown)
    expect(logged?.err).toMatchObject({ code: 'provider_failed' })
  })

  test('that is down for a moment: nobody notices', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '411000000000001', sourceBucket: 'hiccup' })
    stage.cloud.faults.add({ kind: 'status', status: 502, path: '/411000000000001' })
    await person.types('status 411000000000001')
    await person.hears('hiccup → archive')
    expect(readingOf(person.messages()[0] ?? { text: '', blocks: [] })).not.toContain(whenDown)
  })

  test('that is slower than Slack’s deadline: the person gets an interim answer, then the result', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '412000000000001', sourceBucket: 'slow' })
    const reading = holdCloud(stage, '/412000000000001')
    expect(await person.types('status 412000000000001')).toMatchObject({ acknowledged: true })
    await person.hears('On it: ')
    reading.release()
    await person.hears('slow → archive')
  })

  test('that is slow to fill a form: the form opens at once and fills itself', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '413000000000001', sourceBucket: 'slow-form', status: 3 })
    const reading = holdCloud(stage, '/413000000000001')
    await person.types('start 413000000000001')
    const loading = await person.faces('Reading the current state…')
    reading.release()
    const form = await person.faces('slow-form → archive')
    expect(form.id).toBe(loading.id)
  })

  test('that is slow to carry out a form: the page says so, and then shows the outcome', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '414000000000001', sourceBucket: 'slow-start', status: 3 })
    await person.types('start 414000000000001')
    const form = await person.faces('slow-start → archive')
    const starting = holdCloud(stage, '/414000000000001/start')
    const answers = { 'Source key': 'photos-read', 'Destination key': 'archive-write' }
    expect(await person.sends(form, answers)).toMatchObject({ acknowledged: true })
    await person.faces('Still working on it…')
    starting.release()
    await person.faces('slow-start → archive')
    expect(stage.task('414000000000001')?.status).toBeLessThan(3)
  })

  test.each(strangeAnswers)(
    'that sends $answer: the person is told that the answer is unreadable',
    async ({ id, fault }) => {
      const person = stage.newcomer()
      stage.addTask({ id, sourceBucket: 'strange' })
      stage.cloud.faults.add({ ...fault, path: `/${id}` })
      await person.types(`status ${id}`)
      await person.hears('sent an answer that Ferry can’t read')
    },
  )

  test('that sends an error with a success status: it counts as an error', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '417000000000001', sourceBucket: 'disguised', status: 2 })
    stage.cloud.faults.add({ kind: 'error-in-200', code: 'OMS.0066', method: 'POST', path: '/417000000000001/stop' })
    await person.types('pause 417000000000001')
    await person.hears('(`OMS.0066`)')
  })

  test.each([
    { kind: 'cut-before-effect', id: '418000000000001', status: 2 },
    { kind: 'cut-after-effect', id: '418100000000001', status: 3 },
  ] as const)(
    'with $kind during a pause: Ferry does not repeat it, and says that the outcome is unknown',
    async ({ kind, id, status }) => {
      const person = stage.newcomer()
      stage.addTask({ id, sourceBucket: 'uncertain' })
      stage.cloud.faults.add({ kind, method: 'POST', path: `/${id}/stop` })
      await person.types(`pause ${id}`)
      const answer = await person.hears('may or may not have been carried out')
      expect(readingOf(answer)).toContain(`/migrate status prod-hw/${id}`)
      expect(stage.cloudCalls(`/${id}/stop`)).toHaveLength(1)
      if (status === 3) stage.cloud.finishPause(id)
      expect(stage.task(id)?.status).toBe(status)
      await person.presses('Current state', answer)
      await person.hears(status === 2 ? '*Running*' : '*Paused*')
    },
  )

  test('that throttles: the person is asked to wait, and nothing is sent twice', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '419000000000001', sourceBucket: 'throttled' })
    stage.cloud.faults.add({ kind: 'throttle', method: 'POST', path: '/419000000000001/stop' })
    await person.types('pause 419000000000001')
    await person.hears('Huawei Cloud OMS is rate-limiting requests right now.')
    expect(stage.cloudCalls('/419000000000001/stop')).toMatchObject([{ status: 429 }])
  })
})

test.concurrent('an account that cannot be read does not hide the others in a list', async ({ onTestFinished }) => {
  const twin = await createHuawei({ clock: createSimulatedClock(), accounts: [cloudAccount] }).listen()
  const stage = await createReadyStage({ hosts: [new URL(twin.url).host] })
  onTestFinished(() => stage.stop())
  stage.addTask({ sourceBucket: 'photos' })
  const engineer = stage.person()
  await connectAccount(engineer, twin.url, 'twin')
  await twin.stop()
  await engineer.types('list')
  const list = readingOf(await engineer.hears('*1 migration*'))
  expect(list).toMatch(/:warning: `twin`: Huawei Cloud OMS is not responding/)
  expect(list).toContain('photos → archive')
})

test.concurrent('with expired credentials, the card says so and Ferry leaves the cloud alone until somebody reconnects', async ({
  onTestFinished,
}) => {
  const stage = await createReadyStage()
  onTestFinished(() => stage.stop())
  stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
  const engineer = stage.person()
  await engineer.types('watch 1912…')
  await engineer.hears('photos → archive')
  const denied = { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' }
  stage.cloud.faults.add({ kind: 'status', status: 401, path: '/tasks', body: denied, times: 1000 })
  const card = await engineer.hears('These figures are out of date')
  expect(readingOf(card)).toContain('did not accept the credentials of account `prod-hw`')
  expect(readingOf(card)).toContain('/migrate connect prod-hw')

  // Five refused signatures lock the key, so Ferry must not try again at each tick.
  const refused = stage.cloudCalls('/tasks').filter(({ status }) => status === 401).length
  expect(refused).toBeLessThanOrEqual(3)
  const { ticks } = await waitForTicks(stage, 3)
  expect(ticks).toBeGreaterThanOrEqual(3)
  expect(stage.cloudCalls('/tasks').filter(({ status }) => status === 401)).toHaveLength(refused)

  stage.cloud.faults.clear()
  await engineer.types('connect prod-hw')
  await engineer.sends(await engineer.faces('Connect Huawei Cloud OMS'), { 'Secret key': cloudAccount.secretKey })
  await engineer.learns('`prod-hw` is connected')
  await until('the card to be up to date', () => {
    const healed = engineer.messages().find(({ ts }) => ts === card.ts)
    return healed !== undefined && !readingOf(healed).includes('These figures are out of date')
  })
})

/** Waits for this many rounds of the poller, according to the metrics. */
async function waitForTicks(stage: Stage, count: number): Promise<{ ticks: number }> {
  const made = async () => {
    const page = await (await fetch(`${stage.metricsUrl}/metrics`)).text()
    return [...page.matchAll(/^ferry_ticks_total\{.*\} (\d+)$/gm)].reduce((sum, [, value]) => sum + Number(value), 0)
  }
  const before = await made()
  const ticks = await until(`${count} ticks`, async () =>
    (await made()) >= before + count ? (await made()) - before : undefined,
  )
  return { ticks }
}
