import type { LocalSlack } from '../../playground/slack/server.ts'

/** Settings of a stage on which workspaces install Ferry. */
export function oauthEnvironment(port: number): Record<string, string> {
  return {
    SLACK_CLIENT_ID: '1000.2000',
    SLACK_CLIENT_SECRET: 'local-client-secret',
    SLACK_STATE_SECRET: 'local-state-secret',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  }
}

/**
 * Installs Ferry as a browser does: install page, consent, and back to Ferry. Resolves to the status of the last page.
 */
export async function installByOAuth({ ferryUrl, slack }: Door, team: string, user = ''): Promise<number> {
  const start = await fetch(`${ferryUrl}/slack/install`, { redirect: 'manual' })
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? ''
  const consent = new URL(start.headers.get('location') ?? '')
  if (consent.origin !== slack.url) throw new Error(`Ferry sends people to ${consent.origin}`)
  consent.searchParams.set('team', team)
  consent.searchParams.set('user', user)
  const agreed = await fetch(consent, { redirect: 'manual' })
  const back = await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } })
  return back.status
}

type Door = { ferryUrl: string; slack: Pick<LocalSlack, 'url'> }
