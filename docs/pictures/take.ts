/** Retakes the README's pictures: `node docs/pictures/take.ts`. */
import type { Page } from 'playwright-core'
import { openStudio, shoot, type } from './studio.ts'

const desktop = { width: 1180, height: 660 }
const phone = { width: 390, height: 780 }
/** Hides what the playground suggests, so that pictures show only Slack. */
const withoutTries = "localStorage.setItem('ferry.tries', 'away')"
/** Takes the picture on a phone as the person on call, who sees none of the engineer's private answers. */
const asOnCall = "sessionStorage.setItem('ferry.user', 'U0ONCALL')"

const { browser, url, close } = await openStudio()
try {
  const page = await browser.newPage({ viewport: desktop, deviceScaleFactor: 2, colorScheme: 'light' })
  await page.addInitScript(withoutTries)
  await page.goto(`${url}#/C0GENERAL`)
  await running(page)
  await onPhone()
  await paused(page)
  await connecting(page)
  await explained(page)
  await statistics()
} finally {
  await close()
}

async function running(page: Page): Promise<void> {
  await type(page, '/migrate status 1912…')
  await page.getByText('Only visible to you').last().waitFor()
  await shoot(page, 'running')
}

async function paused(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause' }).last().click()
  await page.getByText('Paused').last().waitFor({ timeout: 60_000 })
  await shoot(page, 'paused')
}

async function connecting(page: Page): Promise<void> {
  await type(page, '/migrate connect')
  await page.getByRole('dialog').getByText('Account name', { exact: true }).waitFor()
  await shoot(page, 'connect')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function explained(page: Page): Promise<void> {
  await page.goto(`${url}#/C0MOVES`)
  await page.getByRole('button', { name: '10×', exact: true }).click()
  await page.getByText('Failed: invoices').first().waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: '1×', exact: true }).click()
  await page.waitForTimeout(3000)
  await shoot(page, 'failed')
}

async function onPhone(): Promise<void> {
  const page = await openPhone()
  await type(page, '/migrate status 1912…')
  await page.getByText('Only visible to you').last().waitFor()
  await shoot(page, 'phone')
}

async function statistics(): Promise<void> {
  const page = await openPhone({ ...phone, height: 1000 })
  await type(page, '/migrate stats 0d14… month')
  await page.getByRole('figure', { name: 'Data copied per 2 days' }).last().waitFor()
  await shoot(page, 'statistics')
}

async function openPhone(viewport = phone): Promise<Page> {
  const page = await browser.newPage({
    viewport,
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  })
  await page.addInitScript(withoutTries)
  await page.addInitScript(asOnCall)
  await page.goto(`${url}#/C0GENERAL`)
  return page
}
