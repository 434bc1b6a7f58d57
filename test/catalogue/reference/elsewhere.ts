/** Codes that Huawei's OMS API reference leaves out, with the statuses that other sources give them. */
export const elsewhere: Readonly<Record<string, readonly number[]>> = {
  // Huawei's Chinese pages.
  'TRF.0301': [200],
  // Huawei's request signing guide.
  'APIGW.0101': [404],
  'APIGW.0201': [400, 413, 414, 494, 502, 504],
  'APIGW.0301': [401],
  'APIGW.0302': [403],
  'APIGW.0303': [401],
  'APIGW.0307': [401],
  'APIGW.0308': [429],
  // NAVER Cloud's page on gateway errors.
  'NAVER.100': [400],
  'NAVER.200': [401],
  'NAVER.210': [401],
  'NAVER.230': [403],
  'NAVER.300': [404],
  'NAVER.400': [429],
  'NAVER.410': [429],
  'NAVER.420': [429],
  'NAVER.430': [413],
  'NAVER.500': [503],
  'NAVER.510': [504],
  'NAVER.900': [500],
  // UpCloud's OpenAPI document and recorded answers.
  'UPCLOUD.INVALID_REQUEST': [400],
  'UPCLOUD.INSUFFICIENT_CREDITS': [402],
  'UPCLOUD.RESOURCE_NOT_FOUND': [404],
  'UPCLOUD.GENERAL_FAILURE': [500],
  'UPCLOUD.AUTHENTICATION_REQUIRED': [401],
  'UPCLOUD.AUTHENTICATION_FAILED': [401],
  'UPCLOUD.UNAUTHORIZED': [401],
  'UPCLOUD.FORBIDDEN': [403],
  'UPCLOUD.SERVICE_ERROR': [403],
  // UpCloud's Go client, which gives no statuses.
  'UPCLOUD.NOT_FOUND': [],
  'UPCLOUD.INTERNAL_SERVER_ERROR': [],
  'UPCLOUD.OBJECT_STORAGE_FORBIDDEN': [],
  'UPCLOUD.OBJECT_STORAGE_NOT_FOUND': [],
  'UPCLOUD.RESOURCE_ALREADY_EXISTS': [],
  'UPCLOUD.SERVICE_EXISTS': [],
  'UPCLOUD.SERVICE_NOT_FOUND': [],
  'UPCLOUD.UNABLE_TO_CANCEL': [],
  'UPCLOUD.VALIDATION_ERROR': [],
  'UPCLOUD.METHOD_NOT_ALLOWED': [],
  'UPCLOUD.DUPLICATE_RESOURCE': [],
  // Ferry's own names for answers without a code.
  ...Object.fromEntries(
    [400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 413, 414, 415, 422, 429, 431, 500, 501, 502, 503, 504].map(
      (status) => [`HTTP.${status}`, [status]],
    ),
  ),
}
