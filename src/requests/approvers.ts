import type { Nameable } from '../access/people.ts'
import { type Grant, type PersonKind, reaches, type Subject } from '../access/roles.ts'
import { type AbleApprovers, isEnough } from '../approvals/able.ts'
import { type ApprovalPolicy, approversFor, type Terms, termsFor } from '../approvals/policy.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import { defined } from '../defined.ts'
import { isAppError } from '../errors/errors.ts'
import type { Spec } from '../migrations/spec/spec.ts'
import type { WorkspaceStore } from '../store/store.ts'
import { currentPolicy } from './policies.ts'

export type Asking = Nameable & { store: Pick<WorkspaceStore, 'grants'> }

/** The parts of a request that determine who can approve it. The request may not be made yet. */
export type Approvable = Pick<MigrationRequest, 'requestedBy' | 'approvers' | 'votes'> & {
  spec: Pick<MigrationRequest['spec'], 'account'>
  terms: Pick<Terms, 'needed' | 'allowsSelf'>
}

/**
 * Who can approve a request now: the people whom the policy names or, if it names nobody, those with the role. First
 * admins count if the role decides, and are named if nobody else is left.
 */
export async function ableApprovers(request: Approvable, asking: Asking): Promise<AbleApprovers> {
  const { requestedBy, terms, votes } = request
  const slack = askSlack(asking)
  const mayNot = new Set([...(terms.allowsSelf ? [] : [requestedBy]), ...votes.map(({ user }) => user)])
  const isAble = async (user: string): Promise<Answer> => {
    if (mayNot.has(user)) return 'no'
    const kind = await slack.kindOf(user)
    return kind === 'unknown' ? kind : kind === 'member' ? 'yes' : 'no'
  }
  const named = request.approvers ?? (await approversByRole(request, asking))
  const admins = request.approvers === undefined ? await slack.firstAdmins() : []
  const enough = terms.needed
  const looked = await Promise.all(named.map((subject) => lookAt(subject, { isAble, slack, enough })))
  const lookedAtAdmins = await Promise.all(admins.map((subject) => lookAt(subject, { isAble, slack, enough })))
  const all = [...looked, ...lookedAtAdmins]
  const subjects = worthNaming(looked, requestedBy)
  const count = new Set(all.flatMap(({ able }) => able)).size
  const isUnsure = all.some((one) => one.answer === 'unknown' || (one.isUnsure && !isEnough(request, { count })))
  return {
    subjects: subjects.length > 0 ? subjects : worthNaming(lookedAtAdmins, requestedBy),
    count,
    isUncertain: slack.isSilent() || isUnsure,
  }
}

/** Who could approve a spec if it were requested. Undefined if the policy cannot be read; requesting then says so. */
export async function approvableAs(
  spec: Spec,
  requestedBy: string,
  asking: Nameable & { store: Pick<WorkspaceStore, 'grants' | 'policies'> },
): Promise<(Approvable & { able: AbleApprovers }) | undefined> {
  const policy = await currentPolicy(asking.store).catch(unlessAppError)
  if (policy === undefined) return undefined
  const approvers = approversFor(policy, { spec })
  const terms = termsFor(policy, spec, { now: 0 })
  const request = { spec, requestedBy, votes: [], terms, ...defined({ approvers }) }
  return { ...request, able: await ableApprovers(request, asking) }
}

/**
 * The subjects who may decide: full members, and groups that have one. Includes those about whom Slack does not say.
 */
export async function ableAmong(subjects: readonly Subject[], asking: Nameable): Promise<Subject[]> {
  return sift(subjects, ['member'], asking)
}

/**
 * The subjects whom a notification can reach. Leaves out people who have left or belong to another workspace, and
 * groups of only such people.
 */
export async function reachable(subjects: readonly Subject[], asking: Nameable): Promise<Subject[]> {
  return sift(subjects, ['member', 'guest'], asking)
}

/** Most people who are told one thing in private. */
const mostTold = 10

/**
 * Slack user ids of the subjects whom a private message can reach, and of such members of user groups among them: ten
 * at most. A user group about which Slack says nothing adds nobody.
 */
export async function peopleAmong(
  subjects: readonly Subject[],
  asking: Nameable,
  kinds: readonly Kind[] = ['member', 'guest'],
): Promise<readonly string[]> {
  const groups = await Promise.all(
    subjects.map(async ({ type, id }) =>
      type === 'user' ? [id] : ((await asking.membersOf(id).catch(unlessAppError)) ?? []),
    ),
  )
  const people = [...new Set(groups.flat())].map((id): Subject => ({ type: 'user', id }))
  const reached = await sift(people.slice(0, mostPeople), kinds, asking)
  return reached.map(({ id }) => id).slice(0, mostTold)
}

/** Slack user ids of the people who can approve a request and are told of it in private: ten at most. */
export async function approversToTell(
  { able, requestedBy, votes, terms }: MigrationRequest,
  asking: Nameable,
): Promise<readonly string[]> {
  const people = await peopleAmong(able?.subjects ?? [], asking, ['member'])
  const voted = new Set(votes.map(({ user }) => user))
  return people.filter((id) => !voted.has(id) && (id !== requestedBy || terms.allowsSelf))
}

