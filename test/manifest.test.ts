import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { forHttp, forOAuth, readManifest } from '../playground/slack/manifest.ts'
import { commands } from '../src/commands/index.ts'
import { parse as parseTyped } from '../src/commands/machine/parse.ts'
import { commandScope, rootCommand, scopesByEvent, scopesByMethod, shortcuts } from '../src/slack/client/surface.ts'
import { slackManifestSchema } from './slack-manifest-schema.ts'
import { readSources } from './source-files.ts'

const text = readFileSync('manifest.yml', 'utf8')
const manifest = slackManifestSchema.parse(parse(text))
const [command] = manifest.features.slash_commands
const scopes = manifest.oauth_config.scopes.bot

describe('the manifest', () => {
  const ofFile = readManifest(text)
  const url = 'https://ferry.example.com'

  test.each([
    ['unchanged', ofFile],
    ['for HTTP mode', forHttp(ofFile, url)],
    ['for many workspaces', forOAuth(forHttp(ofFile, url), url)],
  ])('is accepted by Slack, %s', (_, wanted) => {
    expect(slackManifestSchema.safeParse(wanted).error?.issues ?? []).toEqual([])
  })

  test('names in its header every address that HTTP mode needs', () => {
    const { features, settings } = forHttp(ofFile, url)
    const { event_subscriptions, interactivity } = settings
    const addresses = [
      ...features.slash_commands.map((one) => one.url),
      event_subscriptions.request_url,
      interactivity.request_url,
      interactivity.message_menu_options_url,
    ]
    expect(addresses).toEqual(addresses.map(() => `${url}/slack/events`))
    expect(settings.socket_mode_enabled).toBe(false)
    expect(forOAuth(ofFile, url).oauth_config.redirect_urls).toEqual([`${url}/slack/oauth_redirect`])
  })

  test('is for one workspace at a time, with tokens that do not expire', () => {
    expect(manifest.settings).toMatchObject({ org_deploy_enabled: false, token_rotation_enabled: false })
  })
})

describe('the slash command', () => {
  test('is the one that Ferry answers, and its hint shows commands that Ferry understands', () => {
    expect(command?.command).toBe(rootCommand)
    const hints = (command?.usage_hint ?? '').split(' · ')
    expect(hints.map((hint) => parseTyped(hint, commands).type)).toEqual(hints.map(() => 'command'))
  })

  test('sends channels and people as ids', () => {
    expect(command?.should_escape).toBe(true)
  })
})

describe('the shortcuts', () => {
  test('are those that Ferry answers', () => {
    const named = manifest.features.shortcuts?.map(({ type, callback_id }) => [type, callback_id])
    expect(named).toEqual(shortcuts.map(({ type, callbackId }) => [type, callbackId]))
  })

  test('type commands that Ferry understands', () => {
    for (const { command: text } of shortcuts) expect(parseTyped(text, commands).type).toBe('command')
  })
})

describe('the scopes and events', () => {
  test('are those that a method or an event needs, and no others', () => {
    const needed = [commandScope, ...Object.values(scopesByMethod).flat(), ...Object.values(scopesByEvent).flat()]
    expect(scopes).toEqual([...new Set(needed)].toSorted())
  })

  test('are explained one by one', () => {
    for (const name of [...scopes, ...manifest.settings.event_subscriptions.bot_events]) {
      expect(text).toMatch(new RegExp(`^ +- ${name} # \\S`, 'm'))
    }
  })

  test('include the events that Ferry listens to', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(scopesByEvent))
  })
})

describe('the list of methods and events', () => {
  const code = readSources('src').filter(({ path }) => path !== 'src/slack/client/surface.ts')
  const methods = Object.keys(scopesByMethod)

  test('names every Web API method that the code calls', () => {
    const pattern = /\bclient\.((?:[a-z]+\.)+[a-zA-Z]+)\(|apiCall\(\s*'([\w.]+)'/g
    const called = code.flatMap(({ text }) =>
      Array.from(text.matchAll(pattern), ([, direct, named]) => direct ?? named),
    )
    expect(called.filter((method) => method === undefined || !methods.includes(method))).toEqual([])
  })

  test('names nothing that the code does not use', () => {
    if (!code.some(({ path }) => path.startsWith('src/slack/'))) return
    const used = (name: string) => code.some(({ text }) => text.includes(name))
    expect([...methods, ...Object.keys(scopesByEvent)].filter((name) => !used(name))).toEqual([])
  })
})
