import type { Show, Statement } from './ast.ts'

const showTags: Readonly<Record<Show['what'], string>> = {
  databases: 'SHOW DATABASES',
  schemas: 'SHOW SCHEMAS',
  tables: 'SHOW TABLES',
  columns: 'SHOW COLUMNS',
  tags: 'SHOW TAGS',
  tagValues: 'SHOW TAG VALUES',
  createTable: 'SHOW CREATE',
  createDatabase: 'SHOW CREATE DATABASE',
  retentions: 'SHOW RETENTIONS',
  users: 'SHOW USERS',
  grants: 'SHOW GRANTS',
  variable: 'SHOW',
  variables: 'SHOW',
  clusterSetting: 'SHOW',
  transactionStatus: 'SHOW TRANSACTION STATUS',
}

const plainTags: Readonly<
  Partial<Record<Exclude<Statement['kind'], 'show' | 'unsupported'>, string>>
> = {
  dropDatabase: 'DROP DATABASE',
  alterDatabase: 'ALTER TS DATABASE',
  renameDatabase: 'RENAME DATABASE',
  createTable: 'CREATE TABLE',
  dropTable: 'DROP TABLE',
  truncate: 'TRUNCATE',
  insert: 'INSERT',
  update: 'UPDATE',
  delete: 'DELETE',
  select: 'SELECT',
  explain: 'EXPLAIN',
  setVariable: 'SET',
  setClusterSetting: 'SET CLUSTER SETTING',
  begin: 'BEGIN',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  savepoint: 'SAVEPOINT',
  releaseSavepoint: 'RELEASE',
  rollbackToSavepoint: 'ROLLBACK',
  prepare: 'PREPARE',
  execute: 'EXECUTE',
  discard: 'DISCARD',
  grant: 'GRANT',
  revoke: 'REVOKE',
}

/** The command tag of a statement, without counts. */
export function statementTag(statement: Statement): string {
  switch (statement.kind) {
    case 'show':
      return showTags[statement.what]
    case 'unsupported':
      return statement.construct
    case 'createDatabase':
      return statement.timeSeries ? 'CREATE TS DATABASE' : 'CREATE DATABASE'
    case 'alterTable':
      return statement.actions[0]?.kind === 'renameTable' ? 'RENAME TABLE' : 'ALTER TABLE'
    case 'comment':
      return `COMMENT ON ${statement.on.kind.toUpperCase()}`
    case 'createUser':
    case 'alterUser': {
      const verb = statement.kind === 'createUser' ? 'CREATE' : 'ALTER'
      return `${verb} ${statement.role ? 'ROLE' : 'USER'}`
    }
    case 'dropUser':
      return 'DROP USER'
    case 'deallocate':
      return statement.name === undefined ? 'DEALLOCATE ALL' : 'DEALLOCATE'
    default:
      return plainTags[statement.kind] ?? ''
  }
}
