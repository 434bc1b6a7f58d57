import { beforeEach, describe, expect, test } from 'vitest'
import { readable, typedBy } from '../views/readable.ts'
import { type Creator, createCreator, doubtful, nothingSimilar } from './creator.ts'
import { type Desk, shownIn, workspace } from './desk.ts'
import { createOpenRequest, heardBy, lead, type OpenRequest, titleOf } from './open-request.ts'

let desk: Desk
let person: Creator
let id: string
let open: OpenRequest

beforeEach(async () => {
  open = await createOpenRequest()
  ;({ desk, person, id } = open)
})

/** Opens the request with the card's Edit button and changes its destination. */
async function toElsewhere(): Promise<void> {
  await person.opens((await open.buttons()).Edit)
  await person.presses('Change destination')
  await person.sends({ 'target.bucket': 'elsewhere' })
}

describe('editing a waiting request', () => {
  test('opens the summary with the checks of exactly its content', async () => {
    const { command, lines, opens } = person
    await opens((await open.buttons()).Edit)
    expect(titleOf(person)).toBe(`${id}: change`)
    expect(lines()).toContain('*From* AWS us-east-1 `photos`')
    expect(lines()).toContain('*Objects* with the prefix `2026/`')
    expect(lines().join('\n')).toContain('Any change voids its approvals')
    expect(open.found.orders.at(-1)?.spec).toEqual((await open.record()).request.spec)
    expect(command()).toContain('--step summary')
  })

  test('voids its approvals, and the answer and the thread say whose', async () => {
    await toElsewhere()
    await person.sends()
    const { request, posting } = await open.record()
    expect(request).toMatchObject({ votes: [], status: { type: 'waiting' }, spec: { target: { bucket: 'elsewhere' } } })
    expect(heardBy(person)).toContain('The approval of <@U0LEAD> is void. 2 approvals are needed')
    expect(JSON.stringify(posting.outbox.at(-1)?.message)).toContain('The approval of <@U0LEAD> is void')
    expect(await open.requests()).toHaveLength(1)
    expect((await desk.reads('audit')).join('\n')).toContain(`*edit request* \`${id}\` done`)
  })

  test('without a change changes nothing, voids nothing and records nothing', async () => {
    await person.opens((await open.buttons()).Edit)
    const before = await open.record()
    const acts = await desk.tools.store.audit.head()
    await desk.clock.advance(60_000)
    const { requests } = desk.tools.store
    const set = () => Promise.reject(new Error('Nothing is to be written'))
    desk.tools.store = { ...desk.tools.store, requests: { ...requests, set } }
    await person.sends()
    expect(heardBy(person)).toContain(
      `Nothing changed: \`${id}\` already has exactly this content. Its approvals still count.`,
    )
    expect(await open.record()).toEqual(before)
    expect(await desk.tools.store.audit.head()).toEqual(acts)
  })

  test('without a change checks again and voids the approvals if the account now points to another project', async () => {
    const account = await desk.tools.store.accounts.get('prod-hw')
    if (account === undefined) throw new Error('There is no account')
    const looked = open.found.orders.length
    await person.opens((await open.buttons()).Edit)
    const credentials = { ...account.credentials, projectId: 'f'.repeat(32) }
    await desk.tools.store.accounts.set('prod-hw', { ...account, credentials })
    await person.sends()
    expect(open.found.orders).toHaveLength(looked + 2)
    expect(heardBy(person)).toContain('The approval of <@U0LEAD> is void')
    expect((await open.record()).request).toMatchObject({ votes: [], edits: [{ voided: ['U0LEAD'] }] })
  })

  test('keeps the topic, language and template of the cloud’s notification', async () => {
    const topic = 'urn:smn:cn-north-4:4cf2090802d94440b4cdd72ef26857b2:OMS'
    await person.opens((await open.buttons()).Edit)
    await person.presses('Options')
    await person.presses('More options')
    await person.sends({
      'options.notification.topic': topic,
      'options.notification.on': 'failure',
      'options.notification.language': 'zh-cn',
      'options.notification.template': 'short',
    })
    expect(person.lines().join('\n')).toContain('on failure in zh-cn with the template `short`')
    await person.sends()
    await toElsewhere()
    await person.presses('Options')
    await person.presses('More options')
    expect(person.entries()).toMatchObject({
      'options.notification.language': 'zh-cn',
      'options.notification.template': 'short',
    })
    await person.sends()
    await person.sends()
    expect((await open.record()).request.spec).toMatchObject({
      target: { bucket: 'elsewhere' },
      options: { notification: { topic, on: ['failure'], language: 'zh-cn', template: 'short' } },
    })
  })

  test('is only for the requester; others are told so, whatever their role', async () => {
    const { Edit = '' } = await open.buttons()
    for (const user of ['U0LEAD', 'U0VIEWER']) {
      const { reply, code } = await desk.types(Edit, { user })
      expect(code).toBe('request_refused')
      expect(readable(shownIn(reply)).join('\n')).toContain('Only the requester can do that')
    }
    expect((await desk.tools.store.drafts.list()).items.filter(({ from }) => from !== undefined)).toEqual([])
  })

  test('changes it once if the form is sent twice', async () => {
    await toElsewhere()
    const [command, entries] = [person.command(), person.entries()]
    await person.sends()
    await desk.types(`approve ${id} --hash ${(await open.record()).request.specHash}`, lead)
    const { reply } = await desk.types(command, { answers: entries, asked: [] })
    expect(readable(shownIn(reply)).join('\n')).toContain(
      `You already sent this change to \`${id}\`. Nothing was done twice`,
    )
    expect((await open.record()).request.votes).toHaveLength(1)
  })

  test('gets the same answer when the form is sent again after a crash between change and answer', async () => {
    await toElsewhere()
    const { items } = await desk.tools.store.drafts.list()
    const draft = items.find(({ from }) => from !== undefined)
    const command = person.command()
    await person.sends()
    if (draft !== undefined) await desk.tools.store.drafts.set(`U1/${draft.id}`, draft)
    const { reply } = await desk.types(command, { answers: {}, asked: [] })
    expect(readable(shownIn(reply)).join('\n')).toContain('The approval of <@U0LEAD> is void')
    expect((await open.record()).request.edits).toHaveLength(1)
  })

  test('continues an hour later where it stopped, and does not count as a new migration meanwhile', async () => {
    await toElsewhere()
    await desk.clock.advance(3_600_000)
    const later = createCreator(desk)
    await later.opens()
    expect(titleOf(later)).toBe('New migration: source')
    expect(later.entries()['source.bucket']).toBeUndefined()
    await later.opens((await open.buttons()).Edit)
    expect(later.lines().join('\n')).toContain('`elsewhere`')
    await later.sends()
    expect(await open.requests()).toHaveLength(1)
    expect((await open.record()).request.spec.target.bucket).toBe('elsewhere')
  })

  test('can be reset to the request’s present content', async () => {
    await toElsewhere()
    await person.presses('Discard my changes')
    expect(titleOf(person)).toBe(`${id}: change`)
    await person.sends()
    expect(heardBy(person)).toContain('already has exactly this content')
  })

  test('needs an agreement if a check raises a doubt', async () => {
    await toElsewhere()
    open.found.checks = [doubtful]
    await person.presses('Change destination')
    await person.sends({ 'target.bucket': 'far-away' })
    await person.sends()
    expect((await open.record()).request.spec.target.bucket).toBe('archive')
    await person.sends({ agreed: 'yes' })
    expect((await open.record()).request).toMatchObject({
      checks: [nothingSimilar, doubtful],
      spec: { target: { bucket: 'far-away' } },
    })
  })
})

