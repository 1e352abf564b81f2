import { describe, expect, it } from 'vitest'
import { TDengineCdcParams, TDengineConfigParams } from './parameters.ts'

/** Names and keys as programs for the Flink connector use them. */
describe('the constants of the Flink connector', () => {
  it('have their keys: sources and sinks', () => {
    expect(TDengineConfigParams).toMatchObject({
      TD_JDBC_URL: 'url',
      PROPERTY_KEY_USER: 'user',
      PROPERTY_KEY_PASSWORD: 'password',
      PROPERTY_KEY_HOST: 'host',
      PROPERTY_KEY_PORT: 'port',
      PROPERTY_KEY_DBNAME: 'dbname',
      PROPERTY_KEY_TIME_ZONE: 'timezone',
      PROPERTY_KEY_CHARSET: 'charset',
      PROPERTY_KEY_LOCALE: 'locale',
      PROPERTY_KEY_MESSAGE_WAIT_TIMEOUT: 'messageWaitTimeout',
      HTTP_CONNECT_TIMEOUT: 'httpConnectTimeout',
      PROPERTY_KEY_USE_SSL: 'useSSL',
      PROPERTY_KEY_DISABLE_SSL_CERT_VALIDATION: 'disableSSLCertValidation',
      PROPERTY_KEY_ENABLE_COMPRESSION: 'enableCompression',
      PROPERTY_KEY_ENABLE_AUTO_RECONNECT: 'enableAutoReconnect',
      PROPERTY_KEY_RECONNECT_INTERVAL_MS: 'reconnectIntervalMs',
      PROPERTY_KEY_RECONNECT_RETRY_COUNT: 'reconnectRetryCount',
      VALUE_DESERIALIZER: 'value.deserializer',
      TD_BATCH_MODE: 'td.batch.mode',
      TD_BATCH_SIZE: 'batch.size',
      TD_SUPERTABLE_NAME: 'super_table_name',
      TD_TABLE_NAME: 'table_name',
      TD_SOURCE_TYPE: 'td.source.type',
      TD_STMT2_VERSION: 'stmt2.version',
    })
  })

  it('have their keys: subscriptions', () => {
    expect(TDengineCdcParams).toMatchObject({
      BOOTSTRAP_SERVERS: 'bootstrap.servers',
      CONNECT_URL: 'url',
      CONNECT_IP: 'td.connect.ip',
      CONNECT_PORT: 'td.connect.port',
      CONNECT_USER: 'td.connect.user',
      CONNECT_PASS: 'td.connect.pass',
      CONNECT_TYPE: 'td.connect.type',
      GROUP_ID: 'group.id',
      CLIENT_ID: 'client.id',
      AUTO_OFFSET_RESET: 'auto.offset.reset',
      ENABLE_AUTO_COMMIT: 'enable.auto.commit',
      AUTO_COMMIT_INTERVAL_MS: 'auto.commit.interval.ms',
      POLL_INTERVAL_MS: 'poll.interval_ms',
      MSG_WITH_TABLE_NAME: 'msg.with.table.name',
      VALUE_DESERIALIZER: 'value.deserializer',
      VALUE_DESERIALIZER_ENCODING: 'value.deserializer.encoding',
      TMQ_BATCH_MODE: 'td.batch.mode',
      TMQ_SESSION_TIMEOUT_MS: 'session.timeout.ms',
      TMQ_MAX_POLL_INTERVAL_MS: 'max.poll.interval.ms',
    })
  })
})
