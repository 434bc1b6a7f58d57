import type { Tools } from '../../commands/machine/command.ts'
import { examineWorkspace } from '../../commands/verbs/doctor/workspace.ts'
import type { Finding } from '../../views/page/doctor.ts'
import { examineProcess, type Patient } from './process.ts'

/** Everything that is examined for somebody at the machine: this process, and the workspaces that it leads. */
export async function examineAll(
  patient: Patient,
  { led, workspaces, troubled, toolsIn }: Everything,
): Promise<Finding[]> {
  const here = led()
  const first = here[0] ?? (await workspaces())[0]
  const installs = troubled().map(
    ({ workspace, state }): Finding => ({
      part: `Install ${workspace}`,
      state: 'ill',
      says: `${state.type}${state.reason === undefined ? '' : ` (${state.reason})`}`,
      mend: 'Install Ferry in that workspace again. With SLACK_BOT_TOKEN, set the new token and restart.',
    }),
  )
  const process: Finding[] =
    first === undefined
      ? [{ part: 'Ferry', state: 'unknown', says: 'it runs, and no workspace has installed it yet' }]
      : await examineProcess(patient, first)
  const each = await Promise.all(here.slice(0, mostWorkspaces).map((workspace) => examineWorkspace(toolsIn(workspace))))
  const named = each.map((findings, index) =>
    here.length === 1 ? findings : findings.map((one) => ({ ...one, part: `${here[index]} ${one.part}` })),
  )
  return [...process, ...installs, ...named.flat()]
}

export type Everything = {
  /** Workspaces that this replica leads. */
  led(): readonly string[]
  workspaces(): Promise<readonly string[]>
  troubled(): readonly { workspace: string; state: { type: string; reason?: string } }[]
  toolsIn(workspace: string): Pick<Tools, 'store' | 'fleet' | 'clock'>
}

/** Most workspaces that are examined one by one. */
const mostWorkspaces = 20
