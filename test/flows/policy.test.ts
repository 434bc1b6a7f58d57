import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import type { View } from '../../playground/slack/protocol.ts'
import { readingOf, selectIn } from './reading.ts'
import { createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const sourceKey = { accessKey: 'EXAMPLEFILMSKEY01', secretKey: 'example-films-secret-01' }
const account = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }

function asks({ payload: { blocks } }: View, question: string): boolean {
  return blocks.some((block) => block.block_id === question && block.type === 'input')
}

/** Each test has its own policy and person, so all of them run at the same time. */
describe('editing a policy', { concurrent: true }, () => {
  const clock = createSimulatedClock()
  const naver = createNaver({
    clock,
    accounts: [{ ...account, sources: { keys: [sourceKey] } }],
    gatewayClock: { now: Date.now },
  })
  let server: Awaited<ReturnType<typeof naver.listen>>
  let stage: Stage
  beforeAll(async () => {
    server = await naver.listen()
    stage = await createStage({ environment: { ENDPOINT_ALLOWLIST: new URL(server.url).host } })
    const person = stage.person()
    await person.types('connect naver')
    await person.sends(await person.faces('Region code'), {
      'Account name': 'media-nv',
      'Access key': account.accessKey,
      'Secret key': account.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': server.url,
    })
    await person.hears('`media-nv` is connected')
  })
  afterAll(async () => {
    await stage.stop()
    await server.stop()
  })

  const jobNamed = (title: string) => naver.jobs('media').find((job) => job.title === title)
  const putsOf = (title: string) =>
    naver.calls().filter(({ method, path }) => method === 'PUT' && path.endsWith(`/${title}`))
  const add = (title: string, more = {}) =>
    naver.addJob('media', { title, state: 'PAUSED', sourceBucket: 'films', targetBucket: 'films-kr', ...more })

  test('from the card: a key is added over the form, and the policy starts with the new route', async () => {
    const person = stage.newcomer()
    add('weekly', { sourceBucket: 'series', sourcePrefix: '2025/' })
    await person.types('status weekly')
    await person.presses('Edit', await person.hears('series → films-kr'))
    const form = await person.faces('Saving replaces')
    expect(person.entries()).toMatchObject({ name: 'weekly', 'source.names': '2025/', 'target.bucket': 'films-kr' })
    await person.presses('Add a key', form)
    await person.sends(await person.faces('Add a storage key'), {
      'Key name': 'films-read',
      'Access key': sourceKey.accessKey,
      'Secret key': sourceKey.secretKey,
    })
    const again = await until('the question for the key', () =>
      person.modals().find((view) => asks(view, 'source.key')),
    )
    await person.sends(again, { 'source.names': '2026/', 'source.key': 'films-read' })
    const saved = await person.learns('*Saved.*')
    expect(jobNamed('weekly')).toMatchObject({ sourcePrefix: '2026/', jobState: 'INITIALIZED' })
    await person.presses('Start', saved)
    const running = await person.learns('*Running*')
    clock.jump(10_000)
    // Wrong keys would have ended it by now.
    expect(jobNamed('weekly')).toMatchObject({ jobState: 'STARTED' })

    await person.presses('Pause', running)
    await person.learns('*Paused*')
    await person.types('policy edit weekly')
    const next = await person.faces('Saving replaces')
    expect(selectIn(next, 'Source key').chosen).toBe('films-read')
  })

  test('without a key or with a title that NAVER does not allow shows the problem at its field and sends nothing', async () => {
    const person = stage.newcomer()
    add('monthly', { sourceBucket: 'other-films' })
    await keepKey(person, 'monthly-read')
    await person.types('policy edit monthly')
    const form = await person.faces('Saving replaces')
    expect(selectIn(form, 'Source key').chosen).toBeUndefined()
    const wrong = await person.sends(form, { Name: 'month and day', 'source.key': 'monthly-read' })
    expect(wrong.errors).toEqual({ name: 'Use letters, digits, dots, hyphens and underscores only.' })
    expect(putsOf('monthly')).toEqual([])
    await person.answers('source.selection', 'prefixes', form)
    const again = await until('the question for the prefix', () =>
      person.modals().find((view) => asks(view, 'source.names')),
    )
    await person.sends(again, { Name: 'monthly', 'source.names': '2026/', 'source.key': 'monthly-read' })
    await person.learns('*Saved.*')
    expect(jobNamed('monthly')).toMatchObject({ sourcePrefix: '2026/' })
  })

  test('with another name tells the person, and the card in the channel continues under it', async () => {
    const person = stage.newcomer()
    add('draft')
    await keepKey(person, 'draft-read')
    await person.types('watch draft')
    await person.hears('Watching')
    const card = await person.hears('last change')
    await person.types('policy edit draft')
    await person.sends(await person.faces('Saving replaces'), { Name: 'final', 'source.key': 'draft-read' })
    expect(readingOf(await person.learns('*Saved and renamed.*'))).toContain('1 watch follows it there')
    await person.hears('`draft` is now `final`')
    await until('the same card under the new name', () => {
      const now = person.messages().find(({ ts }) => ts === card.ts)
      return now !== undefined && readingOf(now).includes('media-nv/final')
    })
    expect(person.messages().filter((message) => readingOf(message).includes('last change'))).toHaveLength(1)
    expect(person.messages().some((message) => readingOf(message).includes('Deleted'))).toBe(false)
    naver.failJob('final')
    await person.hears('Failed: films → films-kr')
  })

  test('twice at once shows the second person the difference in the form, with what they typed', async () => {
    const [one, two] = [stage.newcomer(), stage.newcomer()]
    add('shared', { sourcePrefix: 'nobodys/' })
    await keepKey(one, 'shared-read')
    await one.types('policy edit shared')
    await two.types('policy edit shared')
    const theirs = await two.faces('Saving replaces')
    await one.sends(await one.faces('Saving replaces'), { 'source.names': 'one/', 'source.key': 'shared-read' })
    await one.learns('*Saved.*')
    await two.sends(theirs, { 'source.names': 'two/', 'source.key': 'shared-read' })
    const warned = await two.faces('Prefix: now `one/`, here `two/`')
    expect(two.entries()).toMatchObject({ 'source.names': 'two/', 'source.key': 'shared-read' })
    expect(jobNamed('shared')).toMatchObject({ sourcePrefix: 'one/' })
    await two.sends(warned, {})
    await two.learns('*Saved.*')
    expect(jobNamed('shared')).toMatchObject({ sourcePrefix: 'two/' })
  })

  test('sends a form twice and saves once', async () => {
    const person = stage.newcomer()
    add('twice', { sourcePrefix: '2025/' })
    await keepKey(person, 'twice-read')
    await person.types('policy edit twice')
    const form = await person.faces('Saving replaces')
    naver.faults.add({ kind: 'slow', ms: 300, method: 'PUT', path: '/policy/twice' })
    const fields = { 'source.names': '2026/', 'source.key': 'twice-read' }
    await Promise.allSettled([person.sends(form, fields), person.sends(form, fields)])
    await until('the policy to be saved', () => jobNamed('twice')?.sourcePrefix === '2026/')
    expect(putsOf('twice')).toHaveLength(1)
  })

  test('that runs is refused: it has to be paused first', async () => {
    const person = stage.newcomer()
    add('busy', { state: 'STARTED', bytes: 9e12 })
    await person.types('policy edit busy')
    expect(readingOf(await person.learns('cannot be edited now'))).toContain('Pause it first')
    expect(person.modals().some((view) => asks(view, 'source.bucket'))).toBe(false)
  })

  async function keepKey(person: ReturnType<Stage['newcomer']>, name: string): Promise<void> {
    await person.types('keys add')
    const fields = { 'Key name': name, 'Access key': sourceKey.accessKey, 'Secret key': sourceKey.secretKey }
    await person.sends(await person.faces('Add a storage key'), fields)
    await person.learns(`\`${name}\` is saved`)
  }
})
