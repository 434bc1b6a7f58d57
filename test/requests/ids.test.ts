import { expect, test } from 'vitest'
import { requestFrom, requestIdFor } from '../../src/requests/open.ts'
import { aDraft } from '../approvals/samples.ts'
import { createOffice } from './office.ts'

test('a form always becomes a request with the same id', async () => {
  const { ask, workspace } = await createOffice()
  const { id, draft = 'none' } = await ask()
  expect([id, await requestIdFor(draft, workspace)]).toEqual([expect.stringMatching(/^r-[0-9a-f]{6}$/), id])
  expect((await requestFrom(draft, workspace))?.id).toBe(id)
})

test('an id that the request of another form has is not used again', async () => {
  const { ask, workspace } = await createOffice()
  const draft = aDraft()
  const wanted = await requestIdFor(draft, workspace)
  const { id } = await ask()
  const record = await workspace.requests.get(id)
  if (record === undefined) throw new Error('It is gone')
  await workspace.requests.set(wanted, record)
  expect(await requestIdFor(draft, workspace)).not.toBe(wanted)
  expect(await requestFrom(draft, workspace)).toBeUndefined()
})
