import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { isRecord, parseJson } from './json.ts'

const flag = z.boolean().default(false)

/**
 * An app's manifest as Slack reads it. Anything absent is off. docs.slack.dev/reference/app-manifest. Fields that the
 * local Slack does not know are ignored; Slack's own schema refuses them.
 */
const manifestSchema = z.looseObject({
  display_information: z.looseObject({ name: z.string() }),
  features: z
    .looseObject({
      app_home: z
        .looseObject({ home_tab_enabled: flag, messages_tab_enabled: flag, messages_tab_read_only_enabled: flag })
        .prefault({}),
      bot_user: z.looseObject({ display_name: z.string() }).optional(),
      slash_commands: z
        .array(
          z.looseObject({
            command: z.string(),
            usage_hint: z.string().optional(),
            url: z.string().optional(),
            should_escape: flag,
          }),
        )
        .default([]),
      shortcuts: z
        .array(
          z.looseObject({
            name: z.string(),
            type: z.enum(['global', 'message']),
            callback_id: z.string(),
            description: z.string().optional(),
          }),
        )
        .default([]),
      unfurl_domains: z.array(z.string()).default([]),
    })
    .prefault({}),
  oauth_config: z
    .looseObject({
      redirect_urls: z.array(z.string()).default([]),
      scopes: z.looseObject({ bot: z.array(z.string()).default([]) }).prefault({}),
    })
    .prefault({}),
  settings: z
    .looseObject({
      event_subscriptions: z
        .looseObject({ request_url: z.string().optional(), bot_events: z.array(z.string()).default([]) })
        .prefault({}),
      interactivity: z
        .looseObject({
          is_enabled: flag,
          request_url: z.string().optional(),
          message_menu_options_url: z.string().optional(),
        })
        .prefault({}),
      org_deploy_enabled: flag,
      socket_mode_enabled: flag,
      token_rotation_enabled: flag,
    })
    .prefault({}),
})

export type Manifest = z.infer<typeof manifestSchema>

/** Reads a manifest as somebody pastes it into Slack's page. */
export function readManifest(text: string): Manifest {
  return manifestSchema.parse(parse(text))
}

/** Reads the manifest of the repository. */
export function manifestFile(): Manifest {
  return readManifest(fileText())
}

/** The manifest for HTTP mode, changed as its header says. */
export function forHttp(manifest: Manifest, publicUrl: string): Manifest {
  const changes = [...placesIn(fileText(), 'HTTP mode'), { path: 'settings.socket_mode_enabled', value: 'false' }]
  return changed(manifest, changes, publicUrl)
}

/** The manifest for many workspaces, changed as its header says. */
export function forOAuth(manifest: Manifest, publicUrl: string): Manifest {
  return changed(manifest, placesIn(fileText(), 'OAuth'), publicUrl)
}

type Place = { path: string; value: string }

function fileText(): string {
  return readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')
}

/** The `path: value` lines of the header after these words. */
function placesIn(text: string, words: string): Place[] {
  const lines = text.split('\n').filter((line) => line.startsWith('#'))
  const start = lines.findLastIndex((line) => line.includes(words))
  const listed = lines.slice(start < 0 ? lines.length : start).map((line) => /^# {3}([\w.[\]]+): (.+)$/.exec(line))
  const first = listed.findIndex((match) => match !== null)
  const end = listed.findIndex((match, index) => index > first && match === null)
  const block = first < 0 ? [] : listed.slice(first, end < 0 ? listed.length : end)
  return block.map((match) => ({ path: match?.[1] ?? '', value: match?.[2] ?? '' }))
}

function changed(manifest: Manifest, places: Place[], publicUrl: string): Manifest {
  const copy: unknown = parseJson(JSON.stringify(manifest))
  for (const { path, value } of places) put(copy, path, parse(value.replaceAll('{PUBLIC_URL}', publicUrl)))
  return manifestSchema.parse(copy)
}

/** Sets the value at a path such as `features.slash_commands[0].url`. */
function put(root: unknown, path: string, value: unknown): void {
  const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  const last = keys.pop() ?? ''
  const owner = keys.reduce<unknown>((at, key) => childOf(at, key), root)
  if (isRecord(owner)) owner[last] = value
}

function childOf(owner: unknown, key: string): unknown {
  if (Array.isArray(owner)) return owner[Number(key)]
  if (!isRecord(owner)) throw new Error(`manifest.yml's header names a place that is not there: …${key}`)
  owner[key] ??= {}
  return owner[key]
}
