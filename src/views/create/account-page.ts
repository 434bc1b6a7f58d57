import type { KnownBlock } from '@slack/types'
import { section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { code } from '../words/text.ts'
import { anewOf, firstBlocks, memoOf, type PageFacts, titleOf } from './page.ts'

export type AccountPage = PageFacts & {
  /** Accounts in which a migration can be created. */
  accounts: readonly { name: string; label: string }[]
  account?: string
  /** The account that was chosen and cannot be used any more. */
  gone?: string
  /** Kinds of migrations that the chosen account can create. */
  kinds: readonly { kind: string; noun: string }[]
  kind?: string
}

/** The page that asks for the account and the kind of migration. */
export function accountPage(page: AccountPage): Modal {
  const { accounts, account, gone, kinds, kind } = page
  const problems = gone === undefined ? page.problems : [goneText(gone), ...page.problems]
  return formModal({
    title: titleOf(page, 'account'),
    submit: 'Next',
    memo: memoOf(page, 'account'),
    ...anewOf(page),
    blocks: [
      ...firstBlocks({ ...page, problems }),
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

function goneText(account: string): string {
  return `${code(account, 40)} is no longer an account you can use. Choose another one: your other answers are kept.`
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
