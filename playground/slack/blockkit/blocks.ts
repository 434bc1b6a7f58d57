import { chart } from './charts.ts'
import { atLeastOne, exactlyOne } from './checks.ts'
import { anyText, anyTextObjects, id, image, imageFields, plainText, url } from './composition.ts'
import { accessories, actionsElements, buttons, contextActionsElements, inputElements } from './elements.ts'
import { violation } from './error.ts'
import { isObject } from './inspect.ts'
import { richText, richTextBlock } from './rich-text.ts'
import { boolean, type Check, integer, list, object, oneOf, string, typed } from './rule.ts'
import { dataTableChecks, dataTableFields, tableFields } from './tables.ts'

const blockId = { 'block_id?': id }
const httpsUrl = string({ max: 3000, format: { name: 'an https URL', pattern: /^https:\/\/[^\s/]\S*$/i } })
const imageElement = typed({ image })

const noDispatchOfFiles: Check = ({ element, dispatch_action: dispatches }) => {
  if (dispatches !== true || !isObject(element) || element.type !== 'file_input') return []
  const message = 'must be false for a file_input'
  return [violation({ pointer: '/dispatch_action', message, type: 'enum', expected: [false], got: true })]
}

const collapsesOnlyIfCollapsible: Check = ({ default_collapsed: isCollapsed, is_collapsible: isCollapsible }) => {
  if (isCollapsed !== true || isCollapsible === true) return []
  const message = 'needs is_collapsible'
  return [violation({ pointer: '/default_collapsed', message, type: 'enum', expected: [false], got: true })]
}

const taskFields = {
  task_id: string(),
  title: string(),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
  'details?': richText,
  'output?': richText,
  'sources?': list(typed({ url: object({ url: url(), text: string() }) }), { min: 0 }),
  ...blockId,
}

const card = object(
  {
    'hero_image?': imageElement,
    'icon?': imageElement,
    'title?': anyText(150),
    'subtitle?': anyText(150),
    'body?': anyText(200),
    'actions?': list(typed(buttons), { max: 2 }),
    ...blockId,
  },
  atLeastOne('hero_image', 'title', 'actions', 'body'),
)

/** The blocks that a container can have: no container, and no card. */
const NESTABLE = {
  actions: object({ elements: list(typed(actionsElements), { max: 25 }), ...blockId }),
  context: object({ elements: list(typed({ ...anyTextObjects(3000), image }), { max: 10 }), ...blockId }),
  divider: object(blockId),
  file: object({ external_id: string(), source: oneOf('remote'), ...blockId }),
  header: object({ text: plainText(150), 'level?': integer({ min: 1, max: 4 }), ...blockId }),
  image: object({ ...imageFields, 'title?': plainText(2000), ...blockId }, exactlyOne('image_url', 'slack_file')),
  input: object(
    {
      label: plainText(2000),
      element: typed(inputElements),
      'hint?': plainText(2000),
      'optional?': boolean,
      'dispatch_action?': boolean,
      ...blockId,
    },
    noDispatchOfFiles,
  ),
  rich_text: richTextBlock,
  section: object(
    {
      'text?': anyText(3000),
      'fields?': list(anyText(2000), { max: 10 }),
      'accessory?': typed(accessories),
      'expand?': boolean,
      ...blockId,
    },
    atLeastOne('text', 'fields'),
  ),
  table: object({ ...tableFields, ...blockId }),
  video: object({
    video_url: httpsUrl,
    thumbnail_url: url(),
    alt_text: string(),
    title: plainText(199),
    'title_url?': httpsUrl,
    'author_name?': string({ max: 49 }),
    'provider_name?': string(),
    'provider_icon_url?': url(),
    'description?': plainText(199),
    ...blockId,
  }),
}

/** https://docs.slack.dev/reference/block-kit/blocks */
const BLOCKS = {
  ...NESTABLE,
  alert: object({
    text: anyText(200),
    'level?': oneOf('default', 'info', 'warning', 'error', 'success'),
    ...blockId,
  }),
  card,
  carousel: object({ elements: list(typed({ card }), { max: 10 }), ...blockId }),
  container: object(
    {
      child_blocks: list(typed(NESTABLE), { max: 10 }),
      'title?': plainText(150),
      'rich_text_title?': richText,
      'subtitle?': anyText(150),
      'icon?': imageElement,
      'width?': oneOf('narrow', 'standard', 'wide', 'full'),
      'is_collapsible?': boolean,
      'default_collapsed?': boolean,
      'has_header_divider?': boolean,
      ...blockId,
    },
    atLeastOne('title', 'rich_text_title'),
    collapsesOnlyIfCollapsible,
  ),
  context_actions: object({ elements: list(typed(contextActionsElements), { max: 5 }), ...blockId }),
  data_table: object({ ...dataTableFields, ...blockId }, ...dataTableChecks),
  data_visualization: object({ title: string({ max: 50 }), chart, ...blockId }),
  markdown: object({ text: string({ max: 12_000 }), ...blockId }),
  // The reference leaves out the `type` of a task within a plan.
  plan: object({
    title: string(),
    'tasks?': list(object({ ...taskFields, 'type?': oneOf('task_card') }), { min: 0 }),
    ...blockId,
  }),
  task_card: object(taskFields),
}

/** Any block, whatever the surface. */
export const block = typed(BLOCKS)
