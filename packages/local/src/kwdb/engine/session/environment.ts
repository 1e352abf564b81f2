import type { Catalog } from '../../catalog/catalog.ts'
import { maySee, requirePrivilege } from '../../catalog/privilege.ts'
import type { QueryEnvironment } from '../query/context.ts'
import type { PrintOptions } from '../query/print-value.ts'
import type { SessionVariables } from './variables.ts'

/** What a session gives its queries beside their text. */
interface Given
  extends Pick<QueryEnvironment, 'now' | 'parameters' | 'parameterOids' | 'answer' | 'user'> {
  readonly catalog: Catalog
  readonly variables: SessionVariables
}

/** What a query of a session may depend on. */
export function queryEnvironment({ variables, ...given }: Given): QueryEnvironment {
  const { catalog, user } = given
  return {
    ...given,
    database: variables.database,
    zone: variables.zone,
    variable: name => variables.get(name),
    checkRead: table => requirePrivilege({ catalog, user }, table, 'SELECT'),
    maySee: table => maySee({ catalog, user }, table),
  }
}

/** How a session wants its values printed. */
export function printOptions(variables: SessionVariables): PrintOptions {
  return {
    zone: variables.zone,
    extraFloatDigits: Number(variables.get('extra_float_digits')),
    byteaOutput: variables.get('bytea_output'),
  }
}
