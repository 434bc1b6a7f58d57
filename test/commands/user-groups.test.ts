import { expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { suggest } from '../../src/commands/machine/suggest.ts'
import { AppError } from '../../src/errors/errors.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn, workspace } from './desk.ts'

const origin = { workspace, user: 'U1', isStranger: false, door: 'form' } as const

async function createWithGroups(): Promise<Desk> {
  const desk = await createDesk()
  await desk.addAccount()
  desk.groups.set('S0LEADS', ['U0LEAD'])
  desk.groups.set('S0ONCALL', ['U0ANN'])
  return desk
}

/** Options of a form's question about user groups. */
function offered(desk: Desk, verb: string, typed: string) {
  const command = commands.find((one) => one.verb === verb)
  if (command === undefined) throw new Error(`There is no ${verb}`)
  const words = verb === 'approvals' ? ['set'] : verb === 'roles' ? ['give'] : ['set']
  const invocation = { words, flags: {}, typed: '', origin }
  const log = { warn: () => undefined }
  return suggest(command, { invocation, asked: { question: 'group', typed } }, { ...desk.tools, log })
}

test.each(['owner', 'roles', 'approvals'])('the form of %s offers user groups by name', async (verb) => {
  const desk = await createWithGroups()
  expect(await offered(desk, verb, '@lea')).toEqual([{ value: 'S0LEADS', label: '@leads · S0LEADS' }])
  desk.tools.userGroups = () => Promise.reject(new AppError('rights_unknown'))
  const [said] = await offered(desk, verb, '')
  expect(said?.label).toContain('usergroups:read')
})

test('an owner that is a user group is shown by name when the form opens again', async () => {
  const desk = await createWithGroups()
  await desk.types('owner set', { answers: { what: 'account prod-hw', group: 'S0LEADS,S0ONCALL' } })
  const form = JSON.stringify(shownIn((await desk.types('owner prod-hw')).reply))
  expect(form).toContain('"text":"@leads · S0LEADS"')
  expect(form).toContain('"value":"S0ONCALL"')
})

test('a user group that is typed as @handle, and not picked from Slack’s list, is understood', async () => {
  const desk = await createWithGroups()
  for (const [typed, said] of [
    ['roles give @leads approver', '<!subteam^S0LEADS> is now *approver*'],
    ['owner prod-hw @OnCall', '<!subteam^S0ONCALL> is called from now on'],
  ] as const) {
    const asked = shownIn((await desk.types(typed)).reply)
    expect(readable(asked).join('\n')).toContain('is a user group. Is it this one?')
    expect((await desk.reads(typedBy(asked)['This one'] ?? '')).join('\n')).toContain(said)
  }
})
