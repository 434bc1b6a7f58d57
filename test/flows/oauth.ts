import { expect } from 'vitest'
import type { Stage } from './stage.ts'

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
export async function installByOAuth(stage: Stage, team: string, user = ''): Promise<number> {
  const start = await fetch(`${stage.ferryUrl}/slack/install`, { redirect: 'manual' })
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? ''
  const consent = new URL(start.headers.get('location') ?? '')
  expect(consent.origin).toBe(stage.slack.url)
  consent.searchParams.set('team', team)
  consent.searchParams.set('user', user)
  const agreed = await fetch(consent, { redirect: 'manual' })
  const back = await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } })
  return back.status
}
