import { beforeEach, describe, expect, test } from 'vitest'
import { validateMessage } from '../../playground/slack/blockkit/validate.ts'
import { AppError } from '../../src/errors/errors.ts'
import { eventually } from '../eventually.ts'
import { filledIn, readable } from '../views/readable.ts'
import { type Desk, shownIn } from './desk.ts'
import { commandOf, createRetrying, failed, retryAll } from './retrying.ts'

let desk: Desk
let retrying: Awaited<ReturnType<typeof createRetrying>>

beforeEach(async () => {
  retrying = await createRetrying()
  desk = retrying.desk
})

describe('between opening and sending', () => {
  test('the questions keep their names however the members change', async () => {
    await retrying.group(failed(1), failed(2, { from: 'logs' }))
    const before = Object.keys(filledIn(await retrying.opens()))
    await retrying.group(failed(3, { from: 'first' }), failed(2, { from: 'logs' }), failed(1))
    expect(Object.keys(filledIn(await retrying.opens()))).toEqual(expect.arrayContaining(before))
  })

  test('a member of a new pair is answered with a button of its own', async () => {
    await retrying.group(failed(1))
    const form = await retrying.opens()
    await retrying.group(failed(1), failed(2, { from: 'new', to: 'newer' }))
    expect((await retrying.reads(form, ['photos-read', 'archive-write'])).slice(0, 4)).toEqual([
      ':repeat: *1 migration restarted*',
      '1 needs storage keys',
      '*new → newer*',
      '`prod-hw/191200000000002`',
    ])
  })

  test('a key that was removed is answered for each migration', async () => {
    await retrying.group(failed(1), failed(2, { from: 'logs' }))
    const form = await retrying.opens()
    await desk.tools.store.storageKeys.delete('other')
    const lines = await retrying.reads(form, ['photos-read', 'archive-write', 'other', 'archive-write'])
    expect(lines.slice(0, 2)).toEqual([':repeat: *1 migration restarted*', '1 could not be restarted'])
    expect(lines.join('\n')).toContain('There is no storage key named `other` here')
  })

  test('a form that is sent twice says that all is restarted, and by whom', async () => {
    await retrying.group(failed(1), failed(2))
    const form = await retrying.opens()
    await retrying.sends(form, ['photos-read', 'archive-write'])
    expect(await retrying.reads(form, ['photos-read', 'archive-write'], { user: 'U2' })).toEqual([
      ':white_check_mark: *No migration was restarted*',
      '2 already restarted',
      '(Already restarted by <@U1>: `prod-hw/191200000000001`, `prod-hw/191200000000002`)',
    ])
    expect(desk.cloud.orders).toHaveLength(2)
  })

  test('nothing is left to ask if everything was restarted, and no form opens', async () => {
    await retrying.group({ ...failed(1), state: 'running' })
    expect(await desk.reads(retryAll)).toEqual([
      ':white_check_mark: *No migration was restarted*',
      '1 left alone',
      '(Left alone: `prod-hw/191200000000001` is running)',
    ])
  })
})

