import type { KnownBlock } from '@slack/types'
import { context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { memoOf, problemBlocks, titleOf } from './page.ts'

export type AccountPage = {
  /** Id of the draft. */
  id: string
  /** Accounts in which a migration can be created. */
  accounts: readonly { name: string; label: string }[]
  account?: string
  /** Kinds of migrations that the chosen account can create. */
  kinds: readonly { kind: string; noun: string }[]
  kind?: string
  problems: readonly string[]
  /** Further notes at the top. */
  notes: readonly string[]
  channel?: string
  /** Id of the request that the draft changes, if any. */
  edits?: string
}

/** The page that asks for the account and the kind of migration. */
export function accountPage(page: AccountPage): Modal {
  const { accounts, account, kinds, kind, problems, notes } = page
  return formModal({
    title: titleOf(page, 'account'),
    submit: 'Next',
    memo: memoOf(page, 'account'),
    blocks: [
      ...problemBlocks(problems),
      ...notes.map(context),
      section('Ferry checks everything that could go wrong, then requests approval. Nothing moves before that.'),
      question({
        name: 'account',
        label: 'Account',
        choices: accounts.map(({ name, label }) => ({ value: name, label: `${name} · ${label}` })),
        redraws: true,
        ...(account === undefined ? {} : { initial: account }),
      }),
      ...kindQuestion(kinds, kind),
    ],
  })
}

function kindQuestion(kinds: AccountPage['kinds'], chosen: string | undefined): KnownBlock[] {
  if (kinds.length < 2) return []
  const choices = kinds.map(({ kind, noun }) => ({
    value: kind,
    label: `${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}`,
  }))
  return [
    question({
      name: 'kind',
      label: 'Type of migration',
      choices,
      ...(chosen === undefined ? {} : { initial: chosen }),
    }),
  ]
}
