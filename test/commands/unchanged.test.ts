import { beforeEach, describe, expect, test } from 'vitest'
import { changeMigrationRequest, requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { createDesk, type Desk, deskIdentity, workspace } from './desk.ts'

const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
const order = { spec: aSpec(), identity: deskIdentity, checks: passed }
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.types('roles give <@U0ASKER> operator')
})

const ask = () => requestMigration({ draft: aDraft(), ...order, origin: asker }, desk.tools)

describe('a change to the same content', () => {
  const again = (id: string, user: string) =>
    changeMigrationRequest(id, { ...order, origin: { ...asker, user } }, desk.tools)

  test('is no act, and nothing is recorded', async () => {
    const { id } = await ask()
    const end = await desk.tools.store.audit.head()
    expect((await again(id, 'U0ASKER')).status.type).toBe('waiting')
    expect(await desk.tools.store.audit.head()).toEqual(end)
  })

  test('still requires the right to request, and a refusal is recorded', async () => {
    const { id } = await ask()
    await desk.types('roles take <@U0ASKER>')
    await expect(again(id, 'U0ASKER')).rejects.toMatchObject({ code: 'not_allowed' })
    expect((await desk.reads('audit')).join('\n')).toContain(`*edit request* \`${id}\` refused`)
  })

  test('by somebody else is refused, whatever their role', async () => {
    const { id } = await ask()
    await expect(again(id, 'U1')).rejects.toMatchObject({ details: { why: 'not yours' } })
  })
})
