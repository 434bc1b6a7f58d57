import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { identityOf } from '../../src/fleet/judge/identity.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { openRequest, requestIdFor } from '../../src/requests/open.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { everybody } from '../requests/everybody.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'

const people = {
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0LEAD', name: 'lead' },
    { id: 'U0MEMBER', name: 'member' },
  ],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}

describe('a request in the approvals channel', () => {
  let redis: RedisServer
  let stage: Stage
  let store: Store

  beforeAll(async () => {
    redis = await startRedis()
    const { url } = redis
    stage = await createReadyStage({ mode: 'http', slack: people, environment: { STORE_URL: url } })
    const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 7) }]
    store = await openStore({ url, clock: systemClock, encryptionKeys })
  })
  afterAll(async () => {
    await store.stop()
    await stage.stop()
    await redis.stop()
  })

  /** Requests a migration as the engineer. */
  async function ask(bucket: string): Promise<string> {
    const workspace = store.in('T0LOCAL')
    const { items } = await workspace.accounts.list()
    const [account] = items
    if (account === undefined) throw new Error('No account is connected')
    const identity = identityOf(account, huawei)
    const spec = aSpec({ account: account.name, target: { bucket } })
    const draft = aDraft()
    const id = await requestIdFor(draft, workspace)
    const order = { spec, identity, checks: passed, user: 'U0ENGINEER', channel: 'C0MIGRATIONS', id, draft }
    const parts = { workspace: 'T0LOCAL', store: workspace, claim: store.claim, clock: systemClock }
    await openRequest(order, { ...parts, ...everybody, canPost: async () => true })
    return id
  }

  test('is rejected with a reason, and loses its buttons', async () => {
    const [engineer, lead, member] = [stage.person(), stage.person('U0LEAD'), stage.person('U0MEMBER')]
    const id = await ask('rejected-one')
    const card = await lead.hears('photos → rejected-one')
    expect(readingOf(card)).toContain('0 of 1 approvals')
    await engineer.presses('Approve', card)
    await engineer.hears('This is your own request')
    await member.presses('Approve', card)
    await member.hears('You need the approver role')
    await lead.presses('Reject', card)
    await lead.sends(await lead.faces('Everybody in the channel can read it'), { Reason: 'that bucket is in use' })
    const decided = await lead.hears('that bucket is in use')
    await engineer.types('requests all')
    await engineer.hears(id)
    expect(decided).toBeDefined()
    const shown = engineer.messages().find(({ ts }) => ts === card.ts)
    expect(shown === undefined ? '' : readingOf(shown)).not.toContain('[Approve]')
  })

  test('is reviewed and approved on one page, and a second click says who was first', async () => {
    const [lead, engineer] = [stage.person('U0LEAD'), stage.person()]
    const id = await ask('approved-one')
    const card = await lead.hears('photos → approved-one')
    await lead.presses('Review', card)
    await lead.sends(await lead.faces('Three more tasks fit'), { Decision: 'Approve' })
    await lead.hears(id)
    await lead.types(`approve ${id}`)
    await lead.learns('It is already approved')
    await engineer.types('audit approve')
    await engineer.hears('as admin')
  })

  test('is bound to the project of its account: nobody can approve it after a reconnection to another project', async () => {
    const lead = stage.person('U0LEAD')
    await ask('moved-one')
    const card = await lead.hears('photos → moved-one')
    const { accounts } = store.in('T0LOCAL')
    const [account] = (await accounts.list()).items
    if (account === undefined) throw new Error('No account is connected')
    const credentials = { ...account.credentials, projectId: 'f'.repeat(32) }
    await accounts.set(account.name, { ...account, credentials })
    await lead.presses('Approve', card)
    await lead.hears('was reconnected after this was requested')
    await accounts.set(account.name, account)
    await lead.presses('Approve', card)
    await lead.hears('Approved')
  })

  test('follows the policy that an admin sets in a form; an unknown size counts as large', async () => {
    const lead = stage.person('U0LEAD')
    await lead.types('approvals set')
    await lead.presses('Add a rule', await lead.faces('Approval policy'))
    await lead.sends(await lead.faces('Size: more than'), { 'Size: more than': '10', 'Approvals needed': '3' })
    const form = await lead.faces('More than 10 TB: 3 approvals')
    await lead.sends(form, { 'Approvals channel': 'C0MIGRATIONS', 'Approvals needed': '2' })
    await lead.learns('Version 1')
    await ask('needs-two')
    await lead.hears('0 of 3 approvals')
  })
})
