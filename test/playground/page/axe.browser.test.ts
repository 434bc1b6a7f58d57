import axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { FakeSlack } from './fake-slack.ts'
import { privateAnswer } from './sample-state.ts'
import { usePages } from './use-pages.ts'

const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

type Place = { name: string; go(page: Page, slack: FakeSlack): Promise<unknown> }

const places: readonly Place[] = [
  {
    name: 'conversation',
    async go(page, slack) {
      await page.getByText('media-archive-eu').waitFor()
      slack.state.messages.push(privateAnswer())
      slack.changed()
      await page.getByText('Only visible to you').waitFor()
    },
  },
  {
    name: 'gallery',
    async go(page, { url }) {
      await page.goto(`${url}#/C0GALLERY`)
      await page.getByText('A gallery of blocks').waitFor()
    },
  },
  {
    name: 'suggestions',
    async go(page) {
      await page.getByPlaceholder('Message #migrations').pressSequentially('/mi')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'thread',
    async go(page) {
      await page.getByText('2 replies').click()
      await page.getByPlaceholder('Reply…').waitFor()
    },
  },
  {
    name: 'home',
    async go(page, { url }) {
      await page.goto(`${url}#/home`)
      await page.getByRole('heading', { name: 'Your migrations' }).waitFor()
    },
  },
  { name: 'form', go: openForm },
  {
    name: 'form scrolled to its end',
    async go(page) {
      await openForm(page)
      const form = page.locator('.modal-body')
      await form.evaluate((body) => {
        body.scrollTop = body.scrollHeight
      })
      // A box with a hint whose label is out of sight.
      const [label, shown] = await Promise.all([
        page.getByText('Name', { exact: true }).boundingBox(),
        form.boundingBox(),
      ])
      expect(label?.y).toBeLessThan((shown?.y ?? 0) - (label?.height ?? 0))
    },
  },
  {
    name: 'form with errors',
    async go(page) {
      await openForm(page)
      await page.getByRole('button', { name: 'Request' }).click()
      await page.getByText('Please fill in this field').first().waitFor()
    },
  },
  {
    name: 'form with an open list',
    async go(page) {
      await openForm(page)
      await page.getByRole('combobox', { name: 'Provider' }).click()
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'question',
    async go(page) {
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]

const drawer: Place = {
  name: 'drawer',
  async go(page) {
    await page.getByRole('button', { name: 'Channels and people' }).click()
    await page.getByRole('button', { name: 'Acting as' }).click()
    await page.getByRole('menuitemradio').first().waitFor()
  },
}

/** Axe finds problems for people who use a screen reader, only the keyboard, or a high contrast. */
describe('axe finds nothing', () => {
  const pages = usePages()

  /** Only the colors differ in dark mode. */
  const look = async ({ go }: Place, options: BrowserContextOptions): Promise<string[]> => {
    const page = await pages.open({ ...options, colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(pages.slack.url)
    await go(page, pages.slack)
    const found = await examine(page, 'axe.run()')
    await page.emulateMedia({ colorScheme: 'dark' })
    found.push(...(await examine(page, "axe.run({ runOnly: ['color-contrast', 'link-in-text-block'] })")))
    return found
  }

  test.each(places)('on a desktop: $name', async (place) => {
    expect(await look(place, desktop)).toEqual([])
  })

  // What else a phone shows has the same parts as on a desktop.
  const ownOnPhone = [...places.filter(({ name }) => ['conversation', 'form'].includes(name)), drawer]
  test.each(ownOnPhone)('on a phone: $name', async (place) => {
    expect(await look(place, phone)).toEqual([])
  })
})

async function openForm(page: Page): Promise<void> {
  const composer = page.getByPlaceholder('Message #migrations')
  await composer.fill('/migrate create')
  await composer.press('Enter')
  await page.getByRole('dialog').waitFor()
}

/** Each violation with all places where it occurs. */
async function examine(page: Page, run: string): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>(run)
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}