describe('two people at once', () => {
  test('start each migration once, and the second reads who was first', async () => {
    await retrying.group(failed(1), failed(2), failed(3))
    const form = await retrying.opens()
    const [one, two] = await Promise.all(
      ['U1', 'U2'].map((user) => retrying.reads(form, ['photos-read', 'archive-write'], { user })),
    )
    expect(desk.cloud.orders).toHaveLength(3)
    const told = [...(one ?? []), ...(two ?? [])].join('\n')
    expect(told).not.toContain('could not be restarted')
    const restarted = [...told.matchAll(/\*(\d) migrations? restarted/g)].map(([, count]) => Number(count))
    expect(restarted.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(told).toMatch(/Already restarted by <@U[12]>/)
  })

  test('a restart between the reading and the turn is not repeated', async () => {
    await retrying.group(failed(1))
    const release = desk.cloud.holds('prod-hw', 'show')
    const slow = desk.begins(`${retryAll} --source photos-read --target archive-write`, { user: 'U2' })
    await eventually(() => expect(desk.cloud.calls).toContain('show prod-hw/191200000000001'))
    await desk.tools.store.audit.append({
      ...{ at: desk.clock.now(), user: 'U1', door: 'form', verb: 'retry', outcome: 'done' },
      subject: 'prod-hw/191200000000001',
    })
    release()
    const { reply } = await desk.clock.passUntil(slow)
    expect(readable(shownIn(reply)).slice(-1)).toEqual(['(Already restarted by <@U1>: `prod-hw/191200000000001`)'])
    expect(desk.cloud.orders).toEqual([])
  })
})

describe('a retry of some members', () => {
  const to = (bucket: string) => `${retryAll} --to ${bucket}`

  test('is limited to a source or destination bucket, and so is its form', async () => {
    await retrying.group(
      failed(1, { to: 'invoice-vault' }),
      failed(2),
      failed(3, { from: 'logs', to: 'invoice-vault' }),
    )
    const form = await retrying.opens(to('invoice-vault'))
    expect(readable(form).filter((line) => line.startsWith('*'))).toEqual([
      '*photos → invoice-vault* · 1 migration',
      '*logs → invoice-vault* · 1 migration',
    ])
    expect(commandOf(form)).toBe(to('invoice-vault'))
    expect(await retrying.reads(form, ['photos-read', 'archive-write', 'other', 'archive-write'])).toEqual([
      ':repeat: *2 migrations restarted* to invoice-vault',
    ])
    expect(retrying.startedWith().map(([number]) => number)).toEqual([1, 3])
    expect(commandOf(await retrying.opens(`${retryAll} --from photos --to archive`))).toBe(
      `${retryAll} --from photos --to archive`,
    )
  })

  test('says so if no member has the bucket, and means a group only', async () => {
    await retrying.group(failed(1))
    const { code, reply } = await desk.types(to('elsewhere'))
    expect(code).toBe('group_without_bucket')
    expect(readable(shownIn(reply)).join('\n')).toContain('None of these migrations goes to `elsewhere`')
    expect((await desk.types('retry 1912… --to archive')).code).toBe('usage')
  })
})

describe('rights', () => {
  test('of one account: the form asks for it alone, and the others are refused one by one', async () => {
    await desk.addAccount('other')
    await retrying.group(failed(1), failed(2, { account: 'other', from: 'logs' }))
    await desk.types('roles give <@U0MEMBER> operator other')
    const form = await retrying.opens(retryAll, { user: 'U0MEMBER' })
    expect(readable(form).filter((line) => line.startsWith('*'))).toEqual(['*logs → archive* · 1 migration'])
    const lines = await retrying.reads(form, ['photos-read', 'archive-write'], { user: 'U0MEMBER' })
    expect(lines.slice(0, 2)).toEqual([':repeat: *1 migration restarted*', '1 could not be restarted'])
    expect(lines.join('\n')).toContain('You need the operator role for `prod-hw`')
    expect(lines).not.toContain('[Retry]')
  })

  test('a viewer sees no form', async () => {
    await retrying.group(failed(1))
    expect((await desk.types(retryAll, { user: 'U0MEMBER' })).code).toBe('not_allowed')
  })
})

test('a thousand members fit the form, the progress and the answer', async () => {
  const many = Array.from({ length: 1000 }, (_, index) => failed(index, { from: `logs-${index % 500}` }))
  await retrying.group(...many)
  const form = await retrying.opens()
  const broken = new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' })
  for (const { id: one } of many.slice(200)) desk.cloud.breaks(`prod-hw/${one}`, 'retry', { error: broken })
  const { reply } = await retrying.sends(form, ['photos-read', 'archive-write'])
  const answer = shownIn(reply)
  expect(readable(answer).slice(0, 2)).toEqual([':repeat: *200 migrations restarted*', '800 not reached'])
  if (reply.type !== 'form done') throw new Error('The form is not done')
  for (const message of [reply.message, ...desk.meanwhile]) expect(validateMessage(message)).toEqual([])
  expect(readable(desk.meanwhile[0] ?? { blocks: [] })[0]).toContain('0 of 1000 restarted…')
})
