/**
 * Retakes the README's pictures of failures told together, of a board, and of a card that is not followed any more:
 * `node docs/pictures/take-together.ts`.
 */
import type { Page } from 'playwright-core'
import { openStudio, shoot, type } from './studio.ts'

const viewport = { width: 390, height: 780 }
/** Heights for what is longer than the screen of a phone, so that no line is cut at the top. */
const heights = { board: 1280, thread: 1100, unfollowed: 860 }
const teams = ['shop', 'blog', 'press', 'design', 'field', 'legal', 'sales', 'labs']

const { browser, url, close } = await openStudio()
try {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 2 })
  page.setDefaultTimeout(90_000)
  await page.addInitScript(() => {
    sessionStorage.setItem('ferry.user', 'U0ONCALL')
    localStorage.setItem('ferry.tries', 'away')
  })
  await page.goto(`${url}#/C0MOVES`)
  await failTogether(page)
  await followMany(page)
  await unfollow(page)
} finally {
  await close()
}

async function failTogether(page: Page): Promise<void> {
  const ids = await addTasks(14, 400_000_000_000_000, [
    'invoice-vault',
    'cctv-archive',
    'invoice-vault',
    'orders-vault',
  ])
  await watchAll(page, ids)
  await failAll(ids.slice(0, 8))
  await page.getByText('8 migrations failed for the same reason').last().waitFor()
  await page.waitForTimeout(4000)
  await page
    .getByRole('button', { name: /Retry all/ })
    .last()
    .scrollIntoViewIfNeeded()
  await shoot(page, 'group', 'together')
  await page
    .getByText(/\d repl(y|ies)/)
    .last()
    .click()
  await page.setViewportSize({ ...viewport, height: heights.thread })
  await page.waitForTimeout(1500)
  await shoot(page, 'group-thread', 'together')
  await page.setViewportSize(viewport)
  await page.goto(`${url}#/C0MOVES`)
  await page.reload()
  await failAll(ids.slice(8))
  await page
    .getByText(/migrations have failed now/)
    .last()
    .waitFor()
  await page.waitForTimeout(4000)
  await shoot(page, 'group-grown', 'together')
  await page.goto(`${url}#/C0MOVES`)
  await page.reload()
}

async function failAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) await control(`tasks/${id}/fail`, { code: 'TRF.0055' })
}

async function followMany(page: Page): Promise<void> {
  await watchAll(page, await addTasks(24, 500_000_000_000_000))
  await page.waitForTimeout(8000)
  // Slack forgets the private answers, which would stand above the board.
  await page.reload()
  await page.setViewportSize({ ...viewport, height: heights.board })
  const board = page.getByText(/^\d+ migrations$/).last()
  await board.waitFor()
  await board.evaluate((title) => title.closest('article, li')?.scrollIntoView({ block: 'end' }))
  await shoot(page, 'board', 'together')
  await page.setViewportSize(viewport)
}

async function unfollow(page: Page): Promise<void> {
  const [id = ''] = await addTasks(1, 600_000_000_000_000)
  await page.goto(`${url}#/C0STORAGE`)
  await type(page, `/migrate watch ${id}`)
  await page.getByText(id).last().waitFor()
  await page.waitForTimeout(3000)
  await type(page, `/migrate unwatch ${id}`)
  await page.getByText('Not followed here any more').last().waitFor()
  await page.setViewportSize({ ...viewport, height: heights.unfollowed })
  await shoot(page, 'unfollowed', 'together')
}

/** Adds running tasks to the simulated cloud, and returns their ids. Each team has a bucket unless others are given. */
async function addTasks(count: number, firstId: number, destinations: readonly string[] = []): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index += 1) {
    const team = teams[index % teams.length] ?? ''
    const seed = {
      id: String(firstId + index * 7_310_000_000_000),
      sourceBucket: `${team}-${index < teams.length ? 'photos' : index < 2 * teams.length ? 'logs' : 'video'}`,
      destinationBucket: destinations[index % destinations.length] ?? `${team}-archive`,
      cloudType: 'AWS',
      sourceRegion: 'us-east-1',
      bytes: 900_000_000_000,
      objects: 40_000 + index * 3_700,
      bytesPerSecond: 90_000_000 + index * 2_000_000,
      fractionDone: 0.1 + ((index * 13) % 80) / 100,
    }
    await control('tasks', seed)
    ids.push(seed.id)
  }
  return ids
}

async function control(path: string, body: object): Promise<void> {
  await fetch(`${url}/control/clouds/huawei/${path}`, { method: 'POST', body: JSON.stringify(body) })
}

async function watchAll(page: Page, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await type(page, `/migrate watch prod-hw/${id}`)
    await page.getByText(`Watching prod-hw/${id}`).or(page.getByText(id)).last().waitFor()
  }
  await page.waitForTimeout(ids.length * 1100)
}