/** The subjects who are of one of the kinds, or may be because Slack does not say. */
async function sift(subjects: readonly Subject[], kinds: readonly Kind[], asking: Nameable): Promise<Subject[]> {
  const slack = askSlack(asking)
  const isAble = async (user: string): Promise<Answer> => {
    const kind = await slack.kindOf(user)
    return kind === 'unknown' ? kind : kinds.includes(kind) ? 'yes' : 'no'
  }
  const looked = await Promise.all(subjects.map((subject) => lookAt(subject, { isAble, slack, enough: 1 })))
  return looked.filter(({ answer }) => answer !== 'no').map(({ subject }) => subject)
}

/** People who can change who approves a request: admins of everything, and admins of its account if roles decide. */
export async function mendersOf({ spec, approvers }: Approvable, asking: Asking): Promise<Subject[]> {
  const { items } = await asking.store.grants.list()
  const isFor = ({ account }: Grant) => account === undefined || (approvers === undefined && account === spec.account)
  const given = items.filter((grant) => grant.role === 'admin' && isFor(grant)).map(subjectIn)
  const first = await askSlack(asking).firstAdmins()
  const all = new Map([...first, ...given].map((subject) => [subject.id, subject]))
  return reachable([...all.values()], asking)
}

/** Whether a request's card names other people than the policy does now. Pure. */
export function namesOthers(request: MigrationRequest, policy: ApprovalPolicy): boolean {
  return idsOf(request.approvers) !== idsOf(approversFor(policy, request))
}

function idsOf(subjects: readonly Subject[] | undefined): string | undefined {
  return subjects?.map(({ id }) => id).join(' ')
}

async function approversByRole({ spec }: Approvable, { store: { grants } }: Asking): Promise<Subject[]> {
  const { items } = await grants.list()
  const isAbout = (account: string | undefined) => account === undefined || account === spec.account
  const fitting = items.filter(({ role, account }) => reaches(role, 'approver') && isAbout(account))
  return [...new Map(fitting.map((grant) => [grant.id, subjectIn(grant)])).values()]
}

function subjectIn({ type, id }: Grant): Subject {
  return { type, id }
}

type Answer = 'yes' | 'no' | 'unknown'
/**
 * Ferry's findings about a subject. `able` are the people who certainly can, the person or members of the group;
 * `isUnsure` means that there may be more.
 */
type LookedAt = { subject: Subject; answer: Answer; able: readonly string[]; isUnsure: boolean }
type Looking = { isAble(user: string): Promise<Answer>; slack: SlackAsked; enough: number }

async function lookAt(subject: Subject, { isAble, slack, enough }: Looking): Promise<LookedAt> {
  if (subject.type === 'user') {
    const answer = await isAble(subject.id)
    return { subject, answer, able: answer === 'yes' ? [subject.id] : [], isUnsure: answer === 'unknown' }
  }
  const members = await slack.membersOf(subject.id)
  if (members === undefined) return { subject, answer: 'unknown', able: [], isUnsure: true }
  const able: string[] = []
  let isUnsure = false
  for (let start = 0; start < members.length && able.length < enough; start += membersAtOnce) {
    const part = members.slice(start, start + membersAtOnce)
    const answers = await Promise.all(part.map(isAble))
    able.push(...part.filter((_, index) => answers[index] === 'yes'))
    isUnsure ||= answers.includes('unknown')
  }
  return { subject, answer: able.length > 0 ? 'yes' : isUnsure ? 'unknown' : 'no', able, isUnsure }
}

/** How many members of a group are asked about at once, until enough are found. */
const membersAtOnce = 5

function worthNaming(looked: readonly LookedAt[], requestedBy: string): Subject[] {
  const named = (wanted: Answer) => looked.filter(({ answer }) => answer === wanted).map(({ subject }) => subject)
  return [...named('yes'), ...named('unknown')].filter(({ id }) => id !== requestedBy)
}

type Kind = PersonKind | 'unknown'
type SlackAsked = ReturnType<typeof askSlack>

/**
 * Most people, and most groups, that one look asks Slack about. Slack allows some 20 questions about groups a minute.
 */
const mostPeople = 40
const mostGroups = 15

/**
 * Asks Slack about each person and group once, up to the limits. What Slack does not say, or was not asked, is unknown.
 */
function askSlack({ kindOf, membersOf, firstAdmins }: Nameable) {
  const kinds = new Map<string, Promise<Kind>>()
  const groups = new Map<string, Promise<readonly string[] | undefined>>()
  let isSilent = false
  return {
    isSilent: () => isSilent,
    kindOf: (user: string) =>
      once<Kind>(kinds, user, { most: mostPeople, ask: (id) => kindOf(id).catch(unknownKind), instead: 'unknown' }),
    membersOf: (group: string) =>
      once(groups, group, { most: mostGroups, ask: (id) => membersOf(id).catch(unlessAppError), instead: undefined }),
    async firstAdmins(): Promise<Subject[]> {
      const ids = await firstAdmins().catch(unlessAppError)
      isSilent ||= ids === undefined
      return (ids ?? []).map((id) => ({ type: 'user', id }))
    },
  }
}

type Limited<Found> = { most: number; ask(id: string): Promise<Found>; instead: Found }

function once<Found>(known: Map<string, Promise<Found>>, id: string, { most, ask, instead }: Limited<Found>) {
  const before = known.get(id)
  if (before !== undefined) return before
  if (known.size >= most) return Promise.resolve(instead)
  const asked = ask(id)
  known.set(id, asked)
  return asked
}

function unknownKind(error: unknown): Kind {
  unlessAppError(error)
  return 'unknown'
}

function unlessAppError(error: unknown): undefined {
  if (!isAppError(error)) throw error
}
