import { beforeEach, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/commands/machine/command.ts'
import type { Outcome } from '../../src/commands/machine/dispatch.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Watch } from '../../src/store/store.ts'
import { answers } from '../providers/naver/open-account.ts'
import { account, openConnection, type SimulatedWorld } from '../providers/naver/simulated.ts'
import { filledIn, readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, problemsIn, shownIn } from './desk.ts'

const ref = `${account}/nightly`
const opened = {
  name: 'nightly',
  'source.cloud': 'AWS',
  'source.region': 'ap-southeast-2',
  'source.bucket': 'films',
  'source.selection': 'everything',
  'target.bucket': 'films-kr',
  'target.prefix': 'data/',
}
const asItIs = { ...opened, 'source.key': 'films-read' }
const under = (prefix: string) => ({ 'source.selection': 'prefixes', 'source.names': prefix })
let desk: Desk
let world: SimulatedWorld

/** Opens commands on the simulated NAVER Cloud, with a paused policy and a key. */
beforeEach(async () => {
  desk = await createDesk()
  const { connection, world: simulated } = await openConnection()
  const credentials = { ...answers, endpoint: 'https://naver.example' }
  world = simulated
  desk.tools.providers = [naver]
  desk.tools.connect = () => connection
  const facts = { name: account, provider: naver.name, credentials, facts: {}, createdBy: 'U1', createdAt: 1 }
  await desk.tools.store.accounts.set(account, facts)
  await desk.addKey('films-read')
  world.simulator.addJob(account, {
    ...{ title: 'nightly', state: 'PAUSED', sourceBucket: 'films', targetBucket: 'films-kr', targetPrefix: 'data/' },
  })
})

/** Opens the form, runs `meanwhile`, then sends the form with these answers. */
async function saves(changes: Partial<Answers> = {}, meanwhile?: () => unknown): Promise<Outcome> {
  const command = commandOf(await desk.begins(`policy edit ${ref}`))
  await meanwhile?.()
  return desk.begins(command, { answers: answersOf(changes) })
}

function answersOf(changes: Partial<Answers>): Answers {
  const entries = Object.entries({ ...asItIs, ...changes })
  return Object.fromEntries(entries.flatMap(([name, answer]) => (answer === undefined ? [] : [[name, answer]])))
}

function commandOf({ reply }: Outcome): string {
  if (reply.type !== 'form') throw new Error(`No form: ${JSON.stringify(reply)}`)
  const memo: { command: string } = JSON.parse(reply.modal.private_metadata ?? '')
  return memo.command
}

/** The people who edited, with the outcome. */
async function audited(): Promise<string[]> {
  const ends: string[] = []
  for await (const { verb, user, outcome, code } of desk.tools.store.audit.oldestFirst()) {
    if (verb !== 'edit' || outcome === 'begun') continue
    ends.push([user, outcome, ...(code === undefined ? [] : [code])].join(' '))
  }
  return ends
}

const puts = () => world.simulator.calls().filter(({ method }) => method === 'PUT')
const jobs = () => world.simulator.jobs(account)

describe('policy edit', () => {
  test('opens a form with everything filled in', async () => {
    const { reply } = await desk.begins('policy edit nightly')
    const form = shownIn(reply)
    expect(filledIn(form)).toEqual({ ...asItIs, 'source.key': undefined })
    expect(readable(form)).toContain('Destination prefix (optional): plain_text_input')
    expect(puts()).toEqual([])
  })

  test('saves the form and answers with the card', async () => {
    const { reply } = await saves({ ...under('2026/'), 'target.prefix': undefined })
    expect(readable(shownIn(reply)).slice(0, 3)).toEqual([
      ':white_check_mark: *Saved.*',
      'It does not run until somebody starts it.',
      '*films → films-kr*',
    ])
    expect(jobs()).toMatchObject([{ title: 'nightly', sourcePrefix: '2026/', targetPrefix: '' }])
    expect(puts()).toHaveLength(1)
  })

  test('preselects the key that was last used for the bucket, and none before that', async () => {
    await saves()
    expect(filledIn(shownIn((await desk.begins(`policy edit ${ref}`)).reply))['source.key']).toBe('films-read')
    await desk.tools.store.storageKeys.delete('films-read')
    const form = shownIn((await desk.begins(`policy edit ${ref}`)).reply)
    expect(readable(form)).toContain('*Source key*: there is none yet. Add one below.')
  })

  test('remembers when it was opened, even after a key was added', async () => {
    const outcome = await desk.begins(`policy edit ${ref}`)
    const add = typedBy(shownIn(outcome.reply))['Add a key'] ?? ''
    const redrawn = await desk.begins(/--for "(.*)"/.exec(add)?.[1] ?? '')
    expect(commandOf(redrawn)).toBe(commandOf(outcome))
  })

  test.each<[string, Partial<Answers>, string]>([
    ['a title with a blank', { name: 'my policy' }, 'name'],
    ['a title that is too long', { name: '가'.repeat(34) }, 'name'],
    ['a title that another policy has', { name: 'other' }, 'name'],
    ['no bucket', { 'source.bucket': ' ' }, 'source.bucket'],
    ['no key', { 'source.key': undefined }, 'source.key'],
    ['a key that was removed meanwhile', { 'source.key': 'gone' }, 'source.key'],
  ])('with %s shows the problem at its field, and saves nothing', async (_, changes, field) => {
    world.simulator.addJob(account, { title: 'other' })
    const outcome = await saves(changes)
    expect(Object.keys(problemsIn(outcome) ?? {})).toEqual([field])
    expect(puts()).toEqual([])
  })

  test('asks for a prefix once prefixes are selected, and keeps the other answers', async () => {
    const command = commandOf(await desk.begins(`policy edit ${ref}`))
    const entered = answersOf({ 'source.selection': 'prefixes', 'target.bucket': 'elsewhere' })
    const { reply } = await desk.begins(command, { entered, asked: Object.keys(entered) })
    expect(filledIn(shownIn(reply))).toMatchObject({ ...entered, 'source.names': undefined })
    expect(readable(shownIn(reply))).toContain('Prefix: plain_text_input')
  })

  test('refuses viewers, for the form and for saving', async () => {
    const command = commandOf(await desk.begins(`policy edit ${ref}`))
    expect((await desk.begins(`policy edit ${ref}`, { user: 'U9' })).code).toBe('not_allowed')
    expect((await desk.begins(command, { user: 'U9', answers: answersOf({}) })).code).toBe('not_allowed')
    expect((await desk.begins('policy', { user: 'U9' })).code).toBe('ok')
    expect(puts()).toEqual([])
  })

  test('refuses a running policy before anybody fills in a form: it has to be paused first', async () => {
    world.simulator.addJob(account, { title: 'busy', state: 'STARTED' })
    const outcome = await desk.begins('policy edit busy')
    expect(outcome.code).toBe('action_impossible')
    expect(readable(shownIn(outcome.reply))[1]).toMatch(/^Pause it first\. Possible now: pause/)
  })

  test('does not overwrite what somebody else saved meanwhile: it shows the difference, and saves when sent again', async () => {
    const other = await desk.begins(`policy edit ${ref}`)
    const changes = under('mine/')
    const outcome = await saves(changes, () =>
      desk.begins(commandOf(other), { user: 'U2', answers: answersOf(under('theirs/')) }),
    )
    const form = shownIn(outcome.reply)
    expect(readable(form)).toContain('• Prefix: now `theirs/`, here `mine/`')
    expect(filledIn(form)).toMatchObject({ 'source.names': 'mine/', 'source.bucket': 'films' })
    expect(jobs()).toMatchObject([{ sourcePrefix: 'theirs/' }])
    await desk.begins(commandOf(outcome), { answers: answersOf(changes) })
    expect(jobs()).toMatchObject([{ sourcePrefix: 'mine/' }])
    expect(await audited()).toEqual(['U2 done', 'U1 refused changed_meanwhile', 'U1 done'])
  })

  test('saves once if it is sent twice at the same time', async () => {
    const command = commandOf(await desk.begins(`policy edit ${ref}`))
    const answers = answersOf(under('2026/'))
    const outcomes = await Promise.all([desk.begins(command, { answers }), desk.begins(command, { answers })])
    expect(puts()).toHaveLength(1)
    expect(
      outcomes.filter(({ reply }) => reply.type === 'form done' && readable(reply.message)[0]?.includes('Saved')),
    ).toHaveLength(1)
  })

  test('looks after a lost answer whether the change arrived, and sends nothing twice', async () => {
    world.simulator.faults.add({ kind: 'cut-after-effect', method: 'PUT' })
    const { reply } = await saves(under('2026/'))
    expect(readable(shownIn(reply))[0]).toBe(':white_check_mark: *Saved.*')
    expect(puts()).toHaveLength(1)
  })

  // If only the key was to change, or nothing has changed yet, looking cannot tell.
  test.each<[string, 'cut-before-effect' | 'cut-after-effect', Partial<Answers>]>([
    ['when nothing has changed', 'cut-before-effect', under('2026/')],
    ['when only the key could have', 'cut-after-effect', {}],
  ])('reports an unknown outcome after a lost answer %s', async (_, kind, changes) => {
    world.simulator.faults.add({ kind, method: 'PUT' })
    const outcome = await saves(changes)
    expect(outcome.code).toBe('provider_outcome_unknown')
    expect(typedBy(shownIn(outcome.reply))).toEqual({ 'Current state': `status ${ref}` })
    expect(puts()).toHaveLength(1)
  })
})

describe('a new name', () => {
  const watch: Watch = {
    ...{
      id: `${ref}@C1`,
      account,
      kind: 'policy',
      migrationId: 'nightly',
      channel: 'C1',
      createdBy: 'U1',
      createdAt: 1,
    },
  }
  const watches = async () => (await desk.tools.store.watches.list()).items
  beforeEach(async () => {
    await desk.tools.store.watches.set(watch.id, watch)
    await desk.tools.store.watches.set('z', { ...watch, id: 'z', migrationId: 'other' })
  })

  test('is reported, and watches follow it', async () => {
    const { reply } = await saves({ name: 'daily' })
    expect(readable(shownIn(reply))[0]).toBe(
      `:white_check_mark: *Saved and renamed.* It is now \`${account}/daily\`; \`${ref}\` no longer works. 1 watch follows it there.`,
    )
    expect(jobs().map(({ title }) => title)).toEqual(['daily'])
    expect(await watches()).toEqual([
      { ...watch, migrationId: 'daily' },
      { ...watch, id: 'z', migrationId: 'other' },
    ])
    expect(desk.looks).toEqual([`${account}/daily`])
  })

  test('that NAVER refuses leaves the watches unchanged', async () => {
    world.simulator.faults.add({ kind: 'status', status: 400, method: 'PUT', body: { error: { errorCode: '100' } } })
    expect((await saves({ name: 'daily' })).code).toBe('provider_refused')
    expect((await watches())[0]).toEqual(watch)
  })

  test('makes watches look for both names if the answer is lost and looking cannot tell', async () => {
    world.simulator.faults.add({ kind: 'cut-before-effect', method: 'PUT' })
    expect((await saves({ name: 'daily' })).code).toBe('provider_outcome_unknown')
    expect((await watches())[0]).toEqual({ ...watch, nextMigrationId: 'daily' })
    await saves({ name: 'daily' })
    expect((await watches())[0]).toEqual({ ...watch, migrationId: 'daily' })
  })

  test('that the cloud ignores is reported, and the watches stay', async () => {
    world.simulator.faults.add({ kind: 'empty', method: 'PUT' })
    const { reply } = await saves({ name: 'daily' })
    expect(readable(shownIn(reply))[0]).toBe(`:warning: *Saved, but the cloud kept the name* \`${ref}\`.`)
    expect((await watches())[0]).toEqual(watch)
  })

  test('is reported as unconfirmed if the policy cannot be read, and watches look for both names', async () => {
    const command = commandOf(await desk.begins(`policy edit ${ref}`))
    const path = '/policy/daily'
    world.simulator.faults.add({ kind: 'slow', ms: 0, path })
    world.simulator.faults.add({ kind: 'garbage', path, times: 9 })
    const { reply } = await desk.begins(command, { answers: answersOf({ name: 'daily' }) })
    expect(readable(shownIn(reply))[0]).toContain(`Ferry could not read it back yet. Check \`${account}/daily\``)
    expect((await watches())[0]).toEqual({ ...watch, nextMigrationId: 'daily' })
  })
})

describe('policy', () => {
  test('alone explains itself', async () => {
    const { reply } = await desk.begins('policy')
    expect(readable(shownIn(reply))[0]).toBe('*/migrate policy edit &lt;id&gt;*')
  })

  test('with another word shows how to type it, and without an id asks for one', async () => {
    expect((await desk.begins('policy frobnicate')).code).toBe('usage')
    expect((await desk.begins('policy edit')).code).toBe('ref_missing')
  })
})
