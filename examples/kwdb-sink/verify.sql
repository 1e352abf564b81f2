-- Switch to the target database
USE tsdb;

-- List available tables
SHOW TABLES;

-- Query the data
SELECT * FROM tsdb.ts_json_kaiwudb_tb;
