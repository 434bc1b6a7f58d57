/** Retakes the pictures of docs/requesting.md: `node docs/pictures/take-requesting.ts`. */
import type { Page } from 'playwright-core'
import { openStudio, shoot, type } from './studio.ts'

const viewport = { width: 390, height: 780 }

const { browser, url, close } = await openStudio()
try {
  const engineer = await openAs('U0ENGINEER')
  await fillIn(engineer)
  await request(engineer)
  const lead = await openAs('U0LEAD')
  await decide(lead)
  // This comes last, because Ferry reopens an unsent form at the page where it was left.
  await blocked(engineer)
} finally {
  await close()
}

async function openAs(user: string): Promise<Page> {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 2 })
  page.setDefaultTimeout(15_000)
  await page.addInitScript((me) => {
    sessionStorage.setItem('ferry.user', me)
    localStorage.setItem('ferry.tries', 'away')
  }, user)
  await page.goto(url)
  return page
}

async function fillIn(page: Page): Promise<void> {
  await type(page, '/migrate create')
  await choose(page, 'Account', /prod-hw/)
  await shoot(page, 'account', 'requesting')
  await press(page, 'Next')
  await choose(page, 'Source cloud', /AWS/)
  await choose(page, 'Source key', /photos-read/)
  await choose(page, 'Source bucket', /shop-photos/)
  await shoot(page, 'source', 'requesting')
  await press(page, 'Next')
  await choose(page, 'Destination key', /archive-write/)
  await choose(page, 'Destination bucket', /photo-archive/)
  await shoot(page, 'target', 'requesting')
  await press(page, 'Check')
  await page.getByText('the account’s region').waitFor()
  await shoot(page, 'check', 'requesting')
}

async function request(page: Page): Promise<void> {
  await page.getByText('I understand').click()
  await press(page, 'Request approval')
  await page.getByText('0 of 1 approvals').last().waitFor()
  await shoot(page, 'card', 'requesting')
}

async function decide(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).last().click()
  await page.getByRole('dialog').getByText('Decision').waitFor()
  await shoot(page, 'review', 'requesting')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Approve' }).last().click()
  await page.getByRole('button', { name: 'Approve anyway' }).click()
  await page.getByRole('button', { name: 'Approve' }).waitFor({ state: 'detached' })
  await page.waitForTimeout(4000)
  await shoot(page, 'decided', 'requesting')
}

async function blocked(page: Page): Promise<void> {
  await type(
    page,
    '/migrate create prod-hw AWS/shop-photos → no-such-bucket --source photos-read --target archive-write',
  )
  await page.getByText('✗').first().waitFor()
  await shoot(page, 'blocked', 'requesting')
  await press(page, 'Cancel')
}

/** Chooses an option in a list, then waits, because some choices make Ferry draw the form again. */
async function choose(page: Page, label: string, option: RegExp): Promise<void> {
  await dialog(page).getByLabel(label).first().click()
  await page.getByRole('option', { name: option }).first().click()
  await page.waitForTimeout(1500)
}

async function press(page: Page, name: string): Promise<void> {
  await dialog(page).getByRole('button', { name, exact: true }).click()
  await page.waitForTimeout(1500)
}

function dialog(page: Page) {
  return page.locator('dialog[open]').last()
}
