import { defined } from '../../../defined.ts'
import { questionsFor } from '../../../migrations/fields/form.ts'
import type { CreatePage } from '../../../views/create/create-page.ts'
import type { PageFacts } from '../../../views/create/page.ts'
import { kindsMadeBy, noCreateAccount } from '../../find/accounts.ts'
import type { Tools } from '../../machine/command.ts'
import { stuckAbout } from '../../requesting.ts'
import { listStates } from './lists.ts'
import { checkedIn, type Session, type ShownPage } from './session.ts'
import { canFindRegion } from './step.ts'

/** The page that a session shows, as data. Throws no_account if the person may request in no account. */
export async function pageOf(session: Session, page: ShownPage, tools: Tools): Promise<CreatePage> {
  const { draft, place } = session
  const facts = factsOf(session, page)
  const { step } = page
  if (step === 'account' || place === undefined) return accountsOf(session, facts)
  const { account, noun, form, spec, creation } = place
  if (step === 'summary') {
    const stuck = defined({ stuck: await stuckAbout(spec, draft.user, tools) })
    const checks = checkedIn(session)?.checks ?? []
    return { ...facts, step, spec, checks, takes: creation.takes, ...stuck }
  }
  const lists = await listStates(questionsFor(form, step === 'more' ? 'options' : step), place, tools)
  const found = canFindRegion(place) ? ['source.region'] : []
  const hasKeys = session.storageKeys.length > 0
  return { ...facts, step, form, lists, found, hasKeys, account: account.name, noun }
}

function accountsOf({ draft, place, accounts }: Session, facts: PageFacts): CreatePage {
  if (accounts.length === 0) throw noCreateAccount()
  const { answers } = draft
  const chosen = accounts.find(({ account }) => account.name === answers.account)
  const made = chosen === undefined ? [] : kindsMadeBy(chosen)
  return {
    ...facts,
    step: 'account',
    accounts: accounts.map(({ account, provider: { label } }) => ({ name: account.name, label })),
    kinds: made.map((kind) => ({ kind, noun: chosen?.provider.kinds[kind]?.noun ?? kind })),
    ...defined({
      account: chosen?.account.name,
      kind: place?.kind,
      gone: chosen === undefined ? answers.account : undefined,
    }),
  }
}

/** Facts of every page: its problems, the form that the person left, and where the form was opened. */
function factsOf({ draft, now, isOver, typed, origin }: Session, { problems, left, rest = [] }: ShownPage): PageFacts {
  const { id, answers, changedAt, from } = draft
  const about = { answers, at: changedAt, forMs: now - changedAt, ...(left === 'instead' && { asked: typed }) }
  const edits = from?.type === 'edit' ? from.request : undefined
  const isAnew = isOver || undefined
  return { id, problems, rest, ...defined({ left: left && about, isAnew, channel: origin.channel, edits }) }
}
