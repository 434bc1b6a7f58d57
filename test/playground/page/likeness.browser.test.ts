import type { Locator, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Block } from '../../../playground/slack/protocol.ts'
import type { FakeSlack } from './fake-slack.ts'
import { sampleWorkObject } from './sample-state.ts'
import { usePages } from './use-pages.ts'

const phone = { width: 390, height: 844 }

/** The page must not make an app's messages look better than Slack does. */
describe("the page's likeness to Slack", () => {
  const pages = usePages()
  let slack: FakeSlack
  let page: Page

  beforeEach(async () => {
    slack = pages.slack
    page = await pages.open({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
  })

  const show = async (...blocks: Block[]): Promise<Locator> => {
    const [first] = slack.state.messages
    if (first === undefined) throw new Error('There is no message')
    slack.state.messages = [{ ...first, user: 'U0FERRY', text: 'Shown', blocks }]
    await page.goto(slack.url)
    const body = page.locator('.message-body')
    await body.waitFor()
    return body
  }
  const style = (place: Locator, property: string): Promise<string> =>
    place.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  const section = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text } })
  const button = (text: string, more = {}) => ({
    type: 'button',
    action_id: text,
    text: { type: 'plain_text', text },
    ...more,
  })
  const actions = (...elements: object[]): Block => ({ type: 'actions', elements })
  const isCut = (place: Locator) => place.evaluate((element) => element.scrollWidth > element.clientWidth)

  test('block characters in code marks are characters in a code box', async () => {
    const body = await show(section('*56 %*\n`▓▓▓▓▓░░░░`'))
    const code = body.locator('code')
    expect(await code.innerText()).toBe('▓▓▓▓▓░░░░')
    expect(await code.locator('*').count()).toBe(0)
    expect(await style(code, 'border-top-width')).toBe('1px')
    expect(await style(code, 'background-color')).toBe('rgba(29, 28, 29, 0.04)')
    expect(await style(code, 'color')).toBe('rgb(192, 19, 67)')
    expect(await style(code, 'font-size')).toBe('12px')
  })

  test('block characters outside of code marks, in code blocks and in tables are characters, too', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text })
    const body = await show(
      section('■■■□□ ▓▓▓▓░░░░\n```▓▓▓▓░░░░```'),
      { type: 'table', rows: [[cell('Share')], [cell('▓▓▓▓░░░░')]] },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: '████░' }] }],
      },
    )
    expect(await body.locator('.lines, pre, td').evaluateAll((parts) => parts.map((part) => part.innerHTML))).toEqual([
      '■■■□□ ▓▓▓▓░░░░',
      '▓▓▓▓░░░░',
      '▓▓▓▓░░░░',
      '████░',
    ])
  })

  test('text has the same widths as in Slack', async () => {
    const body = await show(section('shop-photos → photo-archive'), {
      type: 'header',
      text: { type: 'plain_text', text: 'Head' },
    })
    expect(await style(body, 'font-family')).toMatch(/^Lato/)
    expect(await style(body, 'font-size')).toBe('15px')
    await page.evaluate('document.fonts.ready')
    expect(
      await page.evaluate(
        `[...document.fonts].filter(({ status }) => status === 'loaded').map(({ weight }) => weight).sort()`,
      ),
    ).toEqual(expect.arrayContaining(['400', '900']))
    expect(await style(body.locator('.header'), 'font-size')).toBe('18px')
  })

  test('an emoji has the height of its line', async () => {
    const body = await show(section(':arrow_forward: Running'))
    expect((await body.locator('.emoji').boundingBox())?.width).toBeCloseTo(22, 1)
  })

  test('an emoji is a picture with its name, whether it is named or typed, with or without its variation selector', async () => {
    const body = await show(section(':white_check_mark: done ⚠ and ⚠️, :one: ▶ 1 © → ■'))
    const pictures = body.locator('img.emoji')
    expect(await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('alt')))).toEqual([
      'white check mark',
      '⚠',
      '⚠️',
      'one',
      '▶',
    ])
    const widths = () => pictures.evaluateAll((all) => all.map((one) => 'naturalWidth' in one && one.naturalWidth))
    await expect.poll(widths).not.toContain(0)
    expect(await body.innerText()).toContain('1 © → ■')
  })

  test('a button is 28 px high, a long label is cut, and a link has no icon', async () => {
    const long = 'Restart with the keys that are kept for it'
    const body = await show(actions(button('Open', { url: 'https://example.test' }), button(long)))
    const open = body.getByRole('button', { name: 'Open' })
    expect(await open.boundingBox()).toMatchObject({ width: 80, height: 28 })
    expect(await open.innerText()).toBe('Open')
    expect(await isCut(body.getByRole('button', { name: long }).locator('.button-label'))).toBe(true)
  })

  test('a select beside buttons has their height', async () => {
    const select = {
      type: 'static_select',
      action_id: 'more',
      options: [],
      placeholder: { type: 'plain_text', text: 'More' },
    }
    const heights = async (body: Locator) => [
      (await body.getByRole('button').boundingBox())?.height,
      (await body.locator('.combobox .input').boundingBox())?.height,
    ]
    expect(await heights(await show(actions(button('Open'), select)))).toEqual([28, 28])
    await page.setViewportSize(phone)
    expect(await heights(await show(actions(button('Open'), select)))).toEqual([36, 36])
  })

  test('on a phone, three buttons fill a row', async () => {
    await page.setViewportSize(phone)
    const body = await show(actions(...['A', 'B', 'C', 'D'].map((label) => button(label))))
    const tops = await body.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
    expect(tops.map((top) => top === tops[0])).toEqual([true, true, true, false])
  })

  test('a message with blocks is never marked as edited, and a text message is', async () => {
    const [first] = slack.state.messages
    if (first === undefined) throw new Error('There is no message')
    const edited = { ...first, edited_at: first.ts }
    slack.state.messages = [
      { ...edited, text: 'Rewritten' },
      { ...edited, ts: `${Number(first.ts) + 1}`, blocks: [section('Drawn anew')] },
    ]
    await page.goto(slack.url)
    await page.getByText('Drawn anew').waitFor()
    expect(await page.locator('.message:has(.edited)').allInnerTexts()).toEqual([expect.stringContaining('Rewritten')])
  })

  test('a message for one person has a line that says so, and no color of its own', async () => {
    const [first] = slack.state.messages
    if (first === undefined) throw new Error('There is no message')
    slack.state.messages = [first]
    await page.goto(slack.url)
    // Once the page has read what there is: private answers from before it was opened are not shown.
    await page.locator('.message').waitFor()
    slack.state.messages = [
      first,
      { ...first, ts: `${Number(first.ts) + 1}.000000`, user: 'U0FERRY', only_for: 'U0ENGINEER' },
    ]
    slack.changed()
    await page.getByText('Only visible to you').waitFor()
    expect(await style(page.locator('.message').last(), 'background-color')).toBe('rgba(0, 0, 0, 0)')
  })

  test('a chart is a drawing with a legend, and a table of all figures for screen readers', async () => {
    const series = (name: string, value: number) => ({ name, data: [{ label: 'Mon', value }] })
    const axis_config = { categories: ['Mon'], x_label: 'Day', y_label: 'GB' }
    const bars = { type: 'bar', series: [series('Copied', 12), series('Failed', 3)], axis_config }
    const segments = [
      { label: 'Copied', value: 30 },
      { label: 'Failed', value: 10 },
    ]
    const body = await show(
      { type: 'data_visualization', title: 'Per day', chart: bars },
      { type: 'data_visualization', title: 'In all', chart: { type: 'pie', segments } },
    )
    const rows = (name: string) => body.getByRole('table', { name }).getByRole('row').allInnerTexts()
    const cells = async (name: string) => (await rows(name)).map((row) => row.split('\t'))
    expect(await cells('Per day, bar chart')).toEqual([
      ['Day', 'Copied, GB', 'Failed, GB'],
      ['Mon', '12', '3'],
    ])
    expect(await cells('In all, pie chart')).toEqual([
      ['Slice', 'Value', 'Share'],
      ['Copied', '30', '75 %'],
      ['Failed', '10', '25 %'],
    ])
    const heights = await body
      .locator('rect')
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute('height'))))
    expect(heights[0]).toBeCloseTo(4 * (heights[1] ?? 0))
    expect(await body.locator('path.chart-series').count()).toBe(2)
  })

  test('a Work Object has a tag in each of the five colors, in the message and in its pane', async () => {
    const [first] = slack.state.messages
    if (first === undefined) throw new Error('There is no message')
    const entity = sampleWorkObject()
    slack.state.messages = [{ ...first, unfurls: [{ id: 1, url: 'https://example.test', entity, blocks: [] }] }]
    slack.state.pane = { url: 'https://example.test', channel: first.channel, message_ts: first.ts, entity, blocks: [] }
    await page.goto(slack.url)
    const colors = (place: Locator) =>
      place.locator('.tag').evaluateAll((tags) => tags.map((tag) => getComputedStyle(tag).backgroundColor))
    const pane = page.getByRole('complementary', { name: 'Details' })
    await pane.getByText('A red one').waitFor()
    const inPane = await colors(pane)
    expect([new Set(inPane).size, inPane.includes('rgba(0, 0, 0, 0)')]).toEqual([5, false])
    expect(await colors(page.locator('.work-object'))).toEqual(inPane)
  })

  test.each(['Wed 22:0', 'Wednesday, 25 Nov '])('a chart shows its words whole, such as %s', async (word) => {
    await page.setViewportSize(phone)
    const categories = [...Array(12).keys()].map((index) => `${word}${index}`)
    const data = categories.map((label, index) => ({ label, value: 1_234_567_890 * (index + 1) }))
    const axis_config = { categories, x_label: 'Time (UTC)', y_label: 'Migrations' }
    const body = await show({
      type: 'data_visualization',
      title: 'What ended when',
      chart: { type: 'bar', series: [{ name: 'Succeeded', data }], axis_config },
    })
    const cutWords = await body.locator('svg').evaluate((plot) => {
      const { left, right } = plot.getBoundingClientRect()
      const words = [...plot.querySelectorAll('text')].map((text) => ({ text, box: text.getBoundingClientRect() }))
      return words.filter(({ box }) => box.left < left - 1 || box.right > right + 1).map(({ text }) => text.textContent)
    })
    expect(cutWords).toEqual([])
    const scale = await body.locator('svg').evaluate((plot) => plot.getBoundingClientRect().width)
    expect(await body.locator('svg').getAttribute('viewBox'), 'words keep their size').toBe(`0 0 ${scale} 226`)
  })
})
