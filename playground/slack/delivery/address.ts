import type { Manifest } from '../manifest.ts'
import type { Envelope } from './envelope.ts'

/**
 * Where a signed request goes: each kind has an address of its own in the manifest. Options of an external select are
 * asked for at `message_menu_options_url` alone (slackapi/bolt-js#1479, slackapi/java-slack-sdk#1139).
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
