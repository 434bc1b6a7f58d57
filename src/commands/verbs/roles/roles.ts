import {
  bestRoleOf,
  type Grant,
  grantKey,
  groupsIn,
  isAmong,
  isRole,
  type Role,
  roleOf,
  roles,
  type Subject,
} from '../../../access/roles.ts'
import { AppError } from '../../../errors/errors.ts'
import { everyAccount, roleForm, roleGiven, rolePage, roleTaken } from '../../../views/access/roles.ts'
import { accountNotFound } from '../../find/accounts.ts'
import { isPolite, meansMe } from '../../find/words.ts'
import { isWorthOffering, rightsNow } from '../../machine/authorise.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { pageIn } from '../../machine/page.ts'
import { subjectIn, withPeople } from '../../machine/plain-names.ts'
import { refuseRest } from '../../machine/rest.ts'
import { suggestGroups } from '../../user-groups.ts'
import { effectOf } from './effect.ts'

/** The `roles` command. Its export has another name because `roles` is the list of roles. */
export const rolesCommand: Command = {
  verb: 'roles',
  aliases: ['role', 'rights', 'permissions'],
  needs: ({ words }) => (isLooking(words) ? 'viewer' : 'admin'),
  concernsAll: ({ words: [, who, ...about] }) => who !== undefined && about.every((word) => isRole(word.toLowerCase())),
  takes: ({ words: [what = 'list'] }) => ({ most: isLooking([what]) ? 1 : 'any' }),
  usage: 'roles [me | give | take] [@person or @group] [role] [account]',
  summary: 'Who can do what',
  examples: [
    'roles',
    'roles me',
    'roles give @oncall operator',
    'roles give @oncall approver prod-hw',
    'roles take @oncall',
  ],
  notes: [
    'Viewers can look, operators can act, approvers can approve new migrations, and admins can connect accounts and give roles.',
    'Members are viewers until you give them another role. The person who installed Ferry is always an admin.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && words.length === 1 && isGiving(words[0]),
  suggest: (_, { typed }, tools) => suggestGroups(typed, tools),
  async run(invocation, tools) {
    const [what, ...rest] = invocation.words
    if (what === undefined || isLooking(invocation.words)) return show(invocation, tools)
    if (invocation.answers !== undefined) return giveFromForm(invocation, tools)
    // A name can be anybody's tomorrow, so the person who gives a role looks at whom they give it to.
    const named = await withPeople({ verb: 'roles', words: invocation.words, isConfirmed: true }, tools)
    if (named.type === 'question') return named.reply
    if (isGiving(what)) return rest.length === 0 ? ask(invocation, tools) : give(rest, invocation, tools)
    if (/^(take|remove|revoke)$/i.test(what)) return take(rest, invocation, tools)
    throw new AppError('usage', {
      problem: `Ferry does not know \`roles ${what.slice(0, 40)}\`.`,
      usage: rolesCommand.usage,
    })
  },
}

/** Whether only a list is wanted: of all roles, or of the person's own. */
function isLooking(words: readonly string[]): boolean {
  return words.every((word) => isPolite(word) || meansMe(word) || word.toLowerCase() === 'list')
}

function isGiving(word: string | undefined): boolean {
  return /^(give|grant|add)$/i.test(word ?? '')
}

async function show(invocation: Invocation, { store, standingOf, firstAdmins: askFirst }: Tools): Promise<Reply> {
  const { origin, words } = invocation
  const page = pageIn(invocation, rolesCommand.usage)
  const { items: grants, unreadable } = await store.grants.list()
  const [standing, firstAdmins] = await Promise.all([standingOf(origin.user, { groups: groupsIn(grants) }), askFirst()])
  const order = (role: Role) => roles.indexOf(role)
  const sorted = grants.toSorted((a, b) => order(b.role) - order(a.role))
  const isMine = words.some(meansMe)
  const message = rolePage({
    own: roleOf(standing, grants),
    best: bestRoleOf(standing, grants),
    isGuest: standing.isGuest,
    isMine,
    grants: isMine ? sorted.filter((grant) => isAmong([grant], standing)) : sorted,
    page,
    unreadable: unreadable.length,
    firstAdmins,
  })
  return { type: 'message', message }
}

/**
 * Opens the form with the accounts that the person is an admin of, since a role for another one would be refused after
 * the form was filled in.
 */
async function ask({ origin }: Invocation, tools: Tools): Promise<Reply> {
  const { channel } = origin
  const { items } = await tools.store.accounts.list()
  const now = rightsNow(tools)
  const isAdminOf = (account: object) => isWorthOffering({ origin, needs: 'admin', ...account }, now)
  const worth = await Promise.all(items.map(({ name: account }) => isAdminOf({ account })))
  const accounts = items.filter((_, index) => worth[index]).map(({ name }) => name)
  const where = channel === undefined ? {} : { channel }
  return { type: 'form', modal: roleForm({ accounts, isForAll: await isAdminOf({}), ...where }) }
}

async function give(words: readonly string[], invocation: Invocation, tools: Tools): Promise<Reply> {
  const wanted = readOrder(words)
  await assertConnected(wanted, tools)
  if (wanted.role === undefined) {
    throw new AppError('usage', { problem: `Which role? One of ${roles.join(', ')}.`, usage: rolesCommand.usage })
  }
  return { type: 'message', message: await save({ ...wanted, role: wanted.role }, invocation, tools) }
}

async function giveFromForm(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { person, group, role = '', account } = invocation.answers ?? {}
  const given = group === undefined ? undefined : subjectIn(`<!subteam^${group.trim().toUpperCase()}>`)
  if ((person === undefined) === (group === undefined)) {
    return { type: 'form problems', problems: { group: 'Choose either a person or a user group.' } }
  }
  if (group !== undefined && given === undefined) {
    return {
      type: 'form problems',
      problems: { group: 'Slack shows Ferry no user groups. Type it instead: /migrate roles give @group operator' },
    }
  }
  const subject: Subject = given ?? { type: 'user', id: person ?? '' }
  if (!isRole(role)) return { type: 'form problems', problems: { role: 'Choose a role.' } }
  const about = account === undefined || account === everyAccount ? {} : { account }
  await assertConnected({ ...about, role }, tools)
  return { type: 'message', message: await save({ ...subject, ...about, role }, invocation, tools) }
}

type Order = Subject & { role?: Role; account?: string }

async function save(order: Order & { role: Role }, { origin }: Invocation, tools: Tools) {
  const { type, id, role, account } = order
  const about = account === undefined ? {} : { account }
  const grant: Grant = { type, id, role, ...about, grantedBy: origin.user, grantedAt: tools.clock.now() }
  const run = () => tools.store.grants.set(grantKey(grant), grant)
  await enact(
    { origin, needs: 'admin', verb: 'roles give', subject: id, ...about, detail: detailOf(grant), run },
    tools,
  )
  return roleGiven(grant, await effectOf(grant, tools))
}

async function take(words: readonly string[], { origin }: Invocation, tools: Tools): Promise<Reply> {
  const { store } = tools
  const order = readOrder(words)
  const grant = await store.grants.get(grantKey(order))
  if (grant === undefined) {
    await assertConnected(order, tools)
    throw new AppError('grant_not_found', { user: order.id, account: order.account })
  }
  const { id: subject, account } = grant
  const about = account === undefined ? {} : { account }
  const run = () => store.grants.delete(grantKey(grant))
  await enact({ origin, needs: 'admin', verb: 'roles take', subject, ...about, detail: detailOf(grant), run }, tools)
  return { type: 'message', message: roleTaken(grant) }
}

function detailOf({ role, account }: Grant): string {
  return account === undefined ? role : `${role} for ${account}`
}

/** Reads the person or group first, then a role and an account in either order. */
function readOrder([who = '', ...rest]: readonly string[]): Order {
  const subject = subjectIn(who)
  if (subject === undefined) {
    const problem = `\`${who.slice(0, 40)}\` is not a person or user group. Choose one from the list that Slack shows after @.`
    throw new AppError('usage', { problem, usage: rolesCommand.usage })
  }
  const order: Order = { ...subject }
  for (const word of rest.map((each) => each.toLowerCase())) {
    if (isRole(word) && order.role === undefined) order.role = word
    else if (order.account === undefined) order.account = word
    else refuseRest([word], rolesCommand)
  }
  return order
}

/**
 * Throws if a role is to be given for an account that does not exist. Roles for an account that is gone can still be
 * taken away.
 */
async function assertConnected({ account, role }: Pick<Order, 'account' | 'role'>, { store }: Pick<Tools, 'store'>) {
  const { items } = await store.accounts.list()
  if (account === undefined || items.some(({ name }) => name === account)) return
  if (role !== undefined) throw accountNotFound(account, items)
  const problem = `\`${account.slice(0, 40)}\` is not a role or an account. The roles: ${roles.join(', ')}.`
  throw new AppError('usage', { problem, usage: rolesCommand.usage })
}
