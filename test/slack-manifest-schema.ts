import { z } from 'zod'

const url = z
  .string()
  .regex(/^https?:\/\//)
  .max(3500)
const names = (most: number) => z.array(z.string().max(50)).max(most)
const distinct = (list: readonly string[]) => new Set(list).size === list.length
const flag = z.boolean().optional()

const shortcut = z.strictObject({
  name: z.string().min(1).max(24),
  type: z.enum(['message', 'global']),
  callback_id: z.string().min(1).max(255),
  description: z.string().min(1).max(150),
})

const slashCommand = z.strictObject({
  command: z.string().min(2).max(32).startsWith('/'),
  url: url.max(3000).optional(),
  description: z.string().min(1).max(2000),
  usage_hint: z.string().min(1).max(1000).optional(),
  should_escape: flag,
})

/**
 * An app's manifest as Slack accepts it: the parts that an app like Ferry can have, in versions 1 and 2 of Slack's own
 * schema (github.com/slackapi/manifest-schema, schemas/manifest.schema.1.0.0.json and …2.0.0.json) and on
 * docs.slack.dev/reference/app-manifest. Like Slack, it refuses anything else.
 */
export const slackManifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal([1, 2]), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140).optional(),
    long_description: z.string().min(175).max(4000).optional(),
    background_color: z
      .string()
      .regex(/^#([0-9a-f]{3}){1,2}$/i)
      .optional(),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: flag,
      messages_tab_enabled: flag,
      messages_tab_read_only_enabled: flag,
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: flag }),
    slash_commands: z.array(slashCommand).min(1).max(50),
    shortcuts: z.array(shortcut).min(1).max(10).optional(),
    unfurl_domains: z.array(z.string().max(255)).max(5).refine(distinct).optional(),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.string().max(2500)).max(1000).refine(distinct).optional(),
    scopes: z.strictObject({ bot: names(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: url.optional(),
      bot_events: names(100).refine(distinct),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: url.optional(),
      message_menu_options_url: url.optional(),
    }),
    org_deploy_enabled: flag,
    socket_mode_enabled: flag,
    token_rotation_enabled: flag,
  }),
})
