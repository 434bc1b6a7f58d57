import { z } from 'zod'

/** What somebody may do; each role includes the ones before it. */
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

/** What somebody is in a workspace: outsiders have left it, or belong to another one. */
export type PersonKind = 'member' | 'guest' | 'outsider'

/** What is known of the person who asks. */
export type Standing = {
  user: string
  /** Installed Ferry, or was named by whoever runs it: an admin whatever the grants say. */
  isFirstAdmin: boolean
  /** Slack calls them a guest: they may be let in to operate, but decide nothing. */
  isGuest: boolean
  /** The user groups they are in, of those that were asked about. */
  groups: readonly string[]
}

/** Members may look; everything else has to be given. Pure. */
export function roleOf(standing: Standing, grants: readonly Grant[], account?: string): Role {
  const own = grants.filter((grant) => isFor(grant, standing) && isAbout(grant, account))
  const best = highest(['viewer', ...own.map(({ role }) => role), ...(standing.isFirstAdmin ? [admin] : [])])
  return standing.isGuest ? lowest([best, mostOfGuests]) : best
}

/** The best that somebody has anywhere: whether it is worth asking them for more. */
export function bestRoleOf(standing: Standing, grants: readonly Grant[]): Role {
  const accounts = new Set(grants.map(({ account }) => account))
  return highest([undefined, ...accounts].map((account) => roleOf(standing, grants, account)))
}

export function reaches(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/** The user groups that are worth asking Slack about. */
export function groupsIn(subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.filter(({ type }) => type === 'group').map(({ id }) => id))]
}

/** Whether somebody is meant by any of them, as a person or as a member of a user group. Pure. */
export function isAmong(subjects: readonly Subject[], standing: Pick<Standing, 'user' | 'groups'>): boolean {
  return subjects.some((subject) => isFor(subject, standing))
}

/** Slack's ids tell people (U012ABCDEF, W012ABCDEF) from user groups (S012ABCDEF). */
export function subjectOf(id: string): Subject {
  return { type: id.startsWith('S') ? 'group' : 'user', id }
}

/** One grant for each subject and account: giving another role replaces it. */
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
