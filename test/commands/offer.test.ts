import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const ref = 'prod-hw/191297407830872'
const member = { user: 'U0MEMBER' }
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.addAccount('other')
  await desk.addKey('photos-read')
  desk.cloud.add(sample())
  await desk.types('roles give <@U0SOMEBODY> operator other')
})

describe('a private answer', () => {
  test.each([
    ['roles', 'Give a role', 'admin'],
    ['roles', 'Remove role', 'admin'],
    ['accounts', 'Connect another', 'admin'],
    ['approvals', 'Change', 'admin'],
    ['keys', 'Add a key', 'operator'],
    [`status ${ref}`, 'Pause', 'operator'],
  ])('to `%s` offers “%s” to people who may use it: %s', async (text, label, role) => {
    expect(await offered(text)).not.toHaveProperty(label)
    await desk.types(`roles give <@U0MEMBER> ${role}`)
    expect(await offered(text)).toHaveProperty(label)
  })

  test.each(['help', 'accounts', 'roles', 'keys', 'approvals', 'requests', 'watches', 'list', `status ${ref}`])(
    'to `%s` has no button that a member would be refused',
    async (text) => {
      const refused = ['not_allowed', 'not_named', 'guest_not_allowed']
      for (const command of Object.values(await offered(text))) {
        expect(refused, command).not.toContain((await desk.types(command, member)).code)
      }
    },
  )

  test.each(['help', 'accounts', 'roles', 'keys', 'approvals', 'requests', 'watches', 'list', `status ${ref}`])(
    'to `%s` has no button that an admin of one account would be refused',
    async (text) => {
      await desk.types('roles give <@U0MEMBER> admin other')
      const refused = ['not_allowed', 'not_named', 'guest_not_allowed']
      for (const command of Object.values(await offered(text))) {
        expect(refused, command).not.toContain((await desk.types(command, member)).code)
      }
    },
  )

  test('offers an admin of one account to give roles for that account only', async () => {
    await desk.types('roles give <@U0MEMBER> admin other')
    const form = JSON.stringify((await desk.types('roles give', member)).reply)
    expect(form).toContain('"other"')
    expect(form).not.toContain('All accounts')
    expect(form).not.toContain('prod-hw')
    expect(JSON.stringify((await desk.types('roles give')).reply)).toContain('All accounts')
  })

  test('uses the role for the account that a button names', async () => {
    await desk.types('roles give <@U0MEMBER> operator other')
    expect(await offered(`status ${ref}`)).not.toHaveProperty('Pause')
    expect(await offered('keys')).toHaveProperty('Add a key')
  })

  test('offers an admin of one account neither a new account nor a role for all accounts', async () => {
    await desk.types('roles give <@U0MEMBER> admin other')
    expect(await offered('accounts')).not.toHaveProperty('Connect another')
    expect(await offered('roles')).toMatchObject({
      'Give a role': 'roles give',
      'Remove role': 'roles take <@U0SOMEBODY> other',
    })
    expect(Object.values(await offered('roles'))).not.toContain('roles take <@U0MEMBER>')
  })

  test('to a refusal offers nothing that would be refused, too', async () => {
    await desk.types('disconnect prod-hw --yes')
    await desk.types('disconnect other --yes')
    expect(await offered('list')).not.toHaveProperty('Connect an account')
    expect(await offered('list', { user: 'U1' })).toHaveProperty('Connect an account')
  })

  test('offers everything while Slack does not say who the person is, because each click is checked again', async () => {
    desk.tools.standingOf = async () => {
      throw new AppError('rights_unknown')
    }
    expect(await offered(`status ${ref}`)).toHaveProperty('Pause')
  })
})

test('that is shown to everybody offers everything, whoever shares it', async () => {
  expect(await offered(`status ${ref} --share`)).toHaveProperty('Pause')
})

async function offered(text: string, how: { user: string } = member): Promise<Record<string, string>> {
  return typedBy(shownIn((await desk.types(text, how)).reply))
}
