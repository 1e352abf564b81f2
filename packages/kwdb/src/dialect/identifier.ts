/** A name in double quotes, which keeps its case and makes reserved words names (KWDB SQL: identifiers). */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A table with its database and schema, all quoted: time-series tables stand in schema `public`. */
export function qualifiedName(database: string, table: string): string {
  return `${quoteName(database)}."public".${quoteName(table)}`
}
