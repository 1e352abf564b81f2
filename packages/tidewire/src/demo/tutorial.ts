/** The connector of the sink tutorial, as `examples/tdengine-sink/sink-demo.properties`. */
export const sinkProperties = `name=TDengineSinkConnector
connector.class=com.taosdata.kafka.connect.sink.TDengineSinkConnector
tasks.max=1
topics=meters
connection.url=jdbc:TAOS://127.0.0.1:6030
connection.user=root
connection.password=taosdata
connection.database=power
db.schemaless=line
data.precision=ns
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
`

/** The lines of the sink tutorial, as `examples/tdengine-sink/test-data.txt`. */
export const testData = `meters,location=California.LoSangeles,groupid=2 current=11.8,voltage=221,phase=0.28 1648432611249000000
meters,location=California.LoSangeles,groupid=2 current=13.4,voltage=223,phase=0.29 1648432611250000000
meters,location=California.LoSangeles,groupid=3 current=10.8,voltage=223,phase=0.29 1648432611249000000
meters,location=California.LoSangeles,groupid=3 current=11.3,voltage=221,phase=0.35 1648432611250000000
`

/** The port of taosAdapter that a native JDBC URL means. */
const usualAdapterPort = 6041

/** The connector's file for a TDengine whose adapter listens on this port: unchanged where it is the usual one. */
export function sinkPropertiesFor(adapterPort: number): string {
  return adapterPort === usualAdapterPort
    ? sinkProperties
    : `${sinkProperties}connection.adapter.port=${adapterPort}\n`
}
