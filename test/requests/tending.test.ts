import { beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../src/approvals/request.ts'
import { hourMs } from '../approvals/samples.ts'
import { failureOf } from '../fake-cloud/creating.ts'
import { shown } from '../send/post-office.ts'
import { createOffice, type Office } from './office.ts'

let office: Office
let replica: ReturnType<Office['open']>

beforeEach(async () => {
  office = await createOffice()
  replica = office.open()
})

/** Lets this many ticks happen over this time. */
async function pass(ms: number, everyMs = 30_000): Promise<void> {
  for (let left = ms; left > 0; left -= everyMs) {
    await office.clock.passUntil(replica.requests.tend())
    await office.clock.advance(Math.min(everyMs, left))
  }
  await office.clock.passUntil(replica.requests.tend())
  await office.clock.advance(5000)
}

const threads = () => shown(office.slack).filter((line) => line.startsWith('>'))

describe('an approved request', () => {
  test('is created with the keys that it names, and recorded in the audit', async () => {
    const request = await office.ask()
    await office.decide(request.id, {})
    await pass(60_000)
    const { spec, token } = request
    expect(office.cloud.creations).toEqual([
      { spec, token, keys: { source: expect.any(Object), target: expect.any(Object) } },
    ])
    expect(office.looks).toEqual(['prod-hw/1912'])
    const trail = (await office.audit()).map(
      ({ verb, door, outcome, subject }) => `${door} ${verb} ${subject} ${outcome}`,
    )
    expect(trail).toEqual([`ferry create ${request.id} begun`, `ferry create ${request.id} done`])
    expect((await office.audit()).map(({ requestId }) => requestId)).toEqual([undefined, 'req-1912'])
    expect((await office.audit())[0]?.detail).toBe(`content ${request.specHash}, policy 0, attempt 1`)
  })

  test('that the cloud refuses has failed, with the reason explained and without a repetition', async () => {
    office.cloud.outcomes.push('refused')
    const { id } = await office.ask()
    await office.decide(id, {})
    await pass(2 * hourMs, 300_000)
    expect(office.cloud.calls).toEqual(['create prod-hw'])
    const { status } = await office.request(id)
    expect(status).toMatchObject({ type: 'failed', failure: { code: 'OMS.0066', requestId: 'req-77' } })
    expect((await office.audit()).map(({ outcome, code, requestId }) => [outcome, code, requestId])).toContainEqual([
      'refused',
      'OMS.0066',
      'req-77',
    ])
    expect(threads().at(-1)).toContain('Not created')
    expect(threads().at(-1)).toContain('Request id, for the cloud’s support: req-77')
  })

  test('is tried a few times while the cloud does not answer, then given up with what to do', async () => {
    office.cloud.outcomes.push(...Array.from({ length: 20 }, () => 'unreachable' as const))
    const { id } = await office.ask()
    await office.decide(id, {})
    await pass(3 * hourMs, 300_000)
    expect(office.cloud.calls.filter((call) => call === 'create prod-hw')).toHaveLength(4)
    expect((await office.request(id)).status).toMatchObject({ failure: { code: 'creation_given_up' } })
  })

  test('is not created again while nobody can find out whether it was created', async () => {
    office.cloud.outcomes.push('lost after creating')
    office.cloud.breaks('prod-hw', 'findCreated', { error: failureOf('unreachable') })
    const request = await office.ask()
    await office.decide(request.id, {})
    await pass(7 * hourMs, 300_000)
    expect(office.cloud.made).toHaveLength(1)
    expect(office.cloud.calls.filter((call) => call === 'create prod-hw')).toHaveLength(1)
    const { status } = await office.request(request.id)
    expect(status).toMatchObject({
      failure: { code: 'creation_unfindable', next: expect.stringContaining(request.token) },
    })
  })

  test('whose key was removed has failed, and the cloud was not called', async () => {
    await office.workspace.storageKeys.delete('photos-read')
    const { id } = await office.ask()
    await office.decide(id, {})
    await pass(60_000)
    expect(office.cloud.calls).toEqual([])
    expect((await office.request(id)).status).toMatchObject({ failure: { code: 'storage_key_not_found' } })
  })

  describe('whose account was reconnected', () => {
    const reconnect = (credentials: Record<string, string>) =>
      office.workspace.accounts.set('prod-hw', { ...office.cloud.account, credentials, createdAt: 99 })

    test('to another project has failed with what to do, and no cloud was called', async () => {
      const { id } = await office.ask()
      await office.decide(id, {})
      await reconnect({ projectId: 'p2' })
      await pass(60_000)
      expect(office.cloud.calls).toEqual([])
      expect((await office.request(id)).status).toMatchObject({ failure: { code: 'account_replaced' } })
      expect(threads().at(-1)).toContain('prod-hw was reconnected after this was requested')
      const record = await office.workspace.requests.get(id)
      expect(JSON.stringify(record?.posting.card)).toContain(`create --again ${id}`)
      expect((await office.audit()).at(-1)).toMatchObject({ outcome: 'refused', code: 'account_replaced' })
    })

    test('with other keys of the same project is created', async () => {
      const { id } = await office.ask()
      await office.decide(id, {})
      await reconnect({ accessKey: 'FAKEOTHERKEY', secretKey: 'another-fake-secret' })
      await pass(60_000)
      expect((await office.request(id)).status.type).toBe('created')
    })

    test('while its creation was unknown is neither looked for nor created in the wrong project', async () => {
      office.cloud.outcomes.push('lost after creating')
      const { id, token } = await office.ask()
      await office.decide(id, {})
      await pass(0)
      await reconnect({ projectId: 'p2' })
      await pass(hourMs, 300_000)
      expect(office.cloud.calls).toEqual(['create prod-hw'])
      expect((await office.request(id)).status).toMatchObject({
        failure: { code: 'creation_astray', next: expect.stringContaining(token) },
      })
    })

    test('is created as before if it is older than this rule', async () => {
      const { id } = await office.ask()
      const record = await office.workspace.requests.get(id)
      if (record === undefined) throw new Error('It is gone')
      const { identity: _, ...older } = record.request
      const request = { ...older, specHash: contentHash(older) }
      await office.workspace.requests.set(id, { ...record, request })
      await reconnect({ projectId: 'p2' })
      await office.decide(id, {})
      await pass(60_000)
      expect((await office.request(id)).status.type).toBe('created')
    })
  })

  test('needs no tick if a command reports it', async () => {
    const { id } = await office.ask()
    await office.decide(id, {})
    replica.requests.attend('T1', id)
    await office.clock.advance(1000)
    expect((await office.request(id)).status.type).toBe('created')
  })
})

test('a request without a decision reminds the approvers, then escalates, and expires', async () => {
  await office.policy({ remindAfterMs: [4 * hourMs, 20 * hourMs], escalateTo: { type: 'group', id: 'S0LEADS' } })
  office.groups.set('S0LEADS', ['U0LEADER'])
  const { id } = await office.ask()
  await pass(25 * hourMs, 600_000)
  const blocks = (await office.workspace.requests.get(id))?.posting.outbox.map(({ message, place }) => [
    place,
    JSON.stringify(message.blocks),
  ])
  expect(blocks).toEqual([
    ['thread', expect.stringMatching(/needs 1 approval.*<@U0LEAD> <@U0OTHER>.*"review r-/)],
    ['broadcast', expect.stringMatching(/<@U0LEAD> <@U0OTHER> <!subteam\^S0LEADS>.*"review r-/)],
    ['thread', expect.stringMatching(/Expired.*"create --again r-/)],
  ])
  expect(blocks?.join()).not.toMatch(/<@U0ASKER>.*needs 1/)
  expect((await office.request(id)).status.type).toBe('expired')
  expect(shown(office.slack)).toHaveLength(4)
  expect((await office.audit()).map(({ verb }) => verb)).toEqual(['expire'])
})

test('an approval by one person alone is announced again the next day, once', async () => {
  await office.policy({ needed: 2, breakGlass: { type: 'user', id: 'U0NIGHT' } })
  const { id } = await office.ask()
  await office.decide(id, { user: 'U0NIGHT', breaksGlass: true, reason: 'outage' })
  await pass(23 * hourMs, 600_000)
  const told = () => threads().filter((line) => line.startsWith('>> Please review this again'))
  expect(told()).toEqual([])
  await pass(48 * hourMs, 600_000)
  expect(told()).toHaveLength(1)
  const [said] = told()
  // The person who decided alone is not asked to review their own decision.
  expect(said).toMatch(/<@U0NIGHT> approved alone, on call, .*outage/)
  expect(said).toMatch(/<@U0LEAD> <@U0OTHER>$/)
})

test('an old request that is over is removed', async () => {
  const { id } = await office.ask()
  await pass(25 * hourMs, hourMs)
  await pass(91 * 24 * hourMs, 24 * hourMs)
  expect(await office.workspace.requests.get(id)).toBeUndefined()
})
