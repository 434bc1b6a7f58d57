import { z } from 'zod'
import type { Origin } from '../../commands/machine/command.ts'

/** The person who did something in Slack, and the workspace in which Ferry looks them up. */
export type Actor = Pick<Origin, 'workspace' | 'user' | 'isStranger' | 'isMembershipOpen'>

/**
 * Reads the person and the workspace from any Slack payload: a command, a click, a form, a suggestion, a shortcut or an
 * event. Unless the payload proves membership, `isMembershipOpen` is set and users.info decides. For a person in an
 * organisation (whose id begins with E), Slack may send the organisation, their own workspace or the one where they
 * are; for somebody who types a command, it sends nothing.
 */
export function actorIn(payload: unknown): Actor {
  const sent = sentSchema.parse(payload)
  const workspace = workspaceOf(sent) ?? ''
  const user = textOr(sent.user_id, sent.user?.id, userOf(sent.event)) ?? ''
  return { workspace, user, ...membershipOf(sent, workspace) }
}

/** The workspace of a Slack payload, whose token Bolt needs. Undefined if the payload names none. */
export function workspaceIn(payload: unknown): string | undefined {
  return workspaceOf(sentSchema.parse(payload))
}

const text = z.string().min(1).optional().catch(undefined)
const whole = z.object({ id: text, team_id: text, enterprise_id: text }).optional().catch(undefined)
const profile = z.object({ team: text }).optional().catch(undefined)

/**
 * The parts of a Slack payload that tell the person and the workspace. A field that is null or malformed counts as
 * absent.
 */
const sentSchema = z
  .object({
    ...{ team_id: text, context_team_id: text, enterprise_id: text, context_enterprise_id: text, user_id: text },
    ...{ team: whole, enterprise: whole, user: whole },
    view: z.object({ app_installed_team_id: text }).optional().catch(undefined),
    event: z
      .object({
        user: z
          .union([z.string().min(1), z.object({ id: text })])
          .optional()
          .catch(undefined),
        user_team: text,
        source_team: text,
        user_profile: profile,
      })
      .optional()
      .catch(undefined),
    authorizations: z.array(whole).optional().catch(undefined),
    is_ext_shared_channel: z.boolean().optional().catch(undefined),
  })
  .catch({})
type Sent = z.infer<typeof sentSchema>

/**
 * The workspace in which Ferry acts. A view names the workspace that installed the app, even if somebody of another
 * company uses it; an event names it in its authorization. The payload's outer fields may name the acting person's own
 * workspace instead.
 */
function workspaceOf({ view, authorizations, context_team_id, team, team_id, user }: Sent): string | undefined {
  const named = [
    ...[view?.app_installed_team_id, authorizations?.[0]?.team_id, context_team_id],
    ...[team?.id, team_id, user?.team_id],
  ]
  return named.find((id) => id !== undefined && !isOrganisation(id))
}

function membershipOf(sent: Sent, workspace: string): Pick<Actor, 'isStranger' | 'isMembershipOpen'> {
  const own = textOr(sent.user?.team_id, sent.event?.user_team, sent.event?.source_team, sent.event?.user_profile?.team)
  if (isWithinOrganisation(sent) || (own !== undefined && isOrganisation(own))) return open
  if (own !== undefined) return { isStranger: own !== workspace }
  // An event without the person's team is about somebody of this workspace, unless the channel is shared with others.
  return sent.event !== undefined && sent.is_ext_shared_channel !== true ? { isStranger: false } : open
}

const open = { isStranger: false, isMembershipOpen: true } as const

function isWithinOrganisation({
  enterprise,
  enterprise_id,
  context_enterprise_id,
  team,
  authorizations,
}: Sent): boolean {
  const named = [enterprise?.id, enterprise_id, context_enterprise_id, team?.enterprise_id]
  return textOr(...named, authorizations?.[0]?.enterprise_id) !== undefined
}

function isOrganisation(id: string): boolean {
  return id.startsWith('E')
}

function userOf(event: Sent['event']): string | undefined {
  return typeof event?.user === 'string' ? event.user : event?.user?.id
}

function textOr(...texts: (string | undefined)[]): string | undefined {
  return texts.find((one) => one !== undefined)
}
