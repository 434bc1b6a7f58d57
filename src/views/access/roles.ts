import type { KnownBlock } from '@slack/types'
import type { Grant, Role, Subject } from '../../access/roles.ts'
import { defined } from '../../defined.ts'
import { button, type Choice, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { plural } from '../words/format.ts'
import { at, code, escaped, named, notice, sentence } from '../words/text.ts'

/** Purpose of each role, in a line that fits an option. */
export const roleWords: Record<Role, string> = {
  viewer: 'can see and watch everything',
  operator: 'can act on migrations, request new ones and add storage keys',
  approver: 'can do what operators do and approve new migrations',
  admin: 'can do everything, including accounts, roles and the approval policy',
}

/** The refusal for a role that is too low, with the people who can help. */
export function notAllowed({ what, next }: { what: string; next: string }, admins: readonly Subject[]): Message {
  return {
    text: notice(what),
    blocks: [
      section(`:lock: ${sentence(what)}\n${sentence(next)}`),
      context(adminLine(admins)),
      ...choices([{ label: 'Who can do what', command: 'roles' }]),
    ],
  }
}

export type NotNamed = { act: string; named: readonly Subject[]; admins: readonly Subject[] }

/**
 * The refusal for somebody whom the approval policy does not name, with the people who may act and those who can change
 * the policy.
 */
export function notNamed(
  { what, next }: { what: string; next: string },
  { act, named: others, admins }: NotNamed,
): Message {
  const who = others.length === 0 ? 'nobody at the moment' : subjectsText(others)
  return {
    text: notice(what),
    blocks: [
      section(`:lock: Under the approval policy, these may ${named(act)}: ${who}.\n${sentence(next)}`),
      context(adminLine(admins)),
      ...choices([{ label: 'Approval policy', command: 'approvals' }]),
    ],
  }
}

/** The people who can help somebody who is not allowed to. */
export function adminLine(admins: readonly Subject[]): string {
  return admins.length === 0
    ? 'The person who installed Ferry here is an admin.'
    : `Ask ${new Intl.ListFormat('en', { type: 'disjunction', style: 'short' }).format(admins.slice(0, mostAdmins).map(subjectText))}.`
}

const mostAdmins = 5

export type RolePage = {
  /** Role of the person who looks: for every account, and the highest that they have for some account. */
  own: Role
  best: Role
  isGuest: boolean
  /** Whether only the roles of that person are shown. */
  isMine: boolean
  grants: readonly Grant[]
  page: number
  unreadable: number
  firstAdmins: readonly string[]
}

export function rolePage({ own, best, isGuest, isMine, grants, page, unreadable, firstAdmins }: RolePage): Message {
  const part = pageOf(grants, page)
  const more = best === own ? '' : ` For some accounts, it is *${best}*.`
  const given = `*${plural(grants.length, 'role')} given*${isMine ? ' to you' : ''}`
  const admins = firstAdmins.slice(0, mostAdmins).map(mention)
  const blocks: KnownBlock[] = [
    section(`Your role is *${own}*: ${roleWords[own]}.${more}`),
    ...(part.pages === 1 ? [] : [section(`${given}${pageText(part)}`)]),
    ...pageRows(part, grantRow),
    context(
      [
        isMine ? ownWords(own, grants.length) : everybodysWords(grants.length),
        ...(isGuest ? ['Guests are operators at most.'] : []),
        ...(admins.length === 0 ? [] : [`Always admin: ${admins.join(', ')}.`]),
      ].join(' '),
    ),
    ...(unreadable === 0 ? [] : [context(`:warning: ${plural(unreadable, 'stored role')} cannot be read.`)]),
    ...choices([
      ...turns(isMine ? 'roles me' : 'roles', part),
      ...(isMine ? [{ label: 'Who can do what', command: 'roles' }] : []),
      { label: 'Give a role', command: 'roles give', style: 'primary' },
    ]),
  ]
  return { text: `Your role is ${own}`, blocks }
}

function ownWords(own: Role, given: number): string {
  if (given > 0) return 'These roles were given to you, or to user groups that you are in.'
  return own === 'admin' ? 'Nobody can take this role from you.' : 'Nobody has given you a role.'
}

function everybodysWords(given: number): string {
  return given === 0
    ? 'Nobody has been given a role yet. Members can look, but nobody can act.'
    : 'Everybody else can look.'
}

function grantRow(grant: Grant): KnownBlock {
  const where = grant.account === undefined ? '' : ` for ${code(grant.account, 40)}`
  const text = `${subjectText(grant)} · *${grant.role}*${where}\ngiven by ${mention(grant.grantedBy)} ${at(grant.grantedAt)}`
  return { ...section(text), accessory: button(takeChoice(grant)) }
}

function takeChoice(grant: Grant): Choice {
  return {
    label: 'Remove role',
    command: `roles take ${typedSubject(grant)}${grant.account ? ` ${grant.account}` : ''}`,
  }
}

/** A mention as Slack writes it, which is also how a command takes it. */
export function typedSubject({ type, id }: Pick<Grant, 'type' | 'id'>): string {
  return type === 'user' ? `<@${id}>` : `<!subteam^${id}>`
}

export function subjectText({ type, id }: Pick<Grant, 'type' | 'id'>): string {
  return type === 'user' ? mention(id) : `<!subteam^${escaped(id)}>`
}

/** Names subjects: "@leads, @ann and 3 more". */
export function subjectsText(subjects: readonly Subject[], most = mostSubjects): string {
  const shown = subjects.slice(0, most).map(subjectText)
  const more = subjects.length - shown.length
  if (subjects.length === 0) return 'nobody'
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`
}

const mostSubjects = 10

/** Real effect of a role on its subject, as far as Slack tells. */
export type RoleEffect = 'whole' | 'operator at most' | 'none' | 'an app' | 'nobody there' | 'nobody able' | 'unknown'

const effectWords: Readonly<Record<Exclude<RoleEffect, 'whole'>, string>> = {
  'operator at most':
    'This has little effect: they are a guest, and guests can be operators at most. They can’t approve anything or manage Ferry.',
  none: 'This has no effect: they have left this workspace or belong to another one, so Ferry does not respond to them.',
  'an app': 'This has no effect: it is an app, and Ferry responds to people only.',
  'nobody there': 'This has no effect yet: this user group is empty or does not exist.',
  'nobody able':
    'This has little effect: everybody in this user group is a guest, has left, or belongs to another workspace.',
  unknown: 'Slack did not tell Ferry who they are, so Ferry could not check whether this has any effect.',
}

export function roleGiven(grant: Grant, effect: RoleEffect): Message {
  const where = grant.account === undefined ? '' : ` for ${code(grant.account, 40)}`
  return {
    text: `Role given: ${grant.role}`,
    blocks: [
      section(`:white_check_mark: ${subjectText(grant)} is now *${grant.role}*${where}: ${roleWords[grant.role]}.`),
      ...(effect === 'whole' ? [] : [section(`:warning: ${effectWords[effect]}`)]),
      ...choices([
        { label: 'All roles', command: 'roles' },
        { ...takeChoice(grant), label: 'Undo' },
      ]),
    ],
  }
}

export function roleTaken(grant: Grant): Message {
  const where = grant.account === undefined ? '' : ` ${grant.account}`
  return {
    text: 'Role removed',
    blocks: [
      section(`${subjectText(grant)} is no longer *${grant.role}*${where === '' ? '' : ` for ${code(where, 40)}`}.`),
      ...choices([
        { label: 'All roles', command: 'roles' },
        { label: 'Undo', command: `roles give ${typedSubject(grant)} ${grant.role}${where}` },
      ]),
    ],
  }
}

export type RoleForm = {
  accounts: readonly string[]
  /** Whether the person may give a role for all accounts at once. */
  isForAll: boolean
  channel?: string
}

export function roleForm({ accounts, isForAll, channel }: RoleForm): Modal {
  const everywhere = isForAll ? [{ value: everyAccount, label: 'All accounts' }] : []
  const offered = [...everywhere, ...accounts.map((name) => ({ value: name, label: name }))]
  const [first] = offered
  return formModal({
    title: 'Give a role',
    submit: 'Give',
    memo: { command: 'roles give', ...defined({ channel }) },
    blocks: [
      question({ name: 'person', label: 'Person', isOptional: true, isPerson: true }),
      question({
        name: 'group',
        label: 'or user group',
        placeholder: 'Type a part of the name',
        isOptional: true,
        isSuggested: true,
      }),
      question({ name: 'role', label: 'Role', choices: roleChoices, initial: 'operator' }),
      question({
        name: 'account',
        label: 'For',
        choices: offered,
        ...(first === undefined ? {} : { initial: first.value }),
      }),
    ],
  })
}

/** The choice of all accounts. No account can have this name. */
export const everyAccount = '*'

const roleChoices = (['viewer', 'operator', 'approver', 'admin'] as const).map((role) => ({
  value: role,
  label: `${role}: ${roleWords[role]}`,
}))

function mention(id: string): string {
  return `<@${escaped(id)}>`
}
