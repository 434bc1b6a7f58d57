import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { commands } from '../src/commands/index.ts'
import { parse as parseTyped } from '../src/commands/parse.ts'
import { commandScope, rootCommand, scopesByEvent, scopesByMethod, shortcuts } from '../src/slack/surface.ts'
import { readSources } from './source-files.ts'

const text = readFileSync('manifest.yml', 'utf8')
// Lengths as Slack limits them.
const manifest = z
  .object({
    display_information: z.object({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(174).max(4000),
      background_color: z.string().regex(/^#[0-9a-f]{6}$/),
    }),
    features: z.object({
      bot_user: z.object({ display_name: z.literal('Ferry'), always_online: z.literal(true) }),
      slash_commands: z.tuple([
        z.object({
          command: z.string(),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      ]),
      shortcuts: z.array(
        z.object({
          name: z.string().max(24),
          type: z.literal('global'),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      ),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.literal(true) }),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.literal(false),
    }),
  })
  .parse(parse(text))
const [command] = manifest.features.slash_commands
const scopes = manifest.oauth_config.scopes.bot

describe('the slash command', () => {
  test('is the one that Ferry answers, and hints at what it understands', () => {
    expect(command.command).toBe(rootCommand)
    const hints = command.usage_hint.split(' · ')
    expect(hints.map((hint) => parseTyped(hint, commands).type)).toEqual(hints.map(() => 'command'))
  })

  test('brings channels and people as ids', () => {
    expect(command.should_escape).toBe(true)
  })
})

describe('the shortcuts', () => {
  test('are those that Ferry answers', () => {
    const named = manifest.features.shortcuts.map(({ callback_id }) => callback_id)
    expect(named).toEqual(shortcuts.map(({ callbackId }) => callbackId))
  })

  test('type what Ferry understands', () => {
    for (const { command: text } of shortcuts) expect(parseTyped(text, commands).type).toBe('command')
  })
})

describe('what is asked of a workspace', () => {
  test('is every scope that a method or an event needs, and no other', () => {
    const needed = [commandScope, ...Object.values(scopesByMethod).flat(), ...Object.values(scopesByEvent).flat()]
    expect(scopes).toEqual([...new Set(needed)].toSorted())
  })

  test('is explained, scope by scope and event by event', () => {
    for (const name of [...scopes, ...manifest.settings.event_subscriptions.bot_events]) {
      expect(text).toMatch(new RegExp(`^ +- ${name} # \\S`, 'm'))
    }
  })

  test('covers the events that Ferry listens to', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(scopesByEvent))
  })
})

describe('the surface', () => {
  const code = readSources('src').filter(({ path }) => path !== 'src/slack/surface.ts')
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
