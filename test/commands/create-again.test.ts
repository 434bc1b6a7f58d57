import { beforeEach, describe, expect, test } from 'vitest'
import type { Status } from '../../src/approvals/request.ts'
import { readable, typedBy } from '../views/readable.ts'
import { type Creator, createCreator } from './creator.ts'
import { type Desk, shownIn } from './desk.ts'
import { createOpenRequest, lead, type OpenRequest, titleOf } from './open-request.ts'

let desk: Desk
let person: Creator
let id: string
let open: OpenRequest

beforeEach(async () => {
  open = await createOpenRequest()
  ;({ desk, person, id } = open)
})

describe('repeating a request', () => {
  const at = 1
  const over: [string, Status][] = [
    ['rejected', { type: 'rejected', by: 'U0LEAD', at, reason: 'no' }],
    ['withdrawn', { type: 'withdrawn', by: 'U1', at }],
    ['expired', { type: 'expired', at }],
    ['not created', { type: 'failed', at, failure: { code: 'X', what: 'No quota.', next: 'Ask for more.' } }],
  ]

  test.each(over)('is offered in the list if the request is %s', async (_, status) => {
    await settle(status)
    const { reply } = await desk.types('requests all')
    expect(typedBy(shownIn(reply))).toMatchObject({
      'Edit and request again': `create --again ${id}`,
      Review: `review ${id}`,
    })
  })

  test('is the only button on the card of a decided request', async () => {
    await desk.types(`reject ${id} wrong day`, lead)
    expect(await open.buttons()).toEqual({ 'Edit and request again': `create --again ${id}` })
  })

  test('makes a complete new request in the name of the sender, and leaves the old one unchanged', async () => {
    await desk.types(`withdraw ${id}`)
    const before = await open.record()
    const other = createCreator(desk, 'U0OTHER')
    await other.opens((await open.buttons())['Edit and request again'])
    await other.presses('Change destination')
    await other.sends({ 'target.prefix': 'again/' })
    await other.sends()
    const [old, fresh] = await open.requests()
    const { spec } = before.request
    expect(old).toEqual(before.request)
    expect(fresh).toMatchObject({ requestedBy: 'U0OTHER', votes: [], status: { type: 'waiting' } })
    expect(fresh?.spec).toEqual({ ...spec, target: { ...spec.target, prefix: 'again/' } })
  })

  test('makes one request if the form is sent twice', async () => {
    await desk.types(`withdraw ${id}`)
    await person.opens(`create --again ${id}`)
    const command = person.command()
    await person.sends()
    const { reply } = await desk.types(command, { answers: {}, asked: [] })
    expect(readable(shownIn(reply)).join('\n')).toContain('This was already requested')
    expect(await open.requests()).toHaveLength(2)
  })

  test('leads to editing if the request still waits', async () => {
    const { reply, code } = await desk.types(`create --again ${id}`)
    expect(code).toBe('usage')
    expect(readable(shownIn(reply)).join('\n')).toContain(`create --edit ${id}`)
  })

  test('opens the page on which something that no longer exists has to be chosen again', async () => {
    await desk.types(`withdraw ${id}`)
    await desk.tools.store.storageKeys.delete('photos-read')
    await person.opens(`create --again ${id}`)
    expect(titleOf(person)).toBe('New migration: source')
    expect(person.lines()[0]).toContain('There is no storage key with this name')
  })

  test('requires the operator role', async () => {
    await desk.types(`withdraw ${id}`)
    expect((await desk.types(`create --again ${id}`, { user: 'U0VIEWER' })).code).toBe('not_allowed')
  })

  test.each(['create --edit r-zzzzzz', 'create --again r-zzzzzz'])(
    'says that there is no such request: %s',
    async (text) => {
      expect((await desk.types(text)).code).toBe('request_not_found')
    },
  )

  async function settle(status: Status): Promise<void> {
    const { request, posting } = await open.record()
    await desk.tools.store.requests.set(id, { request: { ...request, status }, posting })
  }
})
