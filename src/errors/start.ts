/** Rows of `errors.ts` for whoever starts Ferry in a terminal: what prevents the start, and how to fix it. */
export const startErrors = {
  start_token_refused: {
    owner: 'operator',
    what: 'Slack refused the token in SLACK_BOT_TOKEN: {meaning} ({reason}).',
    next: '{advice}',
  },
  start_token_of_organisation: {
    owner: 'operator',
    what: 'The token in SLACK_BOT_TOKEN is for a whole Enterprise organization. Ferry only works in a single workspace.',
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
    next: 'Check SLACK_API_URL: it should be https://slack.com/api/ unless you use a proxy.',
  },
  start_not_slack: {
    owner: 'operator',
    what: 'What answers at {url} is not Slack’s API: it answered with {answer}.',
    next: 'Check SLACK_API_URL: it should be https://slack.com/api/ unless you use a proxy. If it is right, a proxy or a sign-in page of your network answers instead of Slack.',
  },
  start_slack_unreachable: {
    owner: 'operator',
    what: 'Ferry can’t reach Slack at {url}: {reason} (attempts: {attempts}).',
    next: 'Check the network, DNS and firewall of this machine, and SLACK_API_URL. Then start Ferry again.',
  },
  start_clock_wrong: {
    owner: 'operator',
    what: 'This machine’s clock is {offset} Slack’s.',
    next: 'Correct the clock, for example with NTP. Ferry must refuse Slack’s requests when the clocks are more than 5 minutes apart.',
  },
  encryption_key_wrong: {
    owner: 'operator',
    what: 'The key {keyId} in ENCRYPTION_KEYS is not the key that sealed this store.',
    next: 'Restore the previous key under that id. A new key needs a new id and goes before the previous one. If this is the wrong store, correct STORE_URL.',
  },
  encryption_key_missing: {
    owner: 'operator',
    what: 'Records in this store are sealed with the key {keyId}, which is not in ENCRYPTION_KEYS.',
    next: 'Add that key after the first one. If it is lost for good, see “Rotate keys” in docs/operations.md. If this is the wrong store, correct STORE_URL.',
  },
  store_unusable: {
    owner: 'operator',
    what: 'Ferry can’t use the store {where}: {reason}.',
    next: '{advice}',
  },
  store_unexpected: {
    owner: 'operator',
    what: 'This is not the store that STORE_ID names: {how}.',
    next: 'Check STORE_URL and the data of the store. {accept}',
  },
  store_in_use: {
    owner: 'operator',
    what: 'The store {where} is in use by {holder}.',
    next: 'Only one process can use a SQLite store. Stop that one, then start Ferry again. To run several replicas, set STORE_URL to a Redis server.',
  },
  port_unusable: {
    owner: 'operator',
    what: 'Ferry can’t listen on {address}: {reason}.',
    next: '{advice}',
  },
} as const
