import { parseDocument, stringify } from 'yaml'

/**
 * The app's manifest, without comments, for Socket Mode or for HTTP mode at `publicUrl`: all its addresses are filled
 * in. `text` is `manifest.yml`.
 */
export function fillManifest(text: string, publicUrl: string | undefined): string {
  const manifest = parseDocument(text)
  if (publicUrl !== undefined) {
    const url = `${publicUrl}/slack/events`
    manifest.setIn(['features', 'slash_commands', 0, 'url'], url)
    manifest.setIn(['settings', 'event_subscriptions', 'request_url'], url)
    manifest.setIn(['settings', 'interactivity', 'request_url'], url)
    manifest.setIn(['settings', 'interactivity', 'message_menu_options_url'], url)
    manifest.setIn(['settings', 'socket_mode_enabled'], false)
  }
  return stringify(manifest.toJS(), { lineWidth: 0 })
}

/** The link that opens Slack's page for a new app, with a manifest filled in. */
export function linkToCreate(manifest: string): string {
  return `https://api.slack.com/apps?new_app=1&manifest_yaml=${encodeURIComponent(manifest)}`
}
