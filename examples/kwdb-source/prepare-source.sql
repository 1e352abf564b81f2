CREATE TS DATABASE benchmark;
CREATE USER IF NOT EXISTS test;
GRANT ALL ON DATABASE benchmark TO test;
CREATE TABLE benchmark.cpu_kaiwudb_tb (
  k_timestamp TIMESTAMPTZ(3) NOT NULL,
  usage_user INT8,
  usage_system INT8,
  usage_idle INT8,
  usage_nice INT8,
  usage_iowait INT8,
  usage_irq INT8,
  usage_softirq INT8,
  usage_steal INT8,
  usage_guest INT8,
  usage_guest_nice INT8
) TAGS (
  id INT8 NOT NULL,
  hostname VARCHAR(254) NOT NULL,
  region VARCHAR(254) NOT NULL,
  datacenter VARCHAR(254) NOT NULL,
  rack VARCHAR(254),
  os VARCHAR(254),
  arch VARCHAR(254),
  team VARCHAR(254),
  service VARCHAR(254),
  service_version VARCHAR(254),
  service_environment VARCHAR(254)
) PRIMARY TAGS (id);
