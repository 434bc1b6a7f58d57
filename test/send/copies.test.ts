import { describe, expect, test } from 'vitest'
import { createPostOffice, type PostOffice, shown } from './post-office.ts'

const secondMs = 1000
const minuteMs = 60_000

describe('a post that Slack shows after Ferry has sent it again', () => {
  test('is deleted if nobody has answered it', async () => {
    const office = await withLatePost(50)
    expect(shown(office.slack)).toEqual(['card 1', 'card 1'])
    await rounds(office, 4)
    expect(shown(office.slack)).toEqual(['card 1'])
    expect(office.slack.messages[0]?.at).toBe(office.startAt + 35 * secondMs)
  })

  test('leads to the first one if somebody has replied or reacted to it', async () => {
    const office = await withLatePost(50)
    const [kept, copy] = office.slack.messages
    office.slack.reacted.add(copy?.ts ?? '')
    await rounds(office, 20)
    expect(office.slack.messages).toHaveLength(2)
    expect(copy?.text).toBe(
      'Slack shows this message twice. This is the second copy: ' +
        `<https://slack.test/archives/C1/p${kept?.ts.replace('.', '')}|open the first one>.`,
    )
    expect(copy?.blocks).toEqual([])
    // Said once, however often it is looked at.
    expect(copy?.earlier).toEqual(['card 1'])
    expect(kept?.text).toBe('card 1')
  })

  test('stays if somebody has deleted the one that Ferry keeps up to date: it may be the only one', async () => {
    const office = await withLatePost(50)
    const [kept, copy] = office.slack.messages
    office.slack.remove(kept?.ts ?? '')
    await rounds(office, 20)
    expect(office.slack.messages).toContain(copy)
    expect(copy?.text).toBe('card 1')
  })

  test('is found if it appears only minutes later', async () => {
    const office = await withLatePost(5 * 60)
    await rounds(office, 6)
    expect(shown(office.slack)).toEqual(['card 1', 'card 1'])
    await rounds(office, 5)
    expect(shown(office.slack)).toEqual(['card 1'])
  })

  test('is sought three times and never again', async () => {
    const office = await withLatePost(undefined)
    await rounds(office, 30)
    const sought = office.slack.calls
      .filter(({ call }) => call === 'find C1')
      .map(({ at }) => (at - office.startAt) / minuteMs)
    expect(sought.slice(3).map(Math.floor)).toEqual([2, 4, 11])
    expect(await office.workspace.channels.get('C1')).not.toHaveProperty('repeated')
    expect(await office.workspace.channels.get('C1')).not.toHaveProperty('accepted')
  })

  test('is sought after a restart, too', async () => {
    const office = await withLatePost(50)
    await office.delivery.stop()
    const next = office.open()
    await rounds({ ...office, delivery: next }, 4)
    expect(shown(office.slack)).toEqual(['card 1'])
  })

  test('is sought again if Slack asks to wait or cannot be reached', async () => {
    const office = await withLatePost(50)
    office.slack.faults.push(
      { method: 'find', fault: 'unreachable' },
      { method: 'find', fault: { retryAfterMs: 20_000 } },
    )
    office.slack.faults.push({ method: 'delete', fault: 'unreachable' })
    await rounds(office, 8)
    expect(shown(office.slack)).toEqual(['card 1'])
  })

  test('leads to the first one if Slack does not let Ferry delete it', async () => {
    const office = await withLatePost(50)
    office.slack.faults.push({ method: 'delete', fault: { refuse: 'compliance_exports_prevent_deletion' } })
    await rounds(office, 2)
    expect(shown(office.slack)).toEqual(['card 1', expect.stringContaining('second copy')])
  })

  test('is no other message of the same thread', async () => {
    const office = await withLatePost(50)
    await office.decide(office.watch1, { says: [{ lane: 'end', text: 'over' }] })
    office.delivery.nudge('T1', office.watch1.id)
    await rounds(office, 20)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
  })
})

describe('where Slack shows no delivery keys', () => {
  test('a copy is known by its text, leads to the first one, and is never deleted', async () => {
    const office = await withLatePost(50, { dropsMetadata: true })
    await rounds(office, 4)
    expect(shown(office.slack)).toEqual(['card 1', expect.stringContaining('second copy')])
  })

  test('another message with the same text is not taken for a copy', async () => {
    const office = await withLatePost(undefined, { dropsMetadata: true })
    const other = await office.watch('1913')
    await office.decide(other, {})
    office.delivery.nudge('T1', other.id)
    await rounds(office, 20)
    expect(shown(office.slack)).toEqual(['card 1', 'card 1'])
  })
})

/**
 * A watch whose card is sent again, because Slack has not shown it in 35 seconds. Slack shows it so many seconds after it
 * was first sent, or never.
 */
async function withLatePost(lateSeconds: number | undefined, { dropsMetadata = false } = {}) {
  const office: PostOffice = createPostOffice()
  office.slack.dropsMetadata = dropsMetadata
  const startAt = office.clock.now()
  const watch1 = await office.watch()
  await office.decide(watch1, {})
  const fault = lateSeconds === undefined ? 'lose before' : { lateMs: lateSeconds * secondMs }
  office.slack.faults.push({ method: 'post', fault })
  const delivery = office.open()
  delivery.nudge('T1', watch1.id)
  await office.clock.advance(minuteMs)
  return Object.assign(office, { startAt, watch1, delivery })
}

/** Rounds of a minute each. */
async function rounds(
  { clock, delivery }: Pick<PostOffice, 'clock'> & { delivery: { sweep(): Promise<void> } },
  count: number,
) {
  for (let round = 0; round < count; round += 1) {
    await delivery.sweep()
    await clock.advance(minuteMs)
  }
}
