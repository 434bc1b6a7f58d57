import { huawei } from './huawei/index.ts'
import { naver } from './naver/index.ts'
import type { Provider } from './provider.ts'
import { upcloud } from './upcloud/index.ts'

/** Every cloud that Ferry knows. No code outside this list names a cloud. */
export const providers: readonly Provider[] = [huawei, naver, upcloud]
