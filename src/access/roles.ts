import { z } from 'zod'

/** The roles, lowest first. Each role includes the ones before it. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who a role is given to: a person, or everybody in one of Slack's user groups. */
export const subjectSchema = z.object({ type: z.enum(['user', 'group']), id: z.string() })
export type Subject = z.infer<typeof subjectSchema>
export const subjectsSchema = z.array(subjectSchema).readonly()

/** A role that somebody was given: everywhere, or for one account only. */
export const grantSchema = z.object({
  ...subjectSchema.shape,
  role: z.enum(roles),
  account: z.string().exactOptional(),
  /** Slack user id. */
  grantedBy: z.string(),
  grantedAt: z.number(),
})
export type Grant = z.infer<typeof grantSchema>

/** A person's place in a workspace. Outsiders have left it or belong to another one. Apps are no people. */
export type PersonKind = 'member' | 'guest' | 'outsider' | 'app'

/** A person who asks for something, as Ferry knows them. */
export type Standing = {
  user: string
  /**
   * Whether the person installed Ferry, or was named by the people who run it. First admins are admins whatever the
   * grants say.
   */
  isFirstAdmin: boolean
  /** Whether Slack calls the person a guest. Guests can be operators, but decide nothing. */
  isGuest: boolean
  /** Ids of the user groups that the person is in, among those that Ferry asked about. */
  groups: readonly string[]
}

/**
 * A person's role for an account, or everywhere if no account is given. Members are viewers unless they were given
 * more; guests are operators at most. Pure.
 */
export function roleOf(standing: Standing, grants: readonly Grant[], account?: string): Role {
  const own = grants.filter((grant) => isFor(grant, standing) && isAbout(grant, account))
  const best = highest(['viewer', ...own.map(({ role }) => role), ...(standing.isFirstAdmin ? [admin] : [])])
  return standing.isGuest ? lowest([best, mostOfGuests]) : best
}

/** The highest role that a person has anywhere. Tells whether asking them for more is worthwhile. */
export function bestRoleOf(standing: Standing, grants: readonly Grant[]): Role {
  const accounts = new Set(grants.map(({ account }) => account))
  return highest([undefined, ...accounts].map((account) => roleOf(standing, grants, account)))
}

export function reaches(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/** Ids of the user groups among the subjects, each once: Slack has to be asked who is in them. */
export function groupsIn(subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.filter(({ type }) => type === 'group').map(({ id }) => id))]
}

/** Whether a person is one of the subjects, directly or as a member of a user group. Pure. */
export function isAmong(subjects: readonly Subject[], standing: Pick<Standing, 'user' | 'groups'>): boolean {
  return subjects.some((subject) => isFor(subject, standing))
}

/** Makes a subject of a Slack id. People have ids like U012ABCDEF or W012ABCDEF, user groups like S012ABCDEF. */
export function subjectOf(id: string): Subject {
  return { type: id.startsWith('S') ? 'group' : 'user', id }
}

/** Key of a grant. Each subject has one grant for an account, so giving another role replaces the first. */
export function grantKey({ id, account }: Pick<Grant, 'id' | 'account'>): string {
  return account === undefined ? id : `${id}@${account}`
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}

const admin: Role = 'admin'
const mostOfGuests: Role = 'operator'

function isFor({ type, id }: Subject, { user, groups }: Pick<Standing, 'user' | 'groups'>): boolean {
  return type === 'user' ? id === user : groups.includes(id)
}

function isAbout(grant: Grant, account: string | undefined): boolean {
  return grant.account === undefined || grant.account === account
}

function highest(some: readonly Role[]): Role {
  return roles.findLast((role) => some.includes(role)) ?? 'viewer'
}

function lowest(some: readonly Role[]): Role {
  return roles.find((role) => some.includes(role)) ?? 'viewer'
}
