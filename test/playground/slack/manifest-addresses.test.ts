import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { forHttp, type Manifest, manifestFile } from '../../../playground/slack/manifest.ts'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { act, look, refusal } from './stand.ts'
import { edited, places, postSelect, start, user } from './with-manifest.ts'

describe('an app over HTTP', () => {
  const paths = ['command', 'event', 'interaction', 'options'] as const
  const remove: Record<(typeof paths)[number], (manifest: Manifest) => void> = {
    command: ({ features: { slash_commands } }) => void delete slash_commands[0]?.url,
    event: ({ settings: { event_subscriptions } }) => void delete event_subscriptions.request_url,
    interaction: ({ settings: { interactivity } }) => void delete interactivity.request_url,
    options: ({ settings: { interactivity } }) => void delete interactivity.message_menu_options_url,
  }

  test.each(paths)('without the address for the %s misses only that', async (left) => {
    const { slack, heard } = await startOverHttp()
    slack.configure(edited(remove[left], slack.world.manifest))
    await useAll(slack)
    expect(heard.toSorted()).toEqual(paths.filter((kind) => kind !== left))
  })

  test('with all addresses receives everything', async () => {
    const { slack, heard } = await startOverHttp()
    await useAll(slack)
    expect(heard.toSorted()).toEqual(paths)
  })

  test('without the address for options has empty selects', async () => {
    const { slack } = await startOverHttp()
    slack.configure(edited(remove.options, slack.world.manifest))
    const ts = await postSelect(slack)
    expect(
      await act(slack, 'suggest', { user, channel: places.public, message_ts: ts, action_id: 'pick', value: 'a' }),
    ).toMatchObject({ ok: false, acknowledged: false, options: [] })
  })
})

test('without should_escape, channels and people arrive as names', async () => {
  const typed = { user, channel: places.public, text: `/migrate watch 1 <#${places.public}|migrations> <@${user}>` }
  const { slack, bodies } = await startOverHttp()
  await act(slack, 'command', typed)
  slack.configure(
    edited(({ features: { slash_commands } }) => {
      for (const command of slash_commands) command.should_escape = false
    }, slack.world.manifest),
  )
  await act(slack, 'command', typed)
  expect(bodies.map((body) => new URLSearchParams(body).get('text'))).toEqual([
    `watch 1 <#${places.public}|migrations> <@${user}>`,
    'watch 1 #migrations @engineer',
  ])
})

/** Acts once in each way that has its own address. */
async function useAll(slack: LocalSlack): Promise<void> {
  const ts = await postSelect(slack)
  const place = { user, channel: places.public, message_ts: ts }
  await act(slack, 'command', { user, channel: places.public, text: '/migrate' })
  await act(slack, 'home', { user })
  // Without its address, nobody can press anything.
  await refusal(slack, 'click', { ...place, action_id: 'press' })
  await act(slack, 'suggest', { ...place, action_id: 'pick', value: 'a' })
}

/** A Slack whose app answers everything with 200 and records what came, by type. */
async function startOverHttp() {
  const heard: string[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks).toString()
    bodies.push(body)
    heard.push(kindOf(body))
    response.writeHead(200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const slack = await start(forHttp(manifestFile(), `http://127.0.0.1:${port}`))
  expect(await look(slack, 'state')).toMatchObject({ app: { is_connected: true } })
  return { slack, heard, bodies }
}

function kindOf(body: string): string {
  if (body.startsWith('{')) return 'event'
  const payload = new URLSearchParams(body).get('payload')
  if (payload === null) return 'command'
  return payload.includes('"block_suggestion"') ? 'options' : 'interaction'
}
