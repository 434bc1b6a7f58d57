import fc from 'fast-check'
import { expect, test } from 'vitest'
import { problemsOf } from '../../playground/slack/links/entity.ts'
import { providers } from '../../src/providers/index.ts'
import { linkDetails, linkPreview } from '../../src/views/link/work-object.ts'
import { hostile, moment } from './hostile.ts'
import { anyMigration } from './migrations.ts'

const anyLinked = fc.record(
  {
    migration: anyMigration,
    provider: fc.constantFrom(...providers),
    trouble: fc.record({ what: hostile, next: hostile, since: moment }),
    stalledSince: moment,
  },
  { requiredKeys: ['migration', 'provider'] },
)
const url = 'https://console.huaweicloud.com/oms/?id=1'

test('a Work Object is one that Slack takes, whatever the cloud sent', () => {
  fc.assert(
    fc.property(anyLinked, (linked) => {
      const { entity } = linkPreview(linked, url)
      const details = linkDetails(linked, { url, ref: { id: 'a/1', type: 'x' } })
      for (const one of [entity, details]) expect(problemsOf(JSON.parse(JSON.stringify(one)), '')).toEqual([])
      expect(details.external_ref).toEqual({ id: 'a/1', type: 'x' })
      expect(entity.app_unfurl_url).toBe(url)
    }),
  )
})

test('shows a hostile name as plain text, without control characters', () => {
  fc.assert(
    fc.property(anyLinked, (linked) => {
      const { attributes } = linkPreview(linked, url).entity.entity_payload
      expect(attributes.title.text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    }),
  )
})
