import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { patienceMs } from '../../happenings.ts'
import { type FakeSlack, startFakeSlack } from './fake-slack.ts'
import { openBrowser } from './open-browser.ts'

/** Everything that a test file needs to look at the page. */
export type Pages = {
  /** The workspace behind the page, new for each test. */
  readonly slack: FakeSlack
  /** Opens an empty tab, or takes one that a test before has left. */
  open(options?: BrowserContextOptions): Promise<Page>
}

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }

/** Contexts by their options, each with the tabs that were opened in it. */
type Opened = { context: BrowserContext; tabs: Page[] }

/**
 * Opens one server for all tests of a file, so that the page's files are loaded once, and keeps the tabs: a new window takes
 * Chromium longer than most tests. The workspace and the browser's storage are new for each test.
 */
export function usePages(): Pages {
  let browser: Browser
  let slack: FakeSlack
  const opened = new Map<string, Opened>()
  const inUse = new Set<Page>()

  beforeAll(async () => {
    browser = await openBrowser()
    slack = await startFakeSlack()
  })
  beforeEach(() => slack.reset())
  afterEach(async () => {
    for (const tab of inUse) await empty(tab, slack)
    inUse.clear()
  })
  afterAll(async () => {
    await browser.close()
    await slack.stop()
  })

  async function openIn({ context, tabs }: Opened): Promise<Page> {
    const tab = await context.newPage()
    tabs.push(tab)
    return tab
  }

  async function contextFor(options: BrowserContextOptions): Promise<Opened> {
    const key = JSON.stringify(options)
    const known = opened.get(key)
    if (known !== undefined) return known
    const context = await browser.newContext(options)
    context.setDefaultTimeout(patienceMs)
    const added = { context, tabs: [] }
    opened.set(key, added)
    return added
  }

  return {
    get slack() {
      return slack
    },
    async open(options = desktop) {
      const known = await contextFor(options)
      const tab = known.tabs.find((one) => !inUse.has(one)) ?? (await openIn(known))
      inUse.add(tab)
      // A test before may have changed these.
      await tab.emulateMedia({ colorScheme: options.colorScheme ?? 'light' })
      if (options.viewport) await tab.setViewportSize(options.viewport)
      return tab
    },
  }
}

/** Leaves nothing of a test in its tab. The tab stays at the server: for another, it would get a process of its own. */
async function empty(tab: Page, { url }: FakeSlack): Promise<void> {
  tab.removeAllListeners()
  await tab.unrouteAll()
  await tab.evaluate('localStorage.clear(); sessionStorage.clear()')
  await tab.goto(`${url}nothing`)
}
