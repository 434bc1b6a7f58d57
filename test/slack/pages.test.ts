import { WebClient } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import type { LocalSlack } from '../../playground/slack/server.ts'
import { modalsOf, openModal, replaceView } from '../../playground/slack/views.ts'
import { createPages, type Pages } from '../../src/slack/answer/pages.ts'
import { messageModal } from '../../src/views/blocks/problem.ts'
import { eventually } from '../eventually.ts'
import { clientOf, startSlack } from '../playground/slack/stand.ts'

const user = 'U0ENGINEER'
const workspace = 'T0LOCAL'

describe('a page with several answers under way', () => {
  test('shows the later act if the earlier one answers last', async () => {
    const { at, shown } = await openPage()
    const [first, second] = [at(1), at(2)]
    expect(await second.draw(page('second'))).toBe('drawn')
    expect(await first.draw(page('first'))).toBe('overtaken')
    expect(shown()).toContain('second')
  })

  test('shows the later act if it answers last, even if both saw the same version', async () => {
    const { at, shown } = await openPage()
    const [first, second] = [at(1), at(2)]
    expect(await first.draw(page('first'))).toBe('drawn')
    expect(await second.draw(page('second'))).toBe('drawn')
    expect(shown()).toContain('second')
  })

  test('shows the later act if Slack is slow to accept the earlier one', async () => {
    const { slack, at, shown } = await openPage()
    const [first, second] = [at(1), at(2)]
    hold(slack, 'views.update', 'first')
    const drawings = [first.draw(page('first')), second.draw(page('second'))]
    await eventually(() => expect(slack.world.gates.waitingAt('first')).toBe(1))
    slack.world.gates.open('first')
    expect(await Promise.all(drawings)).toEqual(['drawn', 'drawn'])
    expect(shown()).toContain('second')
  })

  test('that another process has updated stays as it is', async () => {
    const { slack, at, view, shown } = await openPage()
    const late = at(1)
    replaceView(slack.world, view, JSON.parse(JSON.stringify(page('from elsewhere'))))
    expect(await late.draw(page('late'))).toBe('changed')
    expect(shown()).toContain('from elsewhere')
  })

  test('can be updated several times by one answer', async () => {
    const { at, shown } = await openPage()
    const one = at(1)
    expect(await one.draw(page('at once'))).toBe('drawn')
    expect(await one.draw(page('in the end'))).toBe('drawn')
    expect(shown()).toContain('in the end')
  })

  // Slack does not promise that each version has a new hash.
  test.each([
    ['the same as what it replaces', ['opened', 'opened', 'second']],
    ['the same as an earlier one', ['first', 'opened', 'second']],
  ])('causes no endless loop if a version has a hash that is %s', async (_, hashes) => {
    const asked: unknown[] = []
    const client = new WebClient('xoxb-fake', {
      async fetch(_address, init) {
        asked.push(new URLSearchParams(String(init?.body)).get('hash'))
        return Response.json({ ok: true, view: { hash: hashes[asked.length - 1] } })
      },
    })
    const pages = createPages()
    const at = (actedAt: number) => pages.at({ client, page: { view_id: 'V1' }, hash: 'opened', actedAt })
    for (const actedAt of [1, 2, 3]) expect(await at(actedAt).draw(page('drawn'))).toBe('drawn')
    expect(asked).toEqual(['opened', hashes[0], hashes[1]])
  })

  test('that was closed is reported as closed', async () => {
    const { slack, at } = await openPage()
    slack.world.modals.clear()
    await expect(at(1).draw(page('late'))).rejects.toThrow('not_found')
  })
})

describe('the home tab', () => {
  test.each([false, true])(
    'what was read earlier never replaces what was read later; opened before: %s',
    async (isKnown) => {
      const { slack, client, pages } = await start()
      const home = () => [...slack.world.homes.values()][0]
      if (isKnown) await publish('before')
      const hash = home()?.hash
      const early = Promise.withResolvers<string>()
      const first = publish(early.promise, hash)
      await publish('later', hash)
      early.resolve('earlier')
      await first
      expect(JSON.stringify(home()?.payload)).toContain('later')

      function publish(text: string | Promise<string>, replaced?: string) {
        const read = async () => ({ type: 'home' as const, blocks: page(await text).blocks })
        return pages.publishHome({ client, workspace, user, hash: replaced, read })
      }
    },
  )

  test('the same tab is published once, and again if somebody sees another version', async () => {
    const { slack, client, pages } = await start()
    const read = async () => ({ type: 'home' as const, blocks: page('same').blocks })
    const published = () => slack.world.calls.filter(({ method }) => method === 'views.publish').length
    const shown = () => [...slack.world.homes.values()][0]?.hash
    const publish = () => pages.publishHome({ client, workspace, user, hash: shown(), read })
    await publish()
    await publish()
    expect(published()).toBe(1)
    await client.views.publish({ user_id: user, view: { type: 'home', blocks: page('elsewhere').blocks } })
    await publish()
    expect(published()).toBe(3)
  })

  test('what another process published meanwhile is read again and not lost', async () => {
    const { slack, client, pages } = await start()
    const readings = ['first', 'second']
    const read = async () => ({ type: 'home' as const, blocks: page(readings.shift() ?? '').blocks })
    await client.views.publish({ user_id: user, view: { type: 'home', blocks: page('elsewhere').blocks } })
    await pages.publishHome({ client, workspace, user, hash: 'outdated', read })
    expect(JSON.stringify([...slack.world.homes.values()][0]?.payload)).toContain('second')
  })
})

async function start(): Promise<{ slack: LocalSlack; client: ReturnType<typeof clientOf>; pages: Pages }> {
  const slack = await startSlack()
  return { slack, client: clientOf(slack), pages: createPages() }
}

/** Opens a modal. `at` is an act in its first version, at a time. */
async function openPage() {
  const { slack, client, pages } = await start()
  const trigger = { team_id: workspace, user_id: user, channel_id: undefined, createdAt: 0, isUsed: true }
  const view = openModal(slack.world, trigger, JSON.parse(JSON.stringify(page('opened'))))
  const { id, hash } = view
  return {
    slack,
    view,
    at: (actedAt: number) => pages.at({ client, page: { view_id: id }, hash, actedAt }),
    shown: () => JSON.stringify(modalsOf(slack.world, user)[0]?.payload),
  }
}

function page(text: string) {
  return messageModal('Ferry', { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] })
}

function hold(slack: LocalSlack, method: string, gate: string): void {
  slack.world.faults.push({ method, times: 1, fault: { kind: 'held', gate } })
}
