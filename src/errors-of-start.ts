/** Rows of `errors.ts` for whoever starts Ferry in a terminal: what prevents the start, and how to fix it. */
export const startErrors = {
  start_token_refused: {
    owner: 'operator',
    what: 'Slack refused the token in SLACK_BOT_TOKEN: {meaning} ({reason}).',
    next: '{advice}',
  },
  start_token_of_organisation: {
    owner: 'operator',
    what: 'The token in SLACK_BOT_TOKEN is for a whole Enterprise organization. Ferry works in a single workspace.',
    next: 'Set org_deploy_enabled to false in the app’s manifest, install the app in one workspace, and copy its Bot User OAuth Token (xoxb-…).',
  },
  start_scopes_missing: {
    owner: 'operator',
    what: 'The token in SLACK_BOT_TOKEN lacks these scopes: {scopes}.',
    next: 'Reinstall the app from the manifest: replace its manifest with manifest.yml under App Manifest, then press Reinstall under OAuth & Permissions.',
  },
  start_app_token_refused: {
    owner: 'operator',
    what: 'Slack refused the token in SLACK_APP_TOKEN: {meaning} ({reason}).',
    next: '{advice}',
  },
  start_slack_refused: {
    owner: 'operator',
    what: 'Slack refused {method}: {reason}.',
    next: 'Check SLACK_API_URL: it should be https://slack.com/api/ unless a proxy stands in between.',
  },
  start_slack_unreachable: {
    owner: 'operator',
    what: 'Slack cannot be reached at {url}: {reason} (attempts: {attempts}).',
    next: 'Check the network, DNS and firewall of this machine, and SLACK_API_URL. Then start Ferry again.',
  },
  start_clock_wrong: {
    owner: 'operator',
    what: 'The clock of this machine is {offset} Slack’s.',
    next: 'Set the clock right, with NTP for example: Ferry has to refuse Slack’s requests when the two are more than 5 minutes apart.',
  },
  encryption_key_wrong: {
    owner: 'operator',
    what: 'The key with the id {keyId} in ENCRYPTION_KEYS is not the one that sealed this store.',
    next: 'Put the former key back under that id. A new key needs a new id, in front of the former one. If the store is the wrong one, correct STORE_URL.',
  },
  encryption_key_missing: {
    owner: 'operator',
    what: 'Records in this store are sealed with the key {keyId}, which is not in ENCRYPTION_KEYS.',
    next: 'Add that key after the first one. If it is lost for good, see “Rotate keys” in docs/operations.md. If the store is the wrong one, correct STORE_URL.',
  },
  store_unusable: {
    owner: 'operator',
    what: 'The store {where} cannot be used: {reason}.',
    next: '{advice}',
  },
  port_unusable: {
    owner: 'operator',
    what: 'Ferry cannot listen on {address}: {reason}.',
    next: '{advice}',
  },
} as const
