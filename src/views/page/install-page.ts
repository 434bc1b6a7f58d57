import { defined } from '../../defined.ts'
/** How an installation through Slack's pages ended. */
export type InstallOutcome =
  | { type: 'installed'; workspace: string; team: string; app: string | undefined }
  | { type: InstallFailure }
export type InstallFailure = keyof typeof failures

/** A page for a browser. It contains nothing from the request, and only escaped text from Slack's answer. */
export type Page = { status: number; html: string }

/** The page at the end of an installation, with the next step. `installUrl` starts another installation. */
export function installPage(outcome: InstallOutcome, installUrl: string): Page {
  if (outcome.type === 'installed') return installedPage(outcome)
  const { status, title, text } = failures[outcome.type]
  return { status, html: html({ title, text, isFine: false, link: { href: installUrl, label: 'Try again' } }) }
}

/** The page that opens Ferry in Slack, or in the browser if there is no Slack app. */
function installedPage({ workspace, team, app }: Extract<InstallOutcome, { type: 'installed' }>): Page {
  const client = `https://app.slack.com/client/${encodeURIComponent(team)}`
  const query = new URLSearchParams({ team, ...defined({ id: app }) })
  const text = [
    'In Slack, type <code>/migrate connect</code> to connect your first cloud account. You are an admin of Ferry if you installed it here first.',
    'To follow migrations in a channel, type <code>/invite @Ferry</code> there.',
    `If Slack does not open, <a href="${escaped(client)}">open it in your browser</a>.`,
  ]
  const title = workspace === '' ? 'Ferry is installed' : `Ferry is installed in ${workspace}`
  const link = { href: `slack://app?${query}`, label: 'Open Slack' }
  return { status: 200, html: html({ title, text, isFine: true, link }) }
}

/** How an installation can fail. `text` is Ferry's own HTML. */
const failures = {
  denied: {
    status: 403,
    title: 'Ferry was not installed',
    text: [
      'You did not allow access on Slack’s page, so nothing has changed.',
      'If your workspace requires approval for apps, ask an admin of the workspace to approve Ferry first.',
    ],
  },
  expired: {
    status: 400,
    title: 'This installation link no longer works',
    text: [
      'It is more than ten minutes old, has been used before, or was opened in another browser. Nothing has changed.',
      'Try again, and stay in this browser until the end. Your browser has to accept cookies from this site.',
    ],
  },
  organisation: {
    status: 422,
    title: 'Ferry cannot be installed for a whole organization',
    text: [
      'Ferry works in single workspaces. It has kept nothing of this installation; an admin of the organization can remove it on Slack’s app management page.',
      'Try again and choose one workspace on Slack’s page. You can install Ferry in several workspaces, one after the other.',
      'If you run Ferry: set <code>org_deploy_enabled</code> to <code>false</code> in the app’s manifest, so that Slack does not offer this.',
    ],
  },
  rotating: {
    status: 422,
    title: 'Ferry cannot use tokens that expire',
    text: [
      'Token rotation is turned on for this Slack app. Ferry has kept nothing of this installation.',
      'If you run Ferry: Slack does not let you turn token rotation off again, so create the app again from <code>manifest.yml</code>, which has <code>token_rotation_enabled: false</code>.',
    ],
  },
  unanswered: {
    status: 502,
    title: 'Slack did not complete the installation',
    text: [
      'Slack did not answer, or refused what Ferry asked. Ferry has kept nothing of this installation.',
      'Try again in a minute. If it happens again, ask whoever runs Ferry: the log has the reason.',
    ],
  },
  unsaved: {
    status: 503,
    title: 'Ferry could not save the installation',
    text: [
      'Slack has installed Ferry, but Ferry could not store what it needs to work.',
      'Try again in a minute. If it happens again, ask whoever runs Ferry: the log has the reason.',
    ],
  },
} as const satisfies Record<string, { status: number; title: string; text: readonly string[] }>

type Content = { title: string; text: readonly string[]; isFine: boolean; link: { href: string; label: string } }

function html({ title, text, isFine, link }: Content): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="mark ${isFine ? 'fine' : 'not'}" aria-hidden="true">${isFine ? '✓' : '!'}</p>
<h1>${escaped(title)}</h1>
${text.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
<p><a class="next" href="${escaped(link.href)}">${escaped(link.label)}</a></p>
</main>
</body>
</html>
`
}

const style = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1c2430; --soft: #4a5565; --line: #dde1e7; --blue: #1456a8; --on-blue: #fff; --green: #1a7048; --amber: #8f4a00 }
@media (prefers-color-scheme: dark) { :root { --ground: #14181e; --card: #1d232b; --ink: #eef1f5; --soft: #b5bfcc; --line: #333c48; --blue: #8cbcff; --on-blue: #10233c; --green: #6fd0a0; --amber: #f0b264 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main { width: 100%; max-width: 34rem; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
h1 { margin: 16px 0 12px; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }
p { margin: 0 0 12px; color: var(--soft) }
code { padding: 1px 5px; border: 1px solid var(--line); border-radius: 4px; color: var(--ink); font: .92em ui-monospace, monospace; overflow-wrap: anywhere }
a { color: var(--blue) }
.mark { width: 44px; height: 44px; margin: 0; display: grid; place-items: center; border: 2px solid; border-radius: 50%; font-size: 22px; font-weight: 700; line-height: 1 }
.fine { color: var(--green) }
.not { color: var(--amber) }
.next { display: inline-block; margin-top: 8px; padding: 11px 20px; border-radius: 8px; background: var(--blue); color: var(--on-blue); font-weight: 600; text-decoration: none }
.next:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
@media (max-width: 480px) { main { padding: 24px 20px } .next { display: block; text-align: center } }
`

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
