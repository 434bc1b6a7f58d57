import { type Grant, type PersonKind, reaches, type Subject } from '../access/roles.ts'
import { type AbleApprovers, isEnough } from '../approvals/able.ts'
import { type ApprovalPolicy, approversFor, type Terms, termsFor } from '../approvals/policy.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import { isAppError } from '../errors.ts'
import type { Spec } from '../migrations/spec.ts'
import type { WorkspaceStore } from '../store/store.ts'
import { currentPolicy } from './policies.ts'

/** Says who people are, and remembers it for a short while. */
export type People = {
  /** Throws rights_unknown when Slack does not say. */
  kindOf(user: string): Promise<PersonKind>
  /** Throws rights_unknown when Slack does not say. */
  membersOf(group: string): Promise<readonly string[]>
  firstAdmins(): Promise<readonly string[]>
}
export type Asking = People & { store: Pick<WorkspaceStore, 'grants'> }

/** What decides about who can approve something: of a request, or of what is about to become one. */
export type Approvable = Pick<MigrationRequest, 'requestedBy' | 'approvers' | 'votes'> & {
  spec: Pick<MigrationRequest['spec'], 'account'>
  terms: Pick<Terms, 'needed' | 'allowsSelf'>
}

/**
 * Who can approve it now: those whom the policy names, or to whom the role was given. First admins count where the role
 * decides, and are named where nobody else is left.
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

/** The same of what is about to be asked for. Undefined where the policy can't be read, which asking will say. */
export async function approvableAs(
  spec: Spec,
  requestedBy: string,
  asking: People & { store: Pick<WorkspaceStore, 'grants' | 'policies'> },
): Promise<(Approvable & { able: AbleApprovers }) | undefined> {
  const policy = await currentPolicy(asking.store).catch(unlessAppError)
  if (policy === undefined) return undefined
  const approvers = approversFor(policy, { spec })
  const terms = termsFor(policy, spec, { now: 0 })
  const request = { spec, requestedBy, votes: [], terms, ...(approvers === undefined ? {} : { approvers }) }
  return { ...request, able: await ableApprovers(request, asking) }
}

/** Those of them who may decide at all: full members, and groups that have one. */
export async function ableAmong(subjects: readonly Subject[], asking: People): Promise<Subject[]> {
  return sift(subjects, ['member'], asking)
}

/** Those of them whom a call can reach: nobody who has left or belongs elsewhere, and no group of nobody else. */
export async function reachable(subjects: readonly Subject[], asking: People): Promise<Subject[]> {
  return sift(subjects, ['member', 'guest'], asking)
}

/** Who is not known to be none of these. */
async function sift(subjects: readonly Subject[], kinds: readonly Kind[], asking: People): Promise<Subject[]> {
  const slack = askSlack(asking)
  const isAble = async (user: string): Promise<Answer> => {
    const kind = await slack.kindOf(user)
    return kind === 'unknown' ? kind : kinds.includes(kind) ? 'yes' : 'no'
  }
  const looked = await Promise.all(subjects.map((subject) => lookAt(subject, { isAble, slack, enough: 1 })))
  return looked.filter(({ answer }) => answer !== 'no').map(({ subject }) => subject)
}

/** Who can change who approves: admins of everything, and of its account where roles decide. */
export async function mendersOf({ spec, approvers }: Approvable, asking: Asking): Promise<Subject[]> {
  const { items } = await asking.store.grants.list()
  const isFor = ({ account }: Grant) => account === undefined || (approvers === undefined && account === spec.account)
  const given = items.filter((grant) => grant.role === 'admin' && isFor(grant)).map(subjectIn)
  const first = await askSlack(asking).firstAdmins()
  const all = new Map([...first, ...given].map((subject) => [subject.id, subject]))
  return reachable([...all.values()], asking)
}

/** Whether its card names others than the policy does now. Pure. */
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
/** `able`: the people who certainly can, themselves or as members; `isUnsure`: there may be more. */
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

/** As few of a large group as are needed. */
const membersAtOnce = 5

function worthNaming(looked: readonly LookedAt[], requestedBy: string): Subject[] {
  const named = (wanted: Answer) => looked.filter(({ answer }) => answer === wanted).map(({ subject }) => subject)
  return [...named('yes'), ...named('unknown')].filter(({ id }) => id !== requestedBy)
}

type Kind = PersonKind | 'unknown'
type SlackAsked = ReturnType<typeof askSlack>

/** Most questions about people, and about groups, for one look: Slack allows some 20 about groups a minute. */
const mostPeople = 40
const mostGroups = 15

/** Each once, and not too many; what Slack does not say, or was not asked any more, is unknown. */
function askSlack({ kindOf, membersOf, firstAdmins }: People) {
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
