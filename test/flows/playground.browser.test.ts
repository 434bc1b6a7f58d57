import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, devices, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { patienceMs } from '../happenings.ts'
import { openBrowser } from '../playground/page/open-browser.ts'
import { until } from './until.ts'

const main = new URL('../../playground/main.ts', import.meta.url).pathname
/** Compiled code, so that the next start takes half the time. */
const compiledCode = new URL('../../node_modules/.cache/playground', import.meta.url).pathname

/** The first steps of a newcomer: `npm run playground`, in a browser and on a phone. */
describe('the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-playground-'))
  let playground: ChildProcess
  let url: string
  let browser: Browser | undefined

  beforeAll(async () => {
    const options = ['--disable-warning=ExperimentalWarning', main, '--port', '0']
    const env = { ...process.env, NODE_COMPILE_CACHE: compiledCode }
    playground = spawn(process.execPath, options, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    playground.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    url = await until(
      'the address',
      () => /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0],
      () => printed,
    )
    // A pause takes the simulated cloud some seconds, and nobody needs to wait for that here.
    await fetch(`${url}/control/clouds/scene/speed/10`, { method: 'POST' })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    const ended = once(playground, 'exit')
    playground.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    rmSync(folder, { recursive: true })
  })

  const pauses = async (page: Page, id: string, route: string) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (line) => complaints.push(line.text()))
    await page.goto(`${url}#/C0MOVES`)
    const composer = page.getByPlaceholder('Message #data-moves')
    await composer.fill(`/migrate status ${id}…`)
    await composer.press('Enter')
    // Live cards of the same migration may appear below it at any moment.
    const card = page.locator('.message[data-ephemeral]').filter({ hasText: route })
    await card.waitFor()
    await card.getByText('Running').waitFor()
    await card.getByRole('button', { name: 'Pause' }).click()
    await card.getByText('Paused').waitFor()
    await card.getByRole('button', { name: 'Start' }).waitFor()
    expect(complaints).toEqual([])
  }

  const openPage = async (options: BrowserContextOptions): Promise<Page> => {
    if (browser === undefined) throw new Error('There is no browser')
    const page = await browser.newPage(options)
    page.setDefaultTimeout(patienceMs)
    return page
  }

  const focused = (page: Page) => page.evaluate('document.activeElement.innerText')

  test('shows a card for a typed command, and pressing Pause pauses the migration', async () => {
    const page = await openPage({ viewport: { width: 1280, height: 800 } })
    await pauses(page, '1912', 'shop-photos → photo-archive')
    await page.close()
  })

  test('works on a phone, where nothing is wider than the screen', async () => {
    const page = await openPage({ ...devices['iPhone 13'] })
    await pauses(page, '2206', 'app-logs → log-lake')
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    await page.close()
  })

  test('works with the keyboard alone: a form opens from an answer, is filled in and closed, and the focus returns', async () => {
    const page = await openPage({ viewport: { width: 1280, height: 800 } })
    // Nothing is watched in this channel, so no other message appears in between.
    await page.goto(`${url}#/C0GENERAL`)
    await page.getByPlaceholder('Message #general').waitFor()
    await page.keyboard.type('/migrate keys')
    await page.keyboard.press('Enter')
    const add = page.getByRole('button', { name: 'Add a key' })
    await add.waitFor()
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('Add a key')
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog')
    await form.waitFor()
    await page.keyboard.type('typed')
    expect(await form.getByRole('textbox').first().inputValue()).toBe('typed')
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Add a key')
    await page.close()
  })

  test('has the shortcut for a new migration in the composer’s menu, and the focus returns when the form closes', async () => {
    const page = await openPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${url}#/C0GENERAL`)
    await page.getByRole('button', { name: 'Shortcuts' }).press('Enter')
    await page.getByRole('menuitem', { name: 'New migration' }).press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe('Shortcuts')
    await page.close()
  })

  test('accepts the command with which Ferry tells people to invite it', async () => {
    const page = await openPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${url}#/C0GENERAL`)
    const composer = page.getByPlaceholder('Message #general')
    // Slack does not say when Ferry has been invited, and Ferry does not hear earlier mentions.
    const invited = page.waitForResponse('**/control/command')
    await composer.fill('/invite @Ferry')
    await composer.press('Enter')
    await invited
    await composer.fill('@Ferry help')
    await composer.press('Enter')
    await page.getByRole('log').getByText('/migrate status').first().waitFor()
    await page.close()
  })

  test('lets a newcomer without a role look, and says which role each action needs and who has it', async () => {
    const page = await openPage({ ...devices['iPhone 13'] })
    await page.addInitScript("sessionStorage.setItem('ferry.user', 'U0NEW')")
    await page.goto(`${url}#/C0GENERAL`)
    const composer = page.getByPlaceholder('Message #general')
    await composer.fill('/migrate roles')
    await composer.press('Enter')
    await page.getByText('@leads').waitFor()
    expect(await page.getByRole('button', { name: 'Remove role' }).count()).toBe(0)
    await composer.fill('/migrate pause 2107…')
    await composer.press('Enter')
    await page.getByText('You need the operator role; you are a viewer.').waitFor()
    await page.close()
  })
})
