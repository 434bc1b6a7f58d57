import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { readable } from '../views/readable.ts'
import { addAccount, denied } from './browsable.ts'
import {
  type Checkable,
  type Creator,
  createCreating,
  createCreator,
  doubtful,
  failing,
  nothingSimilar,
  passed,
  source,
  target,
  toSummary,
} from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let found: Checkable
let person: Creator

beforeEach(async () => {
  ;({ desk, found, person } = await createCreating(huawei, naver, upcloud))
})

function titleOf({ page }: Creator): string {
  return page().title.text
}

describe('the usual case', () => {
  test('has three pages: source, destination and the check', async () => {
    await person.opens()
    expect(titleOf(person)).toBe('New migration: source')
    await person.sends(source)
    expect(titleOf(person)).toBe('New: destination')
    await person.sends(target)
    expect(titleOf(person)).toBe('New migration: check')
    expect(person.lines()).toContain('*From* AWS us-east-1 `photos`')
    expect(person.lines()).toContain('✓ The bucket photos is there.')
  })

  test('makes one request of exactly what was shown, and says where it is decided and who can decide', async () => {
    await toSummary(person)
    await person.sends()
    const { items } = await desk.tools.store.requests.list()
    expect(items).toHaveLength(1)
    expect(items[0]?.request).toMatchObject({
      requestedBy: 'U1',
      askedIn: 'C1',
      checks: [passed, nothingSimilar],
      spec: {
        account: 'prod-hw',
        kind: 'task',
        source: { cloud: 'AWS', region: 'us-east-1', bucket: 'photos', key: 'photos-read', selection: 'everything' },
        target: { bucket: 'archive', key: 'archive-write' },
        options: {},
      },
    })
    const answer = readable(person.answer() ?? { blocks: [] })
    expect(answer[0]).toContain(items[0]?.request.id)
    expect(answer.join('\n')).toContain('1 approval is needed, by somebody else. Approvers: <@U2>.')
    expect(answer.join('\n')).toContain('Follow its card in <#C1>')
  })

  test('gives secrets to the cloud only', async () => {
    await toSummary(person)
    expect(found.orders[0]?.keys.source?.accessKey).toBe('EXAMPLE-photos-read')
    const { items } = await desk.tools.store.drafts.list()
    expect(JSON.stringify(items)).not.toContain('EXAMPLE')
    expect(JSON.stringify(person.page())).not.toContain('EXAMPLE')
  })

  test('makes one request if the form is sent twice', async () => {
    await toSummary(person)
    await person.sends()
    await person.sends()
    expect((await desk.tools.store.requests.list()).items).toHaveLength(1)
    expect(readable(person.answer() ?? { blocks: [] })[0]).toMatch(/^This was already requested as `r-[0-9a-f]{6}`/)
  })

  test('makes one request if the form is sent twice at the same moment', async () => {
    await toSummary(person)
    await Promise.all([person.sends(), createSame(person).sends()])
    expect((await desk.tools.store.requests.list()).items).toHaveLength(1)
  })

  test('says that the migration is being created if no approval is needed', async () => {
    const policy = { version: 1, needed: 0, allowsSelf: false, expiresAfterMs: 1, remindAfterMs: [], stricter: [] }
    await desk.tools.store.policies.set('000001', { ...policy, changedAt: 1 })
    await toSummary(person)
    await person.sends()
    expect(readable(person.answer() ?? { blocks: [] }).join('\n')).toContain('it is being created')
  })
})

/** The same page, open in another window. */
function createSame(one: Creator): Creator {
  const command = one.command()
  const other = createCreator(desk, one.user)
  return {
    ...other,
    async sends() {
      await desk.types(command, { user: one.user, answers: {} })
      return {}
    },
  }
}

describe('the check', () => {
  test('blocks the request while something fails, and runs again', async () => {
    found.checks = [failing, passed]
    const lines = await toSummary(person)
    expect(lines).toContain('✗ There is no bucket archive. Create it first.')
    expect(person.page().submit?.text).toBe('Check again')
    await person.sends()
    expect((await desk.tools.store.requests.list()).items).toEqual([])
    found.checks = [passed]
    await person.sends()
    expect((await desk.tools.store.requests.list()).items).toHaveLength(1)
  })

  test('needs an agreement while something is doubtful', async () => {
    found.checks = [doubtful]
    await toSummary(person)
    await person.sends()
    expect(person.lines()[0]).toContain('tick the box')
    expect((await desk.tools.store.requests.list()).items).toEqual([])
    await person.sends({ agreed: 'yes' })
    expect((await desk.tools.store.requests.list()).items).toHaveLength(1)
  })

  test('needs a new agreement if there is a new doubt', async () => {
    await toSummary(person)
    await desk.clock.advance(3_600_000)
    found.checks = [doubtful]
    await person.sends({ agreed: 'yes' })
    expect((await desk.tools.store.requests.list()).items).toEqual([])
    expect(person.lines().join('\n')).toContain(':warning: It holds 900 TB.')
  })

  test('runs again as soon as an answer changes, and not before', async () => {
    await toSummary(person)
    await person.opens()
    expect(found.orders).toHaveLength(1)
    await person.presses('Options')
    await person.sends()
    expect(found.orders).toHaveLength(1)
    await person.presses('Options')
    await person.sends({ 'options.overwrite': 'never' })
    expect(found.orders).toHaveLength(2)
    expect(found.orders.at(-1)?.spec.options).toEqual({ overwrite: 'never' })
  })

  test('is doubtful if the cloud does not answer, and fails if the cloud refuses the account', async () => {
    const silent = new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' })
    desk.cloud.looks(() => Promise.reject(silent))
    expect((await toSummary(person)).join('\n')).toContain(':grey_question: Huawei Cloud OMS is not responding.')
    desk.cloud.looks(() => Promise.reject(denied))
    await person.presses('Options')
    await person.sends({ 'options.overwrite': 'always' })
    expect(person.lines().join('\n')).toContain('✗ Huawei Cloud OMS did not accept the credentials')
  })
})

describe('the right to request', () => {
  test('is checked again on each page', async () => {
    await person.opens()
    desk.admins.delete('U1')
    const { code } = await desk.types(person.command(), { answers: source, asked: Object.keys(source) })
    expect(code).toBe('not_allowed')
  })

  test('limits the accounts that are offered', async () => {
    await addAccount(desk, 'naver', 'old-ncp')
    desk.admins.delete('U1')
    const grant = { type: 'user' as const, id: 'U1', role: 'operator' as const, account: 'old-ncp' }
    await desk.tools.store.grants.set('U1 old-ncp', { ...grant, grantedBy: 'U2', grantedAt: 1 })
    expect((await person.opens())[0]).toContain('`old-ncp`')
    expect((await desk.types('create prod-hw AWS/photos to archive')).code).toBe('account_not_found')
  })
})
