import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const first = '191297407830872'
const second = '201300000000002'
const sync = 'd18befdd-eb82-41f3-8019-bbb593d74a3e'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  for (const account of ['prod-hw', 'test-hw']) await desk.addAccount(account)
  desk.cloud.add(sample(), sample({ id: second }), sample({ id: second, account: 'test-hw' }))
  desk.cloud.add(sample({ id: sync, kind: 'sync' }))
})

async function trail(): Promise<string[]> {
  const lines: string[] = []
  for await (const { verb, subject, detail, outcome, code = '' } of desk.tools.store.audit.oldestFirst()) {
    lines.push([verb, subject, detail, outcome, code].join(' ').trim())
  }
  return lines
}

describe('a setting for several migrations', () => {
  test('is recorded for each, before the call and with the outcome', async () => {
    const error = new AppError('provider_outcome_unknown', { provider: 'Huawei' })
    desk.cloud.refuses(`prod-hw/${second}`, error)
    await desk.types(`limit prod-hw/${first} prod-hw/${second} 50MB/s 09:00-18:00`)
    const rules = '50 MB/s 09:00-18:00'
    expect((await trail()).slice(0, 2)).toEqual([
      `limit prod-hw/${first} ${rules} begun`,
      `limit prod-hw/${second} ${rules} begun`,
    ])
    expect((await trail()).slice(2).toSorted()).toEqual([
      `limit prod-hw/${first} ${rules} done`,
      `limit prod-hw/${second} ${rules} unknown provider_outcome_unknown`,
    ])
  })

  test('is recorded with the id of the request that set it', async () => {
    desk.cloud.namesRequests()
    await desk.types(`limit prod-hw/${first} prod-hw/${second} 50MB/s`)
    const ids = new Map<string | undefined, string | undefined>()
    for await (const { subject, requestId } of desk.tools.store.audit.oldestFirst()) ids.set(subject, requestId)
    expect(ids).toEqual(new Map([first, second].map((id) => [`prod-hw/${id}`, `set-${id}`])))
  })

  test('is made where the person may, and refused where they may not', async () => {
    await desk.types('roles give <@U3> operator test-hw')
    const lines = await desk.reads(`limit prod-hw/${first} test-hw/${second} 50MB/s`, { user: 'U3' })
    expect(lines.filter((line) => /^[✓✗]/.test(line))).toEqual([
      expect.stringMatching(`^✗ .*${first}`),
      expect.stringMatching(`^✓ .*${second}`),
    ])
    expect(desk.cloud.settings).toMatchObject([{ targets: [{ id: second }] }])
    expect(await trail()).toContainEqual(expect.stringMatching(`limit prod-hw/${first} .* refused not_allowed`))
  })

  test.each(['limit 1912… off', 'priority 1912… high', `sync push ${sync} a`])(
    'is not for viewers: %s',
    async (text) => {
      expect((await desk.types(text, { user: 'U4' })).code).toBe('not_allowed')
      expect(desk.cloud.settings).toEqual([])
    },
  )

  test('anybody may read what sync is', async () => {
    expect((await desk.types('sync', { user: 'U4' })).code).toBe('ok')
  })
})

test.each([
  ['ten', 'unknown provider_outcome_unknown'],
  ['none', 'refused provider_throttled'],
])('if %s of the objects were accepted before the call broke off, the audit says %s', async (accepted, outcome) => {
  const error = new AppError('provider_throttled', { provider: 'Huawei' })
  if (accepted === 'none') desk.cloud.breaks('prod-hw', 'push', { error })
  else desk.cloud.refuses(`prod-hw/${sync}`, error)
  const names = Array.from({ length: 12 }, (_, index) => `o${index}`).join(' ')
  await desk.types(`sync push prod-hw/${sync} ${names}`)
  expect(await trail()).toEqual([`push prod-hw/${sync} 12 objects begun`, `push prod-hw/${sync} 12 objects ${outcome}`])
})

test.each(['limit 1912… 20MB/s', 'priority 1912… high'])(
  'if nobody knows the outcome, %s leads to the migration',
  async (text) => {
    desk.cloud.add(sample({ state: 'paused' }))
    desk.cloud.refuses(`prod-hw/${first}`, new AppError('provider_outcome_unknown', { provider: 'Huawei' }))
    const { reply } = await desk.types(text)
    expect(typedBy(shownIn(reply))).toEqual({ 'Current state': `status prod-hw/${first}` })
  },
)