describe('editing while somebody else decides', () => {
  test('is too late even without a change, and the audit records the attempt', async () => {
    await person.opens((await open.buttons()).Edit)
    await desk.types(`reject ${id} wrong day`, lead)
    await person.sends()
    expect(heardBy(person)).toContain('already rejected by <@U0LEAD>')
    expect((await desk.reads('audit')).join('\n')).toContain(`*edit request* \`${id}\` refused`)
  })

  test('keeps the form open until they have finished', async () => {
    await toElsewhere()
    const claim = await desk.tools.claim(`request:${workspace}:${id}`, 60_000)
    await person.sends()
    expect(person.lines()[0]).toContain('Somebody is deciding on it right now')
    await claim?.release()
    await person.sends()
    expect((await open.record()).request.spec.target.bucket).toBe('elsewhere')
  })

  test('is too late after the decision, and the changes can become a new request', async () => {
    await toElsewhere()
    await desk.types(`reject ${id} wrong day`, lead)
    await person.sends()
    expect(heardBy(person)).toContain('already rejected by <@U0LEAD>')
    expect((await open.record()).request.spec.target.bucket).toBe('archive')
    await person.opens(typedBy(person.answer() ?? { blocks: [] })['Request again with my changes'])
    expect(titleOf(person)).toBe('New migration: check')
    await person.sends()
    expect((await open.requests()).map(({ spec, status }) => [spec.target.bucket, status.type])).toEqual([
      ['archive', 'rejected'],
      ['elsewhere', 'waiting'],
    ])
  })

  test('is refused if the request changed meanwhile, so that nobody undoes a change unseen', async () => {
    const other = createCreator(desk)
    await toElsewhere()
    const { items } = await desk.tools.store.drafts.list()
    const twin = items.find(({ from }) => from !== undefined)
    await person.sends()
    if (twin !== undefined) await desk.tools.store.drafts.set('U1/abcd', { ...twin, id: 'abcd' })
    await other.opens('create --draft abcd --step target')
    await other.sends({ 'target.bucket': 'a-third' })
    await other.sends()
    expect(heardBy(other)).toContain('changed since you looked')
    expect((await open.record()).request.spec.target.bucket).toBe('elsewhere')
    expect(typedBy(other.answer() ?? { blocks: [] }).Edit).toBe(`create --edit ${id}`)
    await other.opens(`create --edit ${id}`)
    expect(other.lines()).toContain('*To* `elsewhere`')
    await other.presses('Change destination')
    await other.sends({ 'target.bucket': 'a-third' })
    await other.sends()
    expect((await open.record()).request.spec.target.bucket).toBe('a-third')
  })

  test('an Edit button older than the decision offers to request again', async () => {
    const { Edit = '' } = await open.buttons()
    await desk.types(`withdraw ${id}`)
    const { reply, code } = await desk.types(Edit)
    expect(code).toBe('request_refused')
    expect(typedBy(shownIn(reply))['Edit and request again']).toBe(`create --again ${id}`)
  })

  test('a request past its deadline cannot be edited, even if its expiry is not recorded yet', async () => {
    await desk.clock.advance(25 * 3_600_000)
    expect((await desk.types(`create --edit ${id}`)).code).toBe('request_refused')
    expect((await person.opens(`create --again ${id}`)).join('\n')).toContain('photos')
  })
})
