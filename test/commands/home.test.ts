import { expect, test } from 'vitest'
import { readHome } from '../../src/commands/home.ts'
import { readable, typedBy } from '../views/readable.ts'
import { workspace } from './desk.ts'
import { createOpenRequest, lead } from './open-request.ts'

const admin = { workspace, user: 'U1', isStranger: false, door: 'button' as const }

test('the home tab shows what waits for the person before what is watched', async () => {
  const { desk, id } = await createOpenRequest()
  const home = await readHome(admin, desk.tools)
  const lines = readable(home)
  const waits = lines.indexOf('*1 request waits for approval*')
  expect(waits).toBeGreaterThan(0)
  expect(lines[waits + 2]).toContain('1 of 2 approvals')
  expect(typedBy(home)).toMatchObject({ Review: `review ${id}`, 'List migrations': 'list' })
  expect(lines.findIndex((line) => line.startsWith('Nothing is watched'))).toBeGreaterThan(waits)

  await desk.types(`reject ${id} no longer needed`, lead)
  expect(readable(await readHome(admin, desk.tools)).join()).not.toContain('for approval')
})

test('the home tab offers nothing that the person would be refused', async () => {
  const { desk } = await createOpenRequest()
  const member = { ...admin, user: 'U0MEMBER' }
  const offered = typedBy(await readHome(member, desk.tools))
  expect(offered).toMatchObject({ 'List migrations': 'list', 'Storage keys': 'keys', Help: 'help' })
  expect(Object.values(offered)).not.toContain('create')
  expect(Object.values(offered)).not.toContain('connect')
  await desk.types('roles give <@U0MEMBER> operator')
  expect(typedBy(await readHome(member, desk.tools))).toMatchObject({ 'New migration': 'create' })
})
