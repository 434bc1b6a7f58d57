import { storageKeys } from './scene/huawei.ts'
import type { ActResult, State } from './slack/protocol.ts'
import type { Workspace } from './workspace.ts'

/** The person who sets the workspace up, and their channel. Newcomers find their own channels untouched. */
const host = { user: 'U0LEAD', channel: 'C0STORAGE' }

/**
 * Sets the workspace up as a person would, with commands and forms: connects an account of each cloud, gives the user
 * group @leads the roles to act and approve, saves two storage keys, and watches two migrations in #data-moves. The
 * newcomer gets no role.
 */
export async function setUp({ slack, clouds }: Workspace): Promise<void> {
  const person = createPerson(slack.url)
  for (const { name, form } of clouds) await person.fillIn(`connect ${name} --step other`, form)
  await person.type('roles give <!subteam^S0LEADS> approver')
  for (const key of storageKeys) await person.fillIn('keys add', key)
  for (const id of ['191297407830872', '200429548242937']) await person.type(`watch ${id} <#C0MOVES|data-moves>`)
}

function createPerson(slackUrl: string) {
  const post = async (what: string, body: object): Promise<ActResult> => {
    const response = await fetch(`${slackUrl}/control/${what}`, { method: 'POST', body: JSON.stringify(body) })
    const result: ActResult = await response.json()
    return result
  }
  const type = (text: string) => post('command', { ...host, text: `/migrate ${text}` })
  return {
    type,
    async fillIn(command: string, fields: Record<string, string>): Promise<void> {
      await type(command)
      const form = await openForm(slackUrl)
      const result = await post('submit', { user: host.user, view_id: form, fields })
      if (!result.ok) throw new Error(`/migrate ${command} was not accepted: ${JSON.stringify(result)}`)
    },
  }
}

async function openForm(slackUrl: string): Promise<string> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const state: State = await (await fetch(`${slackUrl}/control/state?user=${host.user}`)).json()
    const form = state.modals.at(-1)
    if (form?.payload.callback_id === 'form') return form.id
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('Ferry opened no form')
}
