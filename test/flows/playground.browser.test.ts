import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, devices, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTool } from '../missing.ts'
import { untilWithin } from './until.ts'

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const main = new URL('../../playground/main.ts', import.meta.url).pathname

/** What a newcomer does first: `npm run playground`, in a browser and on a phone. */
describe('the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-playground-'))
  let playground: ChildProcess
  let url: string
  let browser: Browser | undefined

  beforeAll(async () => {
    const options = ['--disable-warning=ExperimentalWarning', main, '--port', '0']
    playground = spawn(process.execPath, options, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    playground.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    url = await untilWithin(20_000)(
      'the address',
      () => /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0],
      () => printed,
    )
    // Pausing takes the simulated cloud some seconds; nobody needs to wait for them here.
    await fetch(`${url}/control/clouds/scene/speed/10`, { method: 'POST' })
    const executablePath = findTool('chromium') ?? ''
    browser = await chromium.launch({ executablePath, args })
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
    const card = page.getByRole('log').locator('article, li, .message').filter({ hasText: 'as of' }).last()
    await card.getByText(route).waitFor()
    await card.getByText('Running').waitFor()
    await card.getByRole('button', { name: 'Pause' }).click()
    await card.getByText('Paused').waitFor({ timeout: 15_000 })
    await card.getByRole('button', { name: 'Start' }).waitFor()
    expect(complaints).toEqual([])
  }

  const openPage = async (options: BrowserContextOptions): Promise<Page> => {
    if (browser === undefined) throw new Error('There is no browser')
    return browser.newPage(options)
  }

  test('typed into the browser, a card comes; pressed, it pauses', async () => {
    const page = await openPage({ viewport: { width: 1280, height: 800 } })
    await pauses(page, '1912', 'shop-photos → photo-archive')
    await page.close()
  })

  test('the same on a phone, where nothing is wider than the screen', async () => {
    const page = await openPage({ ...devices['iPhone 13'] })
    await pauses(page, '2206', 'app-logs → log-lake')
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    await page.close()
  })
})
