export { httpWriteRoutes } from './http-routes.ts'
export { SchemalessSocket } from './schemaless-socket.ts'
export { PointWriter } from './writer.ts'
