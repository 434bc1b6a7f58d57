import type { Manifest } from '../manifest.ts'
import type { Envelope } from './envelope.ts'

/**
 * The address of a signed request. The manifest has one for each kind. Options of an external select go only to
 * `message_menu_options_url` (slackapi/bolt-js#1479, slackapi/java-slack-sdk#1139).
 */
export function addressOf({ features, settings }: Manifest, { type, payload }: Envelope): string | undefined {
  switch (type) {
    case 'slash_commands':
      return features.slash_commands.find(({ command }) => command === payload.command)?.url
    case 'events_api':
      return settings.event_subscriptions.request_url
    case 'interactive': {
      const { request_url, message_menu_options_url } = settings.interactivity
      return payload.type === 'block_suggestion' ? message_menu_options_url : request_url
    }
  }
}
