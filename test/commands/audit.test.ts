import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { eventually } from '../eventually.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const ref = 'prod-hw/191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(sample())
})

async function trail(): Promise<string[]> {
  const lines: string[] = []
  for await (const {
    user,
    door,
    verb,
    subject = '',
    detail = '',
    outcome,
    code = '',
    role = '',
  } of desk.tools.store.audit.oldestFirst()) {
    lines.push([user, door, verb, subject, detail, outcome, code, role].filter((part) => part !== '').join(' '))
  }
  return lines
}

describe('the audit records', () => {
  test('that an act began, before the cloud is called, and how it ended', async () => {
    const release = desk.cloud.holds('prod-hw', 'pause')
    const outcome = desk.begins(`pause ${ref}`)
    await eventually(() => expect(desk.cloud.calls).toContain(`pause ${ref}`))
    expect(await trail()).toEqual([`U1 typed pause ${ref} begun admin`])
    release()
    await desk.clock.passUntil(outcome)
    expect(await trail()).toEqual([`U1 typed pause ${ref} begun admin`, `U1 typed pause ${ref} done admin`])
  })

  test('the last request id that the cloud gave for an act, if it gives one', async () => {
    await desk.types(`pause ${ref}`)
    expect(await desk.reads('audit')).not.toContainEqual(expect.stringContaining('request `'))
    desk.cloud.namesRequests()
    desk.cloud.add(sample())
    await desk.types(`pause ${ref}`)
    const ids: (string | undefined)[] = []
    for await (const { requestId } of desk.tools.store.audit.oldestFirst()) ids.push(requestId)
    expect(ids).toEqual([undefined, undefined, undefined, 'pause last'])
    expect((await desk.reads('audit')).join()).not.toContain('pause last')
    await desk.types('audit export csv')
    expect(Buffer.from(desk.files[0]?.content ?? []).toString()).toContain('pause last')
  })

  test('the code of a refusal', async () => {
    const details = { provider: 'Huawei Cloud OMS', code: 'OMS.0066', message: 'no', requestId: 'r-1' }
    desk.cloud.breaks('prod-hw', 'pause', { error: new AppError('provider_refused', details) })
    await desk.types(`pause ${ref}`)
    expect((await trail()).at(-1)).toBe(`U1 typed pause ${ref} refused OMS.0066 admin`)
  })

  test.each(['provider_outcome_unknown', 'provider_nonsense', 'store_unavailable'] as const)(
    'that the outcome is unknown if the act may have been carried out despite %s',
    async (code) => {
      desk.cloud.breaks('prod-hw', 'pause', { error: new AppError(code, {}) })
      await desk.types(`pause ${ref}`)
      expect((await trail()).at(-1)).toBe(`U1 typed pause ${ref} unknown ${code} admin`)
    },
  )

  test('never a refusal for an act that was carried out while the store fails', async () => {
    losesAppends(2)
    expect((await desk.types(`pause ${ref}`)).code).toBe('store_unavailable')
    expect(desk.cloud.calls).toContain(`pause ${ref}`)
    expect(await trail()).toEqual([`U1 typed pause ${ref} begun admin`])
  })

  test('an attempt by somebody without a role for this account', async () => {
    await desk.types('roles give <@U3> operator')
    await desk.types('roles give <@U3> viewer')
    await desk.addAccount('other')
    await desk.types('roles give <@U3> operator other')
    await desk.types(`pause ${ref}`, { user: 'U3' })
    expect((await trail()).at(-1)).toBe(`U3 typed pause ${ref} refused not_allowed`)
  })

  test('an attempt by somebody without any role', async () => {
    await desk.types(`pause ${ref}`, { user: 'U3' })
    await desk.types(`status ${ref}`, { user: 'U3' })
    expect(await trail()).toEqual(['U3 typed pause refused not_allowed'])
  })

  test('who changed accounts, keys and roles, and no secret', async () => {
    await desk.types('roles give <@U3> operator prod-hw')
    const answers = { name: 'photos-read', accessKey: 'EXAMPLE', secretKey: 'not-a-secret-of-photos' }
    await desk.types('keys add', { answers })
    await desk.types('keys remove photos-read --yes')
    await desk.types('disconnect prod-hw --yes')
    const lines = await trail()
    expect(lines.filter((line) => line.includes('done'))).toEqual([
      'U1 typed roles give U3 operator for prod-hw done admin',
      'U1 typed keys add photos-read done admin',
      'U1 typed keys remove photos-read done admin',
      'U1 typed disconnect prod-hw done admin',
    ])
    expect(lines.join()).not.toContain('not-a-secret')
  })

  test('nothing about commands that only read', async () => {
    for (const text of ['list', `status ${ref}`, 'accounts', 'keys', 'roles', 'audit', 'help']) await desk.types(text)
    expect(await trail()).toEqual([])
  })
})

