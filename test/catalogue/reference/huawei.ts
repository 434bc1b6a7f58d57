import { omsRows } from './oms.ts'
import type { ReferenceRow } from './row.ts'
import { s3mRows } from './s3m.ts'
import { trfRows } from './trf.ts'

/** Every code of Huawei's OMS API reference, once. */
export const huaweiRows: readonly ReferenceRow[] = [...trfRows, ...omsRows, ...s3mRows]
