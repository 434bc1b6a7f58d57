import type { Modal } from '../blocks/message.ts'
import { type AccountPage, accountPage } from './account-page.ts'
import { type Page, stepPage } from './page.ts'
import { type Summary, summaryPage } from './summary.ts'

/** One page of the form for a new migration, as data. */
export type CreatePage = ({ step: 'account' } & AccountPage) | Page | ({ step: 'summary' } & Summary)

/** Draws a page of the form for a new migration. */
export function createPage(page: CreatePage): Modal {
  if (page.step === 'account') return accountPage(page)
  return page.step === 'summary' ? summaryPage(page) : stepPage(page)
}