test('the outcome of an act is shown even if its end cannot be recorded', async () => {
  desk.cloud.breaks('prod-hw', 'pause', { error: new AppError('provider_outcome_unknown', { provider: 'OMS' }) })
  losesAppends(2)
  expect((await desk.types(`pause ${ref}`)).code).toBe('provider_outcome_unknown')
})

/** Makes one of the next writes to the trail fail. Later writes succeed. */
function losesAppends(lost: number) {
  const { audit } = desk.tools.store
  let count = 0
  const append: typeof audit.append = (event) => {
    count += 1
    return count === lost ? Promise.reject(new AppError('store_unavailable', { reason: 'full' })) : audit.append(event)
  }
  desk.tools.store = { ...desk.tools.store, audit: { ...audit, append } }
}

test('an act that cannot be recorded is not carried out', async () => {
  const { audit } = desk.tools.store
  const append = () => Promise.reject(new AppError('store_unavailable', { reason: 'full' }))
  desk.tools.store = { ...desk.tools.store, audit: { ...audit, append } }
  expect((await desk.types(`pause ${ref}`)).code).toBe('store_unavailable')
  expect(desk.cloud.calls.filter((call) => call.includes('pause'))).toEqual([])
})

describe('audit', () => {
  test('shows the newest acts first, page by page', async () => {
    for (let index = 0; index < 12; index += 1) await desk.types(`roles give <@U${100 + index}> operator`)
    const first = await desk.reads('audit')
    expect(first.join()).toContain('U111')
    expect(first).toContain('[Older] [Details] [… Verify | Export as CSV | Export as JSON]')
    const last = await desk.reads('audit --page 2')
    expect(last.join()).toContain('U100')
    expect(last).toContain('[Newer] [Details] [… Verify | Export as CSV | Export as JSON]')
  })

  test('shows an act once, with both its numbers and its outcome', async () => {
    await desk.types(`pause ${ref}`)
    const rows = (await desk.reads('audit')).filter((line) => line.includes('no. '))
    expect(rows).toEqual([expect.stringMatching(/no\. 1–2$/)])
    expect((await desk.reads('audit')).join('\n')).toContain(`*pause* \`${ref}\` done`)
  })

  test('marks an act without an end, once it can no longer be in progress', async () => {
    losesAppends(2)
    await desk.types(`pause ${ref}`)
    expect((await desk.reads('audit')).join('\n')).toContain(`:arrow_forward: *pause* \`${ref}\` started, not finished`)
    await desk.clock.advance(600_000)
    expect((await desk.reads('audit')).join('\n')).toContain(
      `:warning: *pause* \`${ref}\` *never finished: outcome unknown*`,
    )
  })

  test.each([
    ['audit 1912…', ['pause']],
    ['audit prod-hw', ['pause']],
    ['audit pause', ['pause']],
    ['audit <@U3|x>', ['roles give']],
    ['audit <@U9>', []],
    ['audit 1h', ['roles give', 'pause']],
    ['audit pause <@U1> 7d', ['pause']],
    ['audit other/1912', []],
  ])('`%s` finds what it names', async (text, verbs) => {
    await desk.types(`pause ${ref}`)
    await desk.types('roles give <@U3> operator')
    const lines = (await desk.reads(text)).join('\n')
    for (const verb of ['roles give', 'pause']) expect(lines.includes(`*${verb}*`)).toBe(verbs.includes(verb))
  })

  test.each([
    ['audit sync push', ['sync push']],
    ['audit "sync push" 7d', ['sync push']],
    ['audit Policy Edit.', ['policy edit']],
    ['audit push', ['sync push']],
    ['audit policy', ['policy edit']],
    ['audit "audit export"', ['audit export']],
    ['audit sync edit', []],
    ['audit "sync edit"', []],
    ['audit syn', []],
  ])('`%s` finds acts by verbs of two words', async (text, verbs) => {
    const known = ['sync push', 'policy edit', 'audit export']
    for (const verb of known) {
      await desk.tools.store.audit.append({ at: desk.clock.now(), user: 'U1', door: 'typed', verb, outcome: 'done' })
    }
    const lines = (await desk.reads(text)).join('\n')
    for (const verb of known) expect(lines.includes(`*${verb}*`)).toBe(verbs.includes(verb))
  })

  test('keeps words in quotes together on every page and in the export', async () => {
    const act = { at: desk.clock.now(), user: 'U1', door: 'typed', outcome: 'done' } as const
    for (let index = 0; index < 12; index += 1) await desk.tools.store.audit.append({ ...act, verb: 'sync push' })
    const { reply } = await desk.types('audit "sync push" 7d')
    expect(typedBy(shownIn(reply))).toMatchObject({
      Older: 'audit "sync push" 7d --page 2',
      'Export as CSV': 'audit export csv "sync push" 7d',
    })
    expect((await desk.types('audit export csv "sync push" 7d')).code).toBe('ok')
    expect(new TextDecoder().decode(desk.files.at(-1)?.content).match(/sync push/g)).toHaveLength(12)
  })

  test('leaves out what is older than the filter allows', async () => {
    await desk.types(`pause ${ref}`)
    await desk.clock.advance(2 * 3_600_000)
    const nothing = await desk.reads('audit 1h')
    expect(nothing[0]).toBe('The audit has no entry for `1h`.')
    expect(nothing[1]).toMatch(/^Search for an id/)
  })

  test('is not cut short by entries that were written while the clock was wrong', async () => {
    await desk.types(`pause ${ref}`)
    for (let index = 0; index < 20; index += 1) {
      await desk.tools.store.audit.append({ at: 0, user: 'U1', door: 'typed', verb: 'astray', outcome: 'done' })
    }
    await desk.types('roles give <@U3> operator')
    const lines = (await desk.reads('audit 1h')).join('\n')
    expect(lines).toContain('*pause*')
    expect(lines).not.toContain('astray')
  })

  test('requires an admin', async () => {
    await desk.types('roles give <@U3> approver')
    expect((await desk.types('audit', { user: 'U3' })).code).toBe('not_allowed')
  })

  test('verify says that the audit is intact, or where it is broken', async () => {
    await desk.types(`pause ${ref}`)
    expect((await desk.reads('audit verify'))[0]).toBe(
      ':white_check_mark: The audit is intact: 2 entries, none changed, none missing.',
    )
    const { audit } = desk.tools.store
    const cut = async function* () {
      for await (const record of audit.oldestFirst()) if (record.seq === 1) yield record
    }
    desk.tools.store = { ...desk.tools.store, audit: { ...audit, oldestFirst: cut } }
    expect((await desk.reads('audit verify'))[0]).toContain('entry no. 2 is missing')
  })

  test('verify reports that the record of its end was removed, which would hide a cut', async () => {
    await desk.types(`pause ${ref}`)
    const { audit } = desk.tools.store
    desk.tools.store = { ...desk.tools.store, audit: { ...audit, head: async () => undefined } }
    expect((await desk.reads('audit verify'))[0]).toContain('entry no. 3 may not be the last')
  })

  test('verify compares with a number and hash that somebody kept, and so detects an older or different copy', async () => {
    await desk.types(`pause ${ref}`)
    const kept = /audit verify \d+ [0-9a-f]{16}(?![0-9a-f])/.exec((await desk.reads('audit verify')).join())?.[0] ?? ''
    await desk.types('roles give <@U3> operator')
    expect((await desk.reads(kept))[0]).toContain('4 entries, none changed, none missing. Entry 2 has not changed.')
    desk = await createDesk()
    await desk.types('roles give <@U3> operator')
    expect((await desk.reads('audit verify'))[0]).toContain('is intact')
    expect((await desk.reads(kept))[0]).toContain('entry no. 2 was changed')
    expect((await desk.reads(kept.replace(' 2 ', ' 9 ')))[0]).toContain('entry no. 3 is missing')
  })

  test.each(['audit verify 2', 'audit verify 2 abc', 'audit verify two 4f534f53', 'audit verify 2 4f534f53 more'])(
    '`%s` says how to type it',
    async (text) => expect((await desk.types(text)).code).toBe('usage'),
  )
})
