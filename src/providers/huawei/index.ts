import { defineProvider } from '../define.ts'
import { createBrowser } from './browser.ts'
import { cdnAuthentications } from './cdn.ts'
import { label } from './client/client.ts'
import { accountFields, identify, readCredentials } from './client/credentials.ts'
import { openHuawei } from './client/session.ts'
import { groups } from './kinds/groups.ts'
import { syncs } from './kinds/syncs.ts'
import { tasks } from './kinds/tasks.ts'
import { oms } from './oms.ts'
import { check, readPage, show } from './reading/index.ts'

/** Huawei Cloud Object Storage Migration Service (OMS), API v2. */
export const huawei = defineProvider({
  name: 'huawei',
  label,
  domains: ['myhuaweicloud.com', 'myhuaweicloud.eu'],
  // support.huaweicloud.com/devg-oce/zh-cn_topic_0078452994.html; for the international site, the CCE client of Huawei's SDK
  // (github.com/huaweicloud/huaweicloud-sdk-go-v3, services/cce/v3/cce_client.go).
  consoles: ['console.huaweicloud.com', 'console-intl.huaweicloud.com'],
  kinds: { task: tasks, group: groups, sync: syncs },
  lookups: ['facts', 'clouds', 'regions', 'buckets', 'bucket region', 'objects', 'prefix', 'cdn'],
  cloudsWithAppId: ['Tencent'],
  cdnAuthentications,
  acceptPrivacyStatement:
    ({ call }) =>
    (options) =>
      call(oms.UpdatePrivacyAgreementRecord, {}, options),
  // The document allows shorter task ids, but every real one has 15 digits. Groups and syncs have UUIDs.
  isWholeId: (text) => /^(\d{15}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(text),
  accountFields,
  readCredentials,
  identify,
  open: openHuawei,
  check,
  readPage,
  show,
  createBrowser,
})
