import type { CdnAuthentication } from '../provider.ts'

/** The ways in which a content delivery network checks who reads (5.5.2, authentication_type). */
export const cdnAuthentications = [
  { value: 'NONE', label: 'None: anybody can read', needsKey: false },
  // Qiniu and Kingsoft sign with the key pair of the source.
  { value: 'QINIU_PRIVATE_AUTHENTICATION', label: 'Qiniu: signed URL', needsKey: false },
  { value: 'KSYUN_PRIVATE_AUTHENTICATION', label: 'Kingsoft Cloud: signed URL', needsKey: false },
  { value: 'ALIYUN_OSS_A', label: 'Alibaba Cloud A: signed URL', needsKey: true },
  { value: 'ALIYUN_OSS_B', label: 'Alibaba Cloud B: signed header', needsKey: true },
  { value: 'ALIYUN_OSS_C', label: 'Alibaba Cloud C: temporary token', needsKey: true },
  { value: 'AZURE_SAS_TOKEN', label: 'Azure: shared access signature', needsKey: true },
  { value: 'TENCENT_COS_A', label: 'Tencent Cloud A: one signature for many uses', needsKey: true },
  { value: 'TENCENT_COS_B', label: 'Tencent Cloud B: one signature for each use', needsKey: true },
  { value: 'TENCENT_COS_C', label: 'Tencent Cloud C: signed header', needsKey: true },
  { value: 'TENCENT_COS_D', label: 'Tencent Cloud D: signed header', needsKey: true },
] as const satisfies readonly CdnAuthentication[]

/**
 * Whether a way to authenticate needs a key of its own. True for an unknown one, because ways without a key are the
 * exception.
 */
export function needsCdnKey(type: string): boolean {
  return cdnAuthentications.find(({ value }) => value === type)?.needsKey ?? true
}
