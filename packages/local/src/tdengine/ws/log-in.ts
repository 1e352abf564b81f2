import { engineError } from '../engine/error-code.ts'
import { checkLogin } from '../http/auth.ts'
import type { ServerContext } from '../server-context.ts'
import type { Arguments } from './json-frame.ts'

/** Checks the arguments of `conn`: user, password and database, which must exist when it is named. */
export function logIn(
  { engine }: ServerContext,
  args: Arguments,
): { readonly user: string; readonly database: string | undefined } {
  const user = args.string('user')
  const refused = checkLogin(engine.catalog, { user, password: args.string('password') })
  if (refused !== undefined) throw refused
  const database = args.string('db')
  if (database === '') return { user, database: undefined }
  if (engine.database(database) === undefined) throw engineError('DB_NOT_EXIST')
  return { user, database }
}
