export { httpWriteRoutes } from './http-routes.ts'
export { PointWriter } from './writer.ts'
