import { expect, test } from 'vitest'
import { readHome } from '../../src/commands/home.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createAsked, lead } from './asked.ts'

test('the home tab shows what waits for somebody, before what is watched', async () => {
  const { desk, id } = await createAsked()
  const home = await readHome(desk.tools.store)
  const lines = readable(home)
  const waits = lines.indexOf('*1 request waits for approval*')
  expect(waits).toBeGreaterThan(0)
  expect(lines[waits + 2]).toContain('1 of 2 approvals')
  expect(typedBy(home)).toMatchObject({ Review: `review ${id}`, 'List migrations': 'list' })
  expect(lines.findIndex((line) => line.startsWith('Nothing is watched'))).toBeGreaterThan(waits)

  await desk.types(`reject ${id} no longer needed`, lead)
  expect(readable(await readHome(desk.tools.store)).join()).not.toContain('for approval')
})
