SET TIME ZONE 'UTC'
SET extra_float_digits = 3
SHOW kwdb_version
SHOW DATABASES
SHOW COLUMNS FROM "tsdb"."public"."a-b1"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a-b1" ("comma," TIMESTAMPTZ(3) NOT NULL, "@at" TIMESTAMP(3), "{brace}" VARCHAR(64), "apo'strophe" FLOAT8) TAGS ("group" NCHAR(100) NOT NULL, "e" CHAR(100), "~" FLOAT4) PRIMARY TAGS ("group")
SHOW TAGS FROM "tsdb"."public"."a-b1"
INSERT INTO "tsdb"."public"."a-b1" ("comma,", "group", "@at", "{brace}", "apo'strophe", "e", "~") VALUES (1698716586855,e'line1\r\nline2',1694890425788,e'tab\tand\rreturn',599.905422,'',880.416),(1695765019171,'''; SELECT 1; ''',1695086193836,null,null,e'tab\tand\rreturn',35.5)
ALTER TABLE "tsdb"."public"."a-b1" ALTER COLUMN "{brace}" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."a-b1" ALTER TAG "~" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."a-b1" ADD TAG "tags" NCHAR(100)
INSERT INTO "tsdb"."public"."a-b1" ("comma,", "group", "@at", "{brace}", "apo'strophe", "e", "~", "tags") VALUES (1699795096616,'NULL',1690711650166,'$1',-0.16,'北京',1.7976931348623157e308,'\')
ALTER TABLE "tsdb"."public"."a-b1" ALTER COLUMN "{brace}" TYPE VARCHAR(256)
ALTER TABLE "tsdb"."public"."a-b1" ADD TAG "$dollar" FLOAT8
INSERT INTO "tsdb"."public"."a-b1" ("comma,", "group", "@at", "{brace}", "apo'strophe", "e", "~", "tags", "$dollar") VALUES (1692688186609,'1.5',1698153461279,NULL,335.502128,e'\x01\x1f',-0.16,'back\slash',289.217991),(1699163221300,' leading and trailing ',NULL,'true',1E5,'it''s',96.28853,'/* */',5e-324),(1690579247357,e'line1\r\nline2',null,'tianjin',1.7976931348623157e308,' leading and trailing ',1E5,''');DROP TABLE t;--',858.790111)
SHOW COLUMNS FROM "tsdb"."public"."a-b2"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a-b2" ("per%cent" TIMESTAMPTZ(3) NOT NULL, "user" INT2, "Mixed Case" TIMESTAMPTZ(9), "a.b" TIMESTAMP(3)) TAGS ("a.b_4" NCHAR(100) NOT NULL) PRIMARY TAGS ("a.b_4")
SHOW TAGS FROM "tsdb"."public"."a-b2"
INSERT INTO "tsdb"."public"."a-b2" ("per%cent", "a.b_4", "user", "Mixed Case", "a.b") VALUES (1692082107195,'null',0,null,1695779812510),(1693271441849,'北京',0,1691755930249000000,1709222399000),(1696800761907,e'\x01\x1f',null,null,NULL)
ALTER TABLE "tsdb"."public"."a-b2" ALTER COLUMN "user" TYPE INT4
ALTER TABLE "tsdb"."public"."a-b2" ADD COLUMN IF NOT EXISTS "tag" VARCHAR(64)
INSERT INTO "tsdb"."public"."a-b2" ("per%cent", "a.b_4", "user", "Mixed Case", "a.b", "tag") VALUES (1693790153736,'\',2147483647,1697467217000337806,null,''''''),(1696798395235,'it''s',-2147483648,1691755930000000000,1694791508865,'tianjin')
ALTER TABLE "tsdb"."public"."a-b2" ALTER COLUMN "user" TYPE INT8
ALTER TABLE "tsdb"."public"."a-b2" ALTER COLUMN "tag" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."a-b2" ADD COLUMN IF NOT EXISTS "e" VARCHAR(100)
ALTER TABLE "tsdb"."public"."a-b2" ADD TAG "semi;colon" VARCHAR(100)
INSERT INTO "tsdb"."public"."a-b2" ("per%cent", "a.b_4", "user", "Mixed Case", "a.b", "tag", "e", "semi;colon") VALUES (1690755140304,'it''s',9223372036854775807,1699988539000644501,1698269395829,'\','\','e''x'''),(1694405853548,'back\slash',null,1691755930249000000,1693825210013,'北京',e'new\nline','NULL'),(1690842623105,'/* */',-9223372036854775808,1693127470000438598,NULL,e'tab\tand\rreturn',null,''');DROP TABLE t;--')
SHOW COLUMNS FROM "tsdb"."public"."!3"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."!3" ("ts" TIMESTAMPTZ(3) NOT NULL, "!" INT2, "`tick`" TIMESTAMPTZ(3), "tag" VARBYTES(64), "true" TIMESTAMP(3)) TAGS ("null" NCHAR(100) NOT NULL, "x=y" NCHAR(100), "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" INT8) PRIMARY TAGS ("null")
SHOW TAGS FROM "tsdb"."public"."!3"
INSERT INTO "tsdb"."public"."!3" ("ts", "null", "!", "`tick`", "tag", "true", "x=y", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1698675894498,'\''',19611,1699986510844,b'\x00\xff\x10',1695977169976,NULL,419042399851)
ALTER TABLE "tsdb"."public"."!3" ALTER COLUMN "!" TYPE INT4
ALTER TABLE "tsdb"."public"."!3" ADD COLUMN IF NOT EXISTS "tag_8" TIMESTAMPTZ(3)
ALTER TABLE "tsdb"."public"."!3" ADD TAG "a.b" FLOAT4
INSERT INTO "tsdb"."public"."!3" ("ts", "null", "!", "`tick`", "tag", "true", "tag_8", "x=y", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "a.b") VALUES (1693326547314,e'tab\tand\rreturn',2147483647,1697582456104,'',1691755930000,null,';',-9223372036854775808,6.14545),(1699151562704,e'tab\tand\rreturn',2147483647,1692870800224,b'\x00\xff\x10',1709222399000,null,'\',NULL,6.14545)
ALTER TABLE "tsdb"."public"."!3" ALTER COLUMN "!" TYPE INT8
ALTER TABLE "tsdb"."public"."!3" ADD COLUMN IF NOT EXISTS "1st" TIMESTAMPTZ(9)
ALTER TABLE "tsdb"."public"."!3" ALTER TAG "a.b" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."!3" ADD TAG "null_11" INT8
INSERT INTO "tsdb"."public"."!3" ("ts", "null", "!", "`tick`", "tag", "true", "tag_8", "1st", "x=y", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "a.b", "null_11") VALUES (1698448525358,'null',null,1709222399000,'',1694670308810,null,1691755930249000000,'\',9223372036854775807,1E5,260605133837)
SHOW COLUMNS FROM "tsdb"."public"."location4"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."location4" ("family" TIMESTAMPTZ(3) NOT NULL, "Mixed Case" INT2, "group" FLOAT8, "a.b" NVARCHAR(100), "$dollar" BOOL, "b" TIMESTAMPTZ(3), "e" TIMESTAMPTZ(3)) TAGS ("back\slash" BOOL NOT NULL) PRIMARY TAGS ("back\slash")
SHOW TAGS FROM "tsdb"."public"."location4"
INSERT INTO "tsdb"."public"."location4" ("family", "back\slash", "Mixed Case", "group", "a.b", "$dollar", "b", "e") VALUES (1699100338382,true,32767,-0.16,'"quoted"',false,null,1695201787832)
ALTER TABLE "tsdb"."public"."location4" ALTER COLUMN "Mixed Case" TYPE INT4
ALTER TABLE "tsdb"."public"."location4" ALTER COLUMN "a.b" TYPE NVARCHAR(200)
ALTER TABLE "tsdb"."public"."location4" ADD COLUMN IF NOT EXISTS "tags" VARBYTES(254)
ALTER TABLE "tsdb"."public"."location4" ADD TAG "group_9" NCHAR(100)
INSERT INTO "tsdb"."public"."location4" ("family", "back\slash", "Mixed Case", "group", "a.b", "$dollar", "b", "e", "tags", "group_9") VALUES (1692336802799,false,NULL,1E5,'''; SELECT 1; ''',false,1690175148142,1709222399000,b'\x61\x27\x62','''''')
ALTER TABLE "tsdb"."public"."location4" ALTER COLUMN "Mixed Case" TYPE INT8
ALTER TABLE "tsdb"."public"."location4" ALTER COLUMN "a.b" TYPE NVARCHAR(400)
ALTER TABLE "tsdb"."public"."location4" ADD COLUMN IF NOT EXISTS "{brace}" BOOL
INSERT INTO "tsdb"."public"."location4" ("family", "back\slash", "Mixed Case", "group", "a.b", "$dollar", "b", "e", "tags", "{brace}", "group_9") VALUES (1690662100540,true,9223372036854775807,NULL,'--',false,1691755930249,1709222399000,b'\xe5\x8c\x97',true,'\'),(1698291863582,true,520751949865,846.170978,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',true,null,1690882945723,NULL,true,'$1'),(1692668476895,false,NULL,-0.16,null,NULL,null,null,null,true,'''''')
SHOW COLUMNS FROM "tsdb"."public"."default5"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."default5" ("semi;colon" TIMESTAMPTZ(3) NOT NULL, "index" FLOAT4) TAGS ("a-b" INT8 NOT NULL) PRIMARY TAGS ("a-b")
SHOW TAGS FROM "tsdb"."public"."default5"
INSERT INTO "tsdb"."public"."default5" ("semi;colon", "a-b", "index") VALUES (1697025166804,2535208944865431245,null),(1693902472599,-9223372036854775808,NULL)
ALTER TABLE "tsdb"."public"."default5" ALTER COLUMN "index" TYPE FLOAT8
INSERT INTO "tsdb"."public"."default5" ("semi;colon", "a-b", "index") VALUES (1692951322187,-9223372036854775808,-0.16),(1694550517333,-9223372036854775808,1.7976931348623157e308),(1699068365351,471710294252,null)
ALTER TABLE "tsdb"."public"."default5" ADD COLUMN IF NOT EXISTS "<>" BOOL
INSERT INTO "tsdb"."public"."default5" ("semi;colon", "a-b", "index", "<>") VALUES (1697064525093,9223372036854775807,NULL,null),(1691751925548,2535208944865431245,-0.16,false),(1698179381786,9223372036854775807,1E5,true)
SHOW COLUMNS FROM "tsdb"."public"."<>6"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>6" ("<>" TIMESTAMPTZ(3) NOT NULL, "table" INT4, "semi;colon" INT4, "apo'strophe" FLOAT8) TAGS ("tag" INT4 NOT NULL, "[bracket]" INT4, "x=y" VARCHAR(100) NOT NULL, "per%cent" NCHAR(100)) PRIMARY TAGS ("tag", "x=y")
SHOW TAGS FROM "tsdb"."public"."<>6"
INSERT INTO "tsdb"."public"."<>6" ("<>", "tag", "x=y", "table", "semi;colon", "apo'strophe", "[bracket]", "per%cent") VALUES (1692585186055,981685865,' leading and trailing ',761400763,2147483647,1E5,861785519,'true')
ALTER TABLE "tsdb"."public"."<>6" ALTER COLUMN "table" TYPE INT8
ALTER TABLE "tsdb"."public"."<>6" ALTER COLUMN "semi;colon" TYPE INT8
ALTER TABLE "tsdb"."public"."<>6" ADD COLUMN IF NOT EXISTS "order" NVARCHAR(254)
ALTER TABLE "tsdb"."public"."<>6" ALTER TAG "[bracket]" TYPE INT8
ALTER TABLE "tsdb"."public"."<>6" ADD TAG "back\slash" FLOAT4
INSERT INTO "tsdb"."public"."<>6" ("<>", "tag", "x=y", "table", "semi;colon", "apo'strophe", "order", "[bracket]", "per%cent", "back\slash") VALUES (1690471594253,2147483647,'"quoted"',214257341343,9223372036854775807,1E5,NULL,9223372036854775807,'back\slash',429.709),(1697699758319,2147483647,'tianjin',-9223372036854775808,801909565692,14.640667,'%s',350640396354,'''''',0),(1694709800370,371428307,'\x41',NULL,2535208944865431245,NULL,'北京',14943347079,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',35.5)
ALTER TABLE "tsdb"."public"."<>6" ALTER COLUMN "order" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."<>6" ADD COLUMN IF NOT EXISTS "x=y_10" INT4
ALTER TABLE "tsdb"."public"."<>6" ALTER TAG "back\slash" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."<>6" ADD TAG "now()" BOOL
INSERT INTO "tsdb"."public"."<>6" ("<>", "tag", "x=y", "table", "semi;colon", "apo'strophe", "order", "x=y_10", "[bracket]", "per%cent", "back\slash", "now()") VALUES (1693169907262,957249992,'null',9223372036854775807,141318704001,null,'',-2147483648,-9223372036854775808,'/* */',-0.16,NULL),(1690567085014,783592712,'1.5',388398868497,837375598493,null,'北京',NULL,588824272854,'1.5',NULL,true),(1695071954784,942780364,'\',2535208944865431245,517668788088,1.7976931348623157e308,'"quoted"',-2147483648,2535208944865431245,'😀🎉',NULL,true)
SHOW COLUMNS FROM "tsdb"."public"."^7"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."^7" ("apo'strophe" TIMESTAMPTZ(3) NOT NULL, "a-b" TIMESTAMPTZ(9), "/*comment*/" TIMESTAMP(3)) TAGS ("[bracket]" CHAR(100) NOT NULL, "family" VARCHAR(100)) PRIMARY TAGS ("[bracket]")
SHOW TAGS FROM "tsdb"."public"."^7"
INSERT INTO "tsdb"."public"."^7" ("apo'strophe", "[bracket]", "a-b", "/*comment*/", "family") VALUES (1698981471683,'it''s',1691583469000611370,1709222399000,e'tab\tand\rreturn')
ALTER TABLE "tsdb"."public"."^7" ALTER TAG "family" TYPE VARCHAR(200)
ALTER TABLE "tsdb"."public"."^7" ADD TAG "table" VARCHAR(100)
INSERT INTO "tsdb"."public"."^7" ("apo'strophe", "[bracket]", "a-b", "/*comment*/", "family", "table") VALUES (1694708041490,e'line1\r\nline2',NULL,1690597881058,NULL,';'),(1697042573133,'北京',1694734662000620073,1691472077247,'NULL','NULL')
ALTER TABLE "tsdb"."public"."^7" ADD COLUMN IF NOT EXISTS "@at" VARCHAR(64)
ALTER TABLE "tsdb"."public"."^7" ALTER TAG "family" TYPE VARCHAR(400)
ALTER TABLE "tsdb"."public"."^7" ALTER TAG "table" TYPE VARCHAR(200)
INSERT INTO "tsdb"."public"."^7" ("apo'strophe", "[bracket]", "a-b", "/*comment*/", "@at", "family", "table") VALUES (1691508223838,'\',1690809081000902261,NULL,e'new\nline','😀🎉',''');DROP TABLE t;--'),(1691661942640,'''; SELECT 1; ''',1691755930000000000,null,'it''s',e'tab\tand\rreturn',NULL),(1693943551290,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1699620344000698180,1691755930249,'''; SELECT 1; ''','e''x''','null')
SHOW COLUMNS FROM "tsdb"."public"."ts8"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."ts8" ("semi;colon" TIMESTAMPTZ(3) NOT NULL, "quote""d" INT8) TAGS ("a.b" INT2 NOT NULL, "!" FLOAT4, "quote""d_4" FLOAT4, "user" INT4) PRIMARY TAGS ("a.b")
SHOW TAGS FROM "tsdb"."public"."ts8"
INSERT INTO "tsdb"."public"."ts8" ("semi;colon", "a.b", "quote""d", "!", "quote""d_4", "user") VALUES (1697251874902,32767,2535208944865431245,3.4e38,NULL,2147483647),(1693756446124,32767,2535208944865431245,-1e-7,3.4e38,NULL),(1693608286474,-32768,2535208944865431245,6.14545,0,2147483647)
ALTER TABLE "tsdb"."public"."ts8" ADD COLUMN IF NOT EXISTS "x=y" FLOAT8
ALTER TABLE "tsdb"."public"."ts8" ALTER TAG "!" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."ts8" ALTER TAG "quote""d_4" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."ts8" ALTER TAG "user" TYPE INT8
ALTER TABLE "tsdb"."public"."ts8" ADD TAG "`tick`" FLOAT8
INSERT INTO "tsdb"."public"."ts8" ("semi;colon", "a.b", "quote""d", "x=y", "!", "quote""d_4", "user", "`tick`") VALUES (1691955886402,7778,-9223372036854775808,5e-324,5e-324,1E5,9223372036854775807,1.7976931348623157e308)
INSERT INTO "tsdb"."public"."ts8" ("semi;colon", "a.b", "quote""d", "x=y", "!", "quote""d_4", "user", "`tick`") VALUES (1690692057899,32767,null,5e-324,1E5,1E5,9223372036854775807,1.7976931348623157e308),(1699556180341,0,9223372036854775807,NULL,1E5,5e-324,2535208944865431245,NULL)
SHOW COLUMNS FROM "tsdb"."public"."per%cent9"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."per%cent9" ("b" TIMESTAMPTZ(3) NOT NULL, "null" NVARCHAR(64)) TAGS ("ts" INT2 NOT NULL, "--comment" FLOAT8, "b_4" CHAR(100)) PRIMARY TAGS ("ts")
SHOW TAGS FROM "tsdb"."public"."per%cent9"
INSERT INTO "tsdb"."public"."per%cent9" ("b", "ts", "null", "--comment", "b_4") VALUES (1698596229104,-32768,null,-0.16,NULL),(1692422095010,0,'tianjin',1.7976931348623157e308,'''; SELECT 1; ''')
ALTER TABLE "tsdb"."public"."per%cent9" ALTER COLUMN "null" TYPE NVARCHAR(128)
ALTER TABLE "tsdb"."public"."per%cent9" ADD COLUMN IF NOT EXISTS "user" NVARCHAR(100)
ALTER TABLE "tsdb"."public"."per%cent9" ADD TAG "a-b" INT8
INSERT INTO "tsdb"."public"."per%cent9" ("b", "ts", "null", "user", "--comment", "b_4", "a-b") VALUES (1693613356414,-32768,'/* */','😀🎉',5e-324,'',2535208944865431245),(1690423621050,-32768,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','1.5',5e-324,'true',166634727269),(1698236668285,32767,'NULL','NULL',5e-324,'%s',986537058372)
ALTER TABLE "tsdb"."public"."per%cent9" ALTER COLUMN "null" TYPE NVARCHAR(256)
ALTER TABLE "tsdb"."public"."per%cent9" ALTER COLUMN "user" TYPE NVARCHAR(200)
ALTER TABLE "tsdb"."public"."per%cent9" ADD COLUMN IF NOT EXISTS "&" FLOAT8
INSERT INTO "tsdb"."public"."per%cent9" ("b", "ts", "null", "user", "&", "--comment", "b_4", "a-b") VALUES (1697162258042,0,'/* */',''');DROP TABLE t;--',5e-324,NULL,'NULL',2535208944865431245),(1696552275932,0,e'new\nline',null,5e-324,-0.16,'\x41',-9223372036854775808)
SHOW COLUMNS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ("!" TIMESTAMPTZ(3) NOT NULL, "$dollar" INT2, "order" FLOAT8, "~" TIMESTAMPTZ(6), "@at" TIMESTAMPTZ(3), "default" VARBYTES(100), "quote""d" FLOAT8) TAGS ("now()" INT2 NOT NULL, "a-b" INT2 NOT NULL, "--comment" INT2 NOT NULL, "<>" INT8 NOT NULL) PRIMARY TAGS ("now()", "a-b", "--comment", "<>")
SHOW TAGS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10"
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ("!", "now()", "a-b", "--comment", "<>", "$dollar", "order", "~", "@at", "default", "quote""d") VALUES (1699343159536,0,-32768,0,-9223372036854775808,16440,5e-324,1697841092679517,null,null,-0.16),(1691050936257,32767,-32768,0,152961706975,-32768,1E5,1699821898870854,1690927836890,'',575.33871),(1693412991167,32767,0,32767,9223372036854775807,null,272.999557,1691062166452298,1709222399000,null,5e-324)
ALTER TABLE "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ALTER COLUMN "$dollar" TYPE INT4
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ("!", "now()", "a-b", "--comment", "<>", "$dollar", "order", "~", "@at", "default", "quote""d") VALUES (1698636855455,32767,-32768,0,2535208944865431245,null,-0.16,1691912809204478,null,NULL,5e-324)
ALTER TABLE "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ALTER COLUMN "$dollar" TYPE INT8
ALTER TABLE "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ADD TAG "ts" CHAR(100)
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" ("!", "now()", "a-b", "--comment", "<>", "$dollar", "order", "~", "@at", "default", "quote""d", "ts") VALUES (1690858105974,0,0,-32768,2535208944865431245,null,5e-324,1692404347854566,null,'',-0.16,'''''')
SHOW COLUMNS FROM "tsdb"."public"."x11"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."x11" ("e" TIMESTAMPTZ(3) NOT NULL, "order" NVARCHAR(254)) TAGS ("1st" NCHAR(100) NOT NULL, "^" VARBYTES(100)) PRIMARY TAGS ("1st")
SHOW TAGS FROM "tsdb"."public"."x11"
INSERT INTO "tsdb"."public"."x11" ("e", "1st", "order", "^") VALUES (1695537844228,'$1',e'line1\r\nline2',b'\xe5\x8c\x97')
ALTER TABLE "tsdb"."public"."x11" ALTER COLUMN "order" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."x11" ADD TAG "{brace}" INT8
INSERT INTO "tsdb"."public"."x11" ("e", "1st", "order", "^", "{brace}") VALUES (1694005841600,'é','%s',b'\x5c\x78\x7a\x7a',2535208944865431245),(1692222261179,'$1',e'tab\tand\rreturn',b'\x00\xff\x10',NULL)
ALTER TABLE "tsdb"."public"."x11" ALTER COLUMN "order" TYPE NVARCHAR(1016)
ALTER TABLE "tsdb"."public"."x11" ADD COLUMN IF NOT EXISTS "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" CHAR(64)
INSERT INTO "tsdb"."public"."x11" ("e", "1st", "order", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "^", "{brace}") VALUES (1694038664983,'\x41',null,'true',b'\x5c\x78\x7a\x7a',340800946112),(1693194209437,'😀🎉','it''s',NULL,b'\x00\xff\x10',NULL)
SHOW COLUMNS FROM "tsdb"."public"."user12"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."user12" ("!" TIMESTAMPTZ(3) NOT NULL, "comma," TIMESTAMPTZ(6), "semi;colon" FLOAT4, "/*comment*/" INT2, "now()" VARCHAR(254), "$dollar" FLOAT4, "$dollar_6" INT2) TAGS ("null" VARCHAR(100) NOT NULL) PRIMARY TAGS ("null")
SHOW TAGS FROM "tsdb"."public"."user12"
INSERT INTO "tsdb"."public"."user12" ("!", "null", "comma,", "semi;colon", "/*comment*/", "now()", "$dollar", "$dollar_6") VALUES (1699157414767,e'\x01\x1f',NULL,-1e-7,null,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',35.5,1165)
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "semi;colon" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "/*comment*/" TYPE INT4
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "now()" TYPE VARCHAR(508)
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "$dollar" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "$dollar_6" TYPE INT4
ALTER TABLE "tsdb"."public"."user12" ADD COLUMN IF NOT EXISTS "select" TIMESTAMPTZ(6)
INSERT INTO "tsdb"."public"."user12" ("!", "null", "comma,", "semi;colon", "/*comment*/", "now()", "$dollar", "$dollar_6", "select") VALUES (1690754429879,'"quoted"',1699070400017195,898.10592,-2147483648,';',null,2147483647,1694511613534325),(1695875745709,' leading and trailing ',1691472556020945,1.7976931348623157e308,676597550,'null',-0.16,476620432,1709222399000000),(1698177988798,'%s',1699987699866742,1E5,2147483647,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',486.395561,2147483647,null)
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "/*comment*/" TYPE INT8
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "now()" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."user12" ALTER COLUMN "$dollar_6" TYPE INT8
ALTER TABLE "tsdb"."public"."user12" ADD COLUMN IF NOT EXISTS "$dollar_9" INT4
ALTER TABLE "tsdb"."public"."user12" ADD TAG "^" INT8
INSERT INTO "tsdb"."public"."user12" ("!", "null", "comma,", "semi;colon", "/*comment*/", "now()", "$dollar", "$dollar_6", "select", "$dollar_9", "^") VALUES (1695211695014,'1.5',1691837203430379,1.7976931348623157e308,437580448109,'it''s',NULL,NULL,1709222399000000,-2147483648,9223372036854775807),(1699694038224,e'tab\tand\rreturn',1691755930000000,1.7976931348623157e308,-9223372036854775808,'null',5e-324,2535208944865431245,null,2147483647,9223372036854775807)
SHOW COLUMNS FROM "tsdb"."public"."x13"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."x13" ("&" TIMESTAMPTZ(3) NOT NULL, "e" TIMESTAMP(3)) TAGS ("group" INT4 NOT NULL, "$dollar" BOOL) PRIMARY TAGS ("group")
SHOW TAGS FROM "tsdb"."public"."x13"
INSERT INTO "tsdb"."public"."x13" ("&", "group", "e", "$dollar") VALUES (1699297848282,-2147483648,1694264673723,true)
ALTER TABLE "tsdb"."public"."x13" ADD COLUMN IF NOT EXISTS "x" INT2
INSERT INTO "tsdb"."public"."x13" ("&", "group", "e", "x", "$dollar") VALUES (1694691308204,-2147483648,1691755930249,null,false),(1695050245218,2147483647,1691755930000,2622,false)
ALTER TABLE "tsdb"."public"."x13" ALTER COLUMN "x" TYPE INT4
ALTER TABLE "tsdb"."public"."x13" ADD COLUMN IF NOT EXISTS "temp" INT4
ALTER TABLE "tsdb"."public"."x13" ADD TAG "--comment" CHAR(100)
INSERT INTO "tsdb"."public"."x13" ("&", "group", "e", "x", "temp", "$dollar", "--comment") VALUES (1692145582809,-2147483648,1709222399000,null,-2147483648,true,e'\x01\x1f'),(1694835207641,-2147483648,null,377828266,NULL,true,'😀🎉')
SHOW COLUMNS FROM "tsdb"."public"."<>14"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>14" ("temp" TIMESTAMPTZ(3) NOT NULL, "a b" NVARCHAR(254), "comma," FLOAT4, "default" FLOAT4) TAGS ("default_4" VARCHAR(100) NOT NULL, "index" FLOAT8, "x" FLOAT8) PRIMARY TAGS ("default_4")
SHOW TAGS FROM "tsdb"."public"."<>14"
INSERT INTO "tsdb"."public"."<>14" ("temp", "default_4", "a b", "comma,", "default", "index", "x") VALUES (1691750153642,'1.5',null,3.4e38,3.4e38,1.7976931348623157e308,1E5),(1698710399948,'it''s','\',null,6.14545,5e-324,297.437746)
ALTER TABLE "tsdb"."public"."<>14" ALTER COLUMN "a b" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."<>14" ALTER COLUMN "comma," TYPE FLOAT8
ALTER TABLE "tsdb"."public"."<>14" ALTER COLUMN "default" TYPE FLOAT8
INSERT INTO "tsdb"."public"."<>14" ("temp", "default_4", "a b", "comma,", "default", "index", "x") VALUES (1699426856007,'北京','$1',null,-0.16,5e-324,88.46225),(1699436761726,';','tianjin',1.7976931348623157e308,5e-324,5e-324,1.7976931348623157e308)
ALTER TABLE "tsdb"."public"."<>14" ALTER COLUMN "a b" TYPE NVARCHAR(1016)
INSERT INTO "tsdb"."public"."<>14" ("temp", "default_4", "a b", "comma,", "default", "index", "x") VALUES (1692790862315,e'\x01\x1f',NULL,371.967146,-0.16,205.600846,5e-324),(1691906021293,'\''','\x41',163.969646,5e-324,5e-324,888.575243)
SHOW COLUMNS FROM "tsdb"."public"."order15"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order15" ("/*comment*/" TIMESTAMPTZ(3) NOT NULL, "@at" VARBYTES(64), "order" FLOAT4, "value" CHAR(64), "ts" TIMESTAMPTZ(3)) TAGS ("now()" INT8 NOT NULL, "<>" INT8 NOT NULL, "{brace}" INT2, "true" INT8) PRIMARY TAGS ("now()", "<>")
SHOW TAGS FROM "tsdb"."public"."order15"
INSERT INTO "tsdb"."public"."order15" ("/*comment*/", "now()", "<>", "@at", "order", "value", "ts", "{brace}", "true") VALUES (1697341322713,9223372036854775807,-9223372036854775808,null,null,'%s',1693577248190,32767,-9223372036854775808)
ALTER TABLE "tsdb"."public"."order15" ALTER COLUMN "order" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."order15" ALTER TAG "{brace}" TYPE INT4
INSERT INTO "tsdb"."public"."order15" ("/*comment*/", "now()", "<>", "@at", "order", "value", "ts", "{brace}", "true") VALUES (1690820537683,2535208944865431245,9223372036854775807,b'\xe5\x8c\x97',1.7976931348623157e308,'é',1692101175129,497320648,-9223372036854775808),(1694679069083,9223372036854775807,495970072923,b'\x00\xff\x10',1E5,'é',1693928489056,235026616,9223372036854775807),(1696355117448,9223372036854775807,2535208944865431245,NULL,486.306682,null,null,-2147483648,-9223372036854775808)
ALTER TABLE "tsdb"."public"."order15" ADD COLUMN IF NOT EXISTS "e" INT4
ALTER TABLE "tsdb"."public"."order15" ALTER TAG "{brace}" TYPE INT8
INSERT INTO "tsdb"."public"."order15" ("/*comment*/", "now()", "<>", "@at", "order", "value", "ts", "e", "{brace}", "true") VALUES (1693588329716,319441684754,9223372036854775807,b'\x61\x27\x62',50.345671,e'line1\r\nline2',null,2147483647,9223372036854775807,446458007441),(1695325698040,92373251449,-9223372036854775808,b'\x70\x6c\x61\x69\x6e',779.888961,'NULL',1690094279340,2147483647,9223372036854775807,NULL),(1698169844358,309618450934,871508507756,b'\x70\x6c\x61\x69\x6e',-0.16,'',1696401176104,2147483647,72308689355,NULL)
SHOW COLUMNS FROM "tsdb"."public"."@at16"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."@at16" ("now()" TIMESTAMPTZ(3) NOT NULL, "order" GEOMETRY, "!" FLOAT8) TAGS ("tag" INT8 NOT NULL, "table" NCHAR(100) NOT NULL, "a b" NCHAR(100)) PRIMARY TAGS ("tag", "table")
SHOW TAGS FROM "tsdb"."public"."@at16"
INSERT INTO "tsdb"."public"."@at16" ("now()", "tag", "table", "order", "!", "a b") VALUES (1690218759294,21598072024,'\','POINT(-1.5 2e3)',null,'北京'),(1695174486505,9223372036854775807,''');DROP TABLE t;--','POINT(1 2)',NULL,'''''')
ALTER TABLE "tsdb"."public"."@at16" ADD TAG "a b_6" FLOAT8
INSERT INTO "tsdb"."public"."@at16" ("now()", "tag", "table", "order", "!", "a b", "a b_6") VALUES (1692832382324,933530382346,' leading and trailing ','POINT(-1.5 2e3)',1E5,'\x41',1E5),(1694262440091,837728274287,' leading and trailing ','POINT(1 2)',1E5,'NULL',5e-324)
ALTER TABLE "tsdb"."public"."@at16" ADD COLUMN IF NOT EXISTS "apo'strophe" FLOAT4
INSERT INTO "tsdb"."public"."@at16" ("now()", "tag", "table", "order", "!", "apo'strophe", "a b", "a b_6") VALUES (1695508034345,2535208944865431245,'''; SELECT 1; ''',null,5e-324,null,e'tab\tand\rreturn',-0.16)
SHOW COLUMNS FROM "tsdb"."public"."~17"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."~17" ("b" TIMESTAMPTZ(3) NOT NULL, "{brace}" TIMESTAMPTZ(3), "index" FLOAT8) TAGS ("index_3" BOOL NOT NULL, "family" CHAR(100)) PRIMARY TAGS ("index_3")
SHOW TAGS FROM "tsdb"."public"."~17"
INSERT INTO "tsdb"."public"."~17" ("b", "index_3", "{brace}", "index", "family") VALUES (1692371458415,true,1691755930249,null,'null'),(1690825579068,false,1699578579803,null,';')
ALTER TABLE "tsdb"."public"."~17" ADD COLUMN IF NOT EXISTS "apo'strophe" INT8
INSERT INTO "tsdb"."public"."~17" ("b", "index_3", "{brace}", "index", "apo'strophe", "family") VALUES (1699962344402,false,1692372118213,1E5,-9223372036854775808,''),(1696946043622,true,1692129797382,1E5,null,'true'),(1697179505889,true,NULL,-0.16,9223372036854775807,'/* */')
INSERT INTO "tsdb"."public"."~17" ("b", "index_3", "{brace}", "index", "apo'strophe", "family") VALUES (1693554915890,true,1691082759232,289.634986,9223372036854775807,'😀🎉'),(1698640689556,true,1693485870146,-0.16,9223372036854775807,NULL)
SHOW COLUMNS FROM "tsdb"."public"."select18"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."select18" ("b" TIMESTAMPTZ(3) NOT NULL, "quote""d" BOOL, "#hash" INT4, "tag" FLOAT4) TAGS ("index" INT4 NOT NULL) PRIMARY TAGS ("index")
SHOW TAGS FROM "tsdb"."public"."select18"
INSERT INTO "tsdb"."public"."select18" ("b", "index", "quote""d", "#hash", "tag") VALUES (1692392733780,519504121,true,463853956,686.599),(1696394464760,2147483647,null,-2147483648,6.14545)
ALTER TABLE "tsdb"."public"."select18" ALTER COLUMN "#hash" TYPE INT8
ALTER TABLE "tsdb"."public"."select18" ALTER COLUMN "tag" TYPE FLOAT8
INSERT INTO "tsdb"."public"."select18" ("b", "index", "quote""d", "#hash", "tag") VALUES (1692829557206,2147483647,null,9223372036854775807,5e-324),(1699505976810,-2147483648,true,2535208944865431245,1.7976931348623157e308),(1692542595578,2147483647,null,2535208944865431245,NULL)
ALTER TABLE "tsdb"."public"."select18" ADD COLUMN IF NOT EXISTS "group" NVARCHAR(254)
ALTER TABLE "tsdb"."public"."select18" ADD TAG "comma," NCHAR(100)
INSERT INTO "tsdb"."public"."select18" ("b", "index", "quote""d", "#hash", "tag", "group", "comma,") VALUES (1698609563618,-2147483648,true,null,725.957621,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','e''x''')
SHOW COLUMNS FROM "tsdb"."public"."order19"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order19" ("(paren)" TIMESTAMPTZ(3) NOT NULL, "$dollar" NVARCHAR(254), "(paren)_2" GEOMETRY) TAGS ("{brace}" CHAR(100) NOT NULL, "tags" FLOAT8) PRIMARY TAGS ("{brace}")
SHOW TAGS FROM "tsdb"."public"."order19"
INSERT INTO "tsdb"."public"."order19" ("(paren)", "{brace}", "$dollar", "(paren)_2", "tags") VALUES (1692667236380,';','北京','POINT(-1.5 2e3)',5e-324),(1698041578086,'''''',e'line1\r\nline2',null,5e-324)
ALTER TABLE "tsdb"."public"."order19" ALTER COLUMN "$dollar" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."order19" ADD TAG "back\slash" VARCHAR(100)
INSERT INTO "tsdb"."public"."order19" ("(paren)", "{brace}", "$dollar", "(paren)_2", "tags", "back\slash") VALUES (1698465692945,'"quoted"',null,'POINT(-1.5 2e3)',-0.16,'\x41'),(1694935518654,'😀🎉','''; SELECT 1; ''',null,NULL,'')
ALTER TABLE "tsdb"."public"."order19" ALTER COLUMN "$dollar" TYPE NVARCHAR(1016)
ALTER TABLE "tsdb"."public"."order19" ADD COLUMN IF NOT EXISTS "temp" INT4
ALTER TABLE "tsdb"."public"."order19" ALTER TAG "back\slash" TYPE VARCHAR(200)
ALTER TABLE "tsdb"."public"."order19" ADD TAG "/*comment*/" INT4
INSERT INTO "tsdb"."public"."order19" ("(paren)", "{brace}", "$dollar", "(paren)_2", "temp", "tags", "back\slash", "/*comment*/") VALUES (1697404984373,'%s','\''','LINESTRING(0 0, 1 1, 2 0)',null,5e-324,'1.5',37528115)
SHOW COLUMNS FROM "tsdb"."public"."&20"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."&20" ("1st" TIMESTAMPTZ(3) NOT NULL, "location" TIMESTAMP(3), "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" BOOL, "a b" CHAR(64), "group" NVARCHAR(254), "ts" TIMESTAMPTZ(3), "group_6" NCHAR(64)) TAGS ("a-b" CHAR(100) NOT NULL, "quote""d" FLOAT8, "order" FLOAT8) PRIMARY TAGS ("a-b")
SHOW TAGS FROM "tsdb"."public"."&20"
INSERT INTO "tsdb"."public"."&20" ("1st", "a-b", "location", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "a b", "group", "ts", "group_6", "quote""d", "order") VALUES (1695753613597,e'line1\r\nline2',1709222399000,true,'''; SELECT 1; ''','$1',1699495658280,'/* */',-0.16,1E5)
ALTER TABLE "tsdb"."public"."&20" ALTER COLUMN "group" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."&20" ADD COLUMN IF NOT EXISTS "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long__10" VARCHAR(254)
INSERT INTO "tsdb"."public"."&20" ("1st", "a-b", "location", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "a b", "group", "ts", "group_6", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long__10", "quote""d", "order") VALUES (1698088569825,'e''x''',1709222399000,true,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',''');DROP TABLE t;--',1709222399000,'back\slash',e'line1\r\nline2',1.7976931348623157e308,5e-324),(1690915988806,'NULL',1709222399000,false,'back\slash','e''x''',1694553652099,null,'\''',NULL,1E5),(1693030598970,'1.5',1709222399000,NULL,'tianjin','%s',null,'''; SELECT 1; ''','$1',-0.16,NULL)
ALTER TABLE "tsdb"."public"."&20" ALTER COLUMN "group" TYPE NVARCHAR(1016)
ALTER TABLE "tsdb"."public"."&20" ALTER COLUMN "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long__10" TYPE VARCHAR(508)
INSERT INTO "tsdb"."public"."&20" ("1st", "a-b", "location", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "a b", "group", "ts", "group_6", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long__10", "quote""d", "order") VALUES (1695776808390,'\x41',1691506545466,false,'北京','\''',null,null,e'line1\r\nline2',1.7976931348623157e308,NULL),(1690896031962,'back\slash',null,false,'back\slash','é',1691755930249,'''; SELECT 1; ''',NULL,NULL,5e-324),(1696758711681,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1709222399000,false,''');DROP TABLE t;--',NULL,NULL,'$1',NULL,1E5,-0.16)
SHOW COLUMNS FROM "tsdb"."public"."location21"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."location21" ("location" TIMESTAMPTZ(3) NOT NULL, "index" INT2, "select" NCHAR(200)) TAGS ("user" INT8 NOT NULL, "/*comment*/" VARCHAR(100) NOT NULL) PRIMARY TAGS ("user", "/*comment*/")
SHOW TAGS FROM "tsdb"."public"."location21"
INSERT INTO "tsdb"."public"."location21" ("location", "user", "/*comment*/", "index", "select") VALUES (1696652593020,9223372036854775807,'back\slash',NULL,'1.5'),(1698476927091,201662122504,'''''',-32768,'\'),(1694782569886,-9223372036854775808,''');DROP TABLE t;--',-32768,'😀🎉')
ALTER TABLE "tsdb"."public"."location21" ALTER COLUMN "index" TYPE INT4
ALTER TABLE "tsdb"."public"."location21" ADD TAG "@at" VARBYTES(100)
INSERT INTO "tsdb"."public"."location21" ("location", "user", "/*comment*/", "index", "select", "@at") VALUES (1690298980290,338215791620,'null',894233335,';',NULL),(1694783100254,-9223372036854775808,e'new\nline',693795892,'',b'\x70\x6c\x61\x69\x6e'),(1694912965594,9223372036854775807,'"quoted"',173921382,'''''',b'\x5c\x78\x7a\x7a')
ALTER TABLE "tsdb"."public"."location21" ALTER COLUMN "index" TYPE INT8
ALTER TABLE "tsdb"."public"."location21" ADD COLUMN IF NOT EXISTS "?" BOOL
ALTER TABLE "tsdb"."public"."location21" ADD TAG "order" BOOL
INSERT INTO "tsdb"."public"."location21" ("location", "user", "/*comment*/", "index", "select", "?", "@at", "order") VALUES (1696743779116,9223372036854775807,'NULL',-9223372036854775808,'null',false,b'\x00\xff\x10',false),(1696379509458,9223372036854775807,'%s',2535208944865431245,'北京',false,'',true)
SHOW COLUMNS FROM "tsdb"."public"."location22"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."location22" ("a b" TIMESTAMPTZ(3) NOT NULL, "{brace}" TIMESTAMPTZ(3), "x=y" TIMESTAMPTZ(6)) TAGS ("order" NCHAR(100) NOT NULL, "x" CHAR(100), "~" CHAR(100), "family" CHAR(100)) PRIMARY TAGS ("order")
SHOW TAGS FROM "tsdb"."public"."location22"
INSERT INTO "tsdb"."public"."location22" ("a b", "order", "{brace}", "x=y", "x", "~", "family") VALUES (1699940406820,'it''s',1698554565042,1697808377123006,e'new\nline',e'new\nline',e'line1\r\nline2'),(1690975088084,'--',1697101808052,null,'null',NULL,'back\slash'),(1690006262570,'北京',1690447977177,1690861024993445,'\''','it''s','')
INSERT INTO "tsdb"."public"."location22" ("a b", "order", "{brace}", "x=y", "x", "~", "family") VALUES (1691470364002,'%s',1695169173081,1692841079987908,';','null','''; SELECT 1; '''),(1694428907998,'"quoted"',1709222399000,1693351233405665,'back\slash',NULL,e'\x01\x1f')
INSERT INTO "tsdb"."public"."location22" ("a b", "order", "{brace}", "x=y", "x", "~", "family") VALUES (1697632965470,';',1694434634240,1696977827121120,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','tianjin',' leading and trailing '),(1694450500217,'1.5',1693442736320,1692946697396117,'1.5',';',e'line1\r\nline2')
SHOW COLUMNS FROM "tsdb"."public"."default23"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."default23" ("index" TIMESTAMPTZ(3) NOT NULL, "`tick`" VARCHAR(254)) TAGS ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" INT4 NOT NULL) PRIMARY TAGS ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_")
SHOW TAGS FROM "tsdb"."public"."default23"
INSERT INTO "tsdb"."public"."default23" ("index", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "`tick`") VALUES (1699459411912,2147483647,'true'),(1690660323754,2147483647,'back\slash')
ALTER TABLE "tsdb"."public"."default23" ALTER COLUMN "`tick`" TYPE VARCHAR(508)
ALTER TABLE "tsdb"."public"."default23" ADD COLUMN IF NOT EXISTS "group" NVARCHAR(64)
ALTER TABLE "tsdb"."public"."default23" ADD TAG "`tick`_4" CHAR(100)
INSERT INTO "tsdb"."public"."default23" ("index", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "`tick`", "group", "`tick`_4") VALUES (1695938282272,-2147483648,'''''',''');DROP TABLE t;--','\x41')
ALTER TABLE "tsdb"."public"."default23" ALTER COLUMN "`tick`" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."default23" ALTER COLUMN "group" TYPE NVARCHAR(128)
ALTER TABLE "tsdb"."public"."default23" ADD COLUMN IF NOT EXISTS "tags" VARBYTES(254)
INSERT INTO "tsdb"."public"."default23" ("index", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "`tick`", "group", "tags", "`tick`_4") VALUES (1698969869481,2147483647,'$1',null,b'\x61\x27\x62',NULL),(1697599778365,765194087,'$1',null,b'\x70\x6c\x61\x69\x6e',' leading and trailing '),(1694221858161,519963120,'😀🎉',e'line1\r\nline2',null,'--')
SHOW COLUMNS FROM "tsdb"."public"."<>24"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>24" ("|" TIMESTAMPTZ(6) NOT NULL, "comma," TIMESTAMPTZ(9), "?" TIMESTAMPTZ(3), "<>" INT8) TAGS ("ts" INT8 NOT NULL, "&" BOOL, "group" FLOAT4, "c1" INT2) PRIMARY TAGS ("ts")
SHOW TAGS FROM "tsdb"."public"."<>24"
INSERT INTO "tsdb"."public"."<>24" ("|", "ts", "comma,", "?", "<>", "&", "group", "c1") VALUES (1690469535617258,-9223372036854775808,1694528109000371563,1698488509926,2535208944865431245,false,0,0)
ALTER TABLE "tsdb"."public"."<>24" ADD COLUMN IF NOT EXISTS "$dollar" INT4
ALTER TABLE "tsdb"."public"."<>24" ALTER TAG "group" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."<>24" ALTER TAG "c1" TYPE INT4
ALTER TABLE "tsdb"."public"."<>24" ADD TAG "&_9" FLOAT4
INSERT INTO "tsdb"."public"."<>24" ("|", "ts", "comma,", "?", "<>", "$dollar", "&", "group", "c1", "&_9") VALUES (1694901939304047,2535208944865431245,1697802864000612012,1697113776106,2535208944865431245,null,NULL,NULL,814395549,35.5),(1690196658613868,270211459370,null,1699157900618,null,-2147483648,true,-0.16,340903538,3.4e38),(1694436042666137,9223372036854775807,1694730451000704380,1691755930249,2535208944865431245,null,true,-0.16,388814535,3.4e38)
ALTER TABLE "tsdb"."public"."<>24" ALTER COLUMN "$dollar" TYPE INT8
ALTER TABLE "tsdb"."public"."<>24" ADD COLUMN IF NOT EXISTS "|_10" VARCHAR(100)
ALTER TABLE "tsdb"."public"."<>24" ALTER TAG "c1" TYPE INT8
ALTER TABLE "tsdb"."public"."<>24" ALTER TAG "&_9" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."<>24" ADD TAG "index" CHAR(100)
INSERT INTO "tsdb"."public"."<>24" ("|", "ts", "comma,", "?", "<>", "$dollar", "|_10", "&", "group", "c1", "&_9", "index") VALUES (1697728715227928,2535208944865431245,1694679167000384320,1691755930249,null,NULL,'tianjin',false,NULL,719468744471,394.664291,'it''s'),(1693595263893368,2535208944865431245,1691673541000468829,1696543330898,null,2535208944865431245,'NULL',false,1E5,9223372036854775807,-0.16,'$1'),(1699072481396440,45490312622,1695424390000608626,1698126206623,916985042393,-9223372036854775808,null,false,279.317348,2535208944865431245,NULL,NULL)
SHOW COLUMNS FROM "tsdb"."public"."Mixed Case25"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."Mixed Case25" ("(paren)" TIMESTAMPTZ(6) NOT NULL, "null" VARCHAR(254), "a-b" TIMESTAMPTZ(3)) TAGS ("/*comment*/" INT4 NOT NULL, "@at" CHAR(100) NOT NULL, "1st" VARBYTES(100), "!" INT8) PRIMARY TAGS ("/*comment*/", "@at")
SHOW TAGS FROM "tsdb"."public"."Mixed Case25"
INSERT INTO "tsdb"."public"."Mixed Case25" ("(paren)", "/*comment*/", "@at", "null", "a-b", "1st", "!") VALUES (1697394394629174,-2147483648,'/* */','\x41',1691755930249,b'\x61\x27\x62',-9223372036854775808)
ALTER TABLE "tsdb"."public"."Mixed Case25" ALTER COLUMN "null" TYPE VARCHAR(508)
INSERT INTO "tsdb"."public"."Mixed Case25" ("(paren)", "/*comment*/", "@at", "null", "a-b", "1st", "!") VALUES (1692449181673393,166497025,'true',';',1695532529655,NULL,-9223372036854775808)
ALTER TABLE "tsdb"."public"."Mixed Case25" ALTER COLUMN "null" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."Mixed Case25" ADD COLUMN IF NOT EXISTS "!_7" TIMESTAMPTZ(9)
ALTER TABLE "tsdb"."public"."Mixed Case25" ADD TAG "e" VARBYTES(100)
INSERT INTO "tsdb"."public"."Mixed Case25" ("(paren)", "/*comment*/", "@at", "null", "a-b", "!_7", "1st", "!", "e") VALUES (1694788970307564,2147483647,'',e'new\nline',1691755930000,1709222399000000000,b'\x70\x6c\x61\x69\x6e',9223372036854775807,''),(1695389110074367,807165140,'tianjin','😀🎉',1691755930000,null,b'\x5c\x78\x7a\x7a',-9223372036854775808,b'\x5c\x78\x7a\x7a')
SHOW COLUMNS FROM "tsdb"."public"."order26"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order26" ("$dollar" TIMESTAMPTZ(6) NOT NULL, "tag" VARBYTES(254), "true" FLOAT4, "~" NCHAR(64), "order" TIMESTAMPTZ(9), "[bracket]" FLOAT8) TAGS ("a.b" BOOL NOT NULL, "tags" INT2, "user" BOOL) PRIMARY TAGS ("a.b")
SHOW TAGS FROM "tsdb"."public"."order26"
INSERT INTO "tsdb"."public"."order26" ("$dollar", "a.b", "tag", "true", "~", "order", "[bracket]", "tags", "user") VALUES (1694161922558606,false,null,6.14545,'''; SELECT 1; ''',1692524579000820070,251.37244,0,true),(1693962788352482,true,b'\x61\x27\x62',NULL,'NULL',null,5e-324,0,false)
ALTER TABLE "tsdb"."public"."order26" ALTER COLUMN "true" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."order26" ADD COLUMN IF NOT EXISTS "x=y" NVARCHAR(254)
ALTER TABLE "tsdb"."public"."order26" ALTER TAG "tags" TYPE INT4
INSERT INTO "tsdb"."public"."order26" ("$dollar", "a.b", "tag", "true", "~", "order", "[bracket]", "x=y", "tags", "user") VALUES (1699384685563379,true,null,5e-324,null,1691755930000000000,-0.16,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',-2147483648,false),(1690055963578361,true,b'\x61\x27\x62',1E5,e'tab\tand\rreturn',1699331719000263432,1E5,' leading and trailing ',-2147483648,true)
ALTER TABLE "tsdb"."public"."order26" ALTER COLUMN "x=y" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."order26" ALTER TAG "tags" TYPE INT8
INSERT INTO "tsdb"."public"."order26" ("$dollar", "a.b", "tag", "true", "~", "order", "[bracket]", "x=y", "tags", "user") VALUES (1691945978150400,false,b'\x00\xff\x10',1E5,'back\slash',1691755930249000000,NULL,'true',-9223372036854775808,false),(1692791695990852,false,b'\x5c\x78\x7a\x7a',5e-324,e'line1\r\nline2',1695226036000011661,489.372401,e'\x01\x1f',332496993942,NULL),(1699083062685027,false,b'\xe5\x8c\x97',1E5,'it''s',null,null,null,302143087377,false)
SHOW COLUMNS FROM "tsdb"."public"."index27"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."index27" ("a b" TIMESTAMPTZ(6) NOT NULL, "&" TIMESTAMPTZ(6), "1st" INT2) TAGS ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" VARCHAR(100) NOT NULL) PRIMARY TAGS ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_")
SHOW TAGS FROM "tsdb"."public"."index27"
INSERT INTO "tsdb"."public"."index27" ("a b", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "&", "1st") VALUES (1697303821544443,';',NULL,-32768)
ALTER TABLE "tsdb"."public"."index27" ALTER COLUMN "1st" TYPE INT4
INSERT INTO "tsdb"."public"."index27" ("a b", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "&", "1st") VALUES (1697172135129489,'''''',1693886093280582,2147483647)
ALTER TABLE "tsdb"."public"."index27" ALTER COLUMN "1st" TYPE INT8
INSERT INTO "tsdb"."public"."index27" ("a b", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "&", "1st") VALUES (1696377335636637,'$1',1694624938870898,9223372036854775807),(1698203064843144,'\''',null,NULL)
SHOW COLUMNS FROM "tsdb"."public"."location28"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."location28" ("x=y" TIMESTAMPTZ(6) NOT NULL, "now()" TIMESTAMPTZ(3)) TAGS ("~" INT4 NOT NULL, "user" VARBYTES(100), "x=y_4" CHAR(100), "1st" FLOAT8) PRIMARY TAGS ("~")
SHOW TAGS FROM "tsdb"."public"."location28"
INSERT INTO "tsdb"."public"."location28" ("x=y", "~", "now()", "user", "x=y_4", "1st") VALUES (1696269861418515,2147483647,null,b'\x5c\x78\x7a\x7a','back\slash',1.7976931348623157e308),(1698515617051873,-2147483648,1692281134820,NULL,e'tab\tand\rreturn',1E5)
ALTER TABLE "tsdb"."public"."location28" ADD COLUMN IF NOT EXISTS "Mixed Case" TIMESTAMPTZ(3)
INSERT INTO "tsdb"."public"."location28" ("x=y", "~", "now()", "Mixed Case", "user", "x=y_4", "1st") VALUES (1691120247171598,-2147483648,1698163064787,1691830677027,b'\x61\x27\x62','it''s',5e-324)
ALTER TABLE "tsdb"."public"."location28" ADD COLUMN IF NOT EXISTS "/*comment*/" BOOL
INSERT INTO "tsdb"."public"."location28" ("x=y", "~", "now()", "Mixed Case", "/*comment*/", "user", "x=y_4", "1st") VALUES (1698386597298411,979879250,null,1698788177323,true,b'\x70\x6c\x61\x69\x6e','$1',467.710948),(1694394494849270,399761809,1697407869699,null,true,b'\x00\xff\x10',e'tab\tand\rreturn',1.7976931348623157e308)
SHOW COLUMNS FROM "tsdb"."public"."order29"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order29" ("quote""d" TIMESTAMPTZ(6) NOT NULL, "value" FLOAT8, "back\slash" CHAR(254), "group" TIMESTAMPTZ(6), "?" VARBYTES(64)) TAGS ("quote""d_5" INT4 NOT NULL) PRIMARY TAGS ("quote""d_5")
SHOW TAGS FROM "tsdb"."public"."order29"
INSERT INTO "tsdb"."public"."order29" ("quote""d", "quote""d_5", "value", "back\slash", "group", "?") VALUES (1693055004334367,-2147483648,5e-324,e'new\nline',1699338914827173,b'\x70\x6c\x61\x69\x6e')
INSERT INTO "tsdb"."public"."order29" ("quote""d", "quote""d_5", "value", "back\slash", "group", "?") VALUES (1694798164766826,2147483647,208.279,e'tab\tand\rreturn',NULL,NULL)
ALTER TABLE "tsdb"."public"."order29" ADD TAG "order" INT2
INSERT INTO "tsdb"."public"."order29" ("quote""d", "quote""d_5", "value", "back\slash", "group", "?", "order") VALUES (1691172342577319,24917316,1.7976931348623157e308,'e''x''',1699697546160784,b'\x5c\x78\x7a\x7a',32767),(1698120998769181,-2147483648,5e-324,'',null,b'\x61\x27\x62',0),(1690831585651889,2147483647,1.7976931348623157e308,'\',NULL,'',NULL)
SHOW COLUMNS FROM "tsdb"."public"."x=y30"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."x=y30" ("x=y" TIMESTAMPTZ(6) NOT NULL, "?" CHAR(100)) TAGS ("?_2" INT2 NOT NULL) PRIMARY TAGS ("?_2")
SHOW TAGS FROM "tsdb"."public"."x=y30"
INSERT INTO "tsdb"."public"."x=y30" ("x=y", "?_2", "?") VALUES (1690083287662665,-32768,'%s'),(1691479404770002,0,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
ALTER TABLE "tsdb"."public"."x=y30" ADD COLUMN IF NOT EXISTS "#hash" INT2
ALTER TABLE "tsdb"."public"."x=y30" ADD TAG "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" FLOAT4
INSERT INTO "tsdb"."public"."x=y30" ("x=y", "?_2", "?", "#hash", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1699062188184506,32767,'é',0,0),(1696452435214584,32767,NULL,-32768,552.848),(1696251327315945,32767,''');DROP TABLE t;--',0,NULL)
ALTER TABLE "tsdb"."public"."x=y30" ALTER COLUMN "#hash" TYPE INT4
ALTER TABLE "tsdb"."public"."x=y30" ALTER TAG "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" TYPE FLOAT8
INSERT INTO "tsdb"."public"."x=y30" ("x=y", "?_2", "?", "#hash", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1697931718543860,32767,NULL,null,-0.16),(1699827836203565,25281,NULL,2147483647,-0.16)
SHOW COLUMNS FROM "tsdb"."public"."^31"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."^31" ("null" TIMESTAMPTZ(6) NOT NULL, "semi;colon" TIMESTAMP(6)) TAGS ("$dollar" CHAR(100) NOT NULL, "comma," NCHAR(100), "{brace}" INT4 NOT NULL) PRIMARY TAGS ("$dollar", "{brace}")
SHOW TAGS FROM "tsdb"."public"."^31"
INSERT INTO "tsdb"."public"."^31" ("null", "$dollar", "{brace}", "semi;colon", "comma,") VALUES (1692131355625475,'''; SELECT 1; ''',2147483647,null,''');DROP TABLE t;--'),(1696083372784455,'it''s',2147483647,1709222399000000,'😀🎉')
ALTER TABLE "tsdb"."public"."^31" ADD TAG "$dollar_5" CHAR(100)
INSERT INTO "tsdb"."public"."^31" ("null", "$dollar", "{brace}", "semi;colon", "comma,", "$dollar_5") VALUES (1697867628629644,'\x41',357374366,NULL,e'new\nline','it''s')
INSERT INTO "tsdb"."public"."^31" ("null", "$dollar", "{brace}", "semi;colon", "comma,", "$dollar_5") VALUES (1695610470087717,''');DROP TABLE t;--',-2147483648,1693172476913439,'\''',NULL)
SHOW COLUMNS FROM "tsdb"."public"."(paren)32"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."(paren)32" ("temp" TIMESTAMPTZ(6) NOT NULL, "e" TIMESTAMPTZ(9), "/*comment*/" TIMESTAMPTZ(3)) TAGS ("default" INT8 NOT NULL, "location" INT4, "x" FLOAT8, "(paren)" BOOL) PRIMARY TAGS ("default")
SHOW TAGS FROM "tsdb"."public"."(paren)32"
INSERT INTO "tsdb"."public"."(paren)32" ("temp", "default", "e", "/*comment*/", "location", "x", "(paren)") VALUES (1697894098701561,236910006031,1691007676000583386,1691755930249,-2147483648,5e-324,true)
ALTER TABLE "tsdb"."public"."(paren)32" ALTER TAG "location" TYPE INT8
INSERT INTO "tsdb"."public"."(paren)32" ("temp", "default", "e", "/*comment*/", "location", "x", "(paren)") VALUES (1694358576198118,2535208944865431245,null,1699431250461,2535208944865431245,1E5,false)
INSERT INTO "tsdb"."public"."(paren)32" ("temp", "default", "e", "/*comment*/", "location", "x", "(paren)") VALUES (1693284572607990,9223372036854775807,null,1698247991054,2535208944865431245,-0.16,true),(1693150387094273,2535208944865431245,1709222399000000000,1696768749508,498640569392,5e-324,true)
SHOW COLUMNS FROM "tsdb"."public"."?33"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."?33" ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" TIMESTAMPTZ(6) NOT NULL, "null" FLOAT4, "default" TIMESTAMPTZ(9), "group" FLOAT8, "table" TIMESTAMPTZ(9)) TAGS ("e" INT4 NOT NULL, "(paren)" VARBYTES(100), "group_7" VARBYTES(100)) PRIMARY TAGS ("e")
SHOW TAGS FROM "tsdb"."public"."?33"
INSERT INTO "tsdb"."public"."?33" ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "e", "null", "default", "group", "table", "(paren)", "group_7") VALUES (1698707181338620,487282948,null,NULL,null,1709222399000000000,b'\x5c\x78\x7a\x7a',b'\x5c\x78\x7a\x7a'),(1697526474676906,222585238,3.4e38,1709222399000000000,-0.16,1709222399000000000,NULL,''),(1698806857728150,-2147483648,6.14545,1691755930000000000,5e-324,NULL,b'\x00\xff\x10',b'\xe5\x8c\x97')
ALTER TABLE "tsdb"."public"."?33" ALTER COLUMN "null" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."?33" ADD TAG "select" INT2
INSERT INTO "tsdb"."public"."?33" ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "e", "null", "default", "group", "table", "(paren)", "group_7", "select") VALUES (1698363112146991,970376854,-0.16,1699108601000711946,73.745714,1694515695000119521,NULL,NULL,NULL),(1691637341766487,2147483647,5e-324,NULL,NULL,1699393199000718976,b'\x00\xff\x10',b'\xe5\x8c\x97',25578),(1694862788618899,2147483647,null,1695793042000665206,1E5,1709222399000000000,b'\x70\x6c\x61\x69\x6e','',-32768)
ALTER TABLE "tsdb"."public"."?33" ADD COLUMN IF NOT EXISTS "per%cent" TIMESTAMP(6)
ALTER TABLE "tsdb"."public"."?33" ALTER TAG "select" TYPE INT4
ALTER TABLE "tsdb"."public"."?33" ADD TAG "ts" INT8
INSERT INTO "tsdb"."public"."?33" ("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "e", "null", "default", "group", "table", "per%cent", "(paren)", "group_7", "select", "ts") VALUES (1695586882724705,-2147483648,5e-324,NULL,null,1694274315000727325,NULL,NULL,'',2147483647,2535208944865431245),(1695064605496247,2147483647,32.254081,1691755930249000000,-0.16,1696774263000308552,1709222399000000,b'\xe5\x8c\x97',NULL,2147483647,-9223372036854775808)
SHOW COLUMNS FROM "tsdb"."public"."comma,34"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."comma,34" ("e" TIMESTAMPTZ(6) NOT NULL, "true" CHAR(254), "family" INT8, "(paren)" TIMESTAMPTZ(6), "order" INT8, "temp" FLOAT4) TAGS ("a b" INT4 NOT NULL, "1st" VARCHAR(100) NOT NULL, "family_8" INT2) PRIMARY TAGS ("a b", "1st")
SHOW TAGS FROM "tsdb"."public"."comma,34"
INSERT INTO "tsdb"."public"."comma,34" ("e", "a b", "1st", "true", "family", "(paren)", "order", "temp", "family_8") VALUES (1696590978031119,-2147483648,'back\slash','true',9223372036854775807,1690287437872971,229915843345,35.5,32767),(1691140227911284,449457791,'NULL','/* */',9223372036854775807,1691755930249000,9223372036854775807,-1e-7,32767)
ALTER TABLE "tsdb"."public"."comma,34" ALTER COLUMN "temp" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."comma,34" ALTER TAG "family_8" TYPE INT4
INSERT INTO "tsdb"."public"."comma,34" ("e", "a b", "1st", "true", "family", "(paren)", "order", "temp", "family_8") VALUES (1693322212806881,782631363,'\x41','北京',28332204325,NULL,null,1.7976931348623157e308,2147483647),(1694335032169149,2147483647,'1.5','é',2535208944865431245,1691755930000000,null,NULL,2147483647),(1698849173258656,-2147483648,'$1','true',452471855795,NULL,251123032765,null,-2147483648)
ALTER TABLE "tsdb"."public"."comma,34" ALTER TAG "family_8" TYPE INT8
ALTER TABLE "tsdb"."public"."comma,34" ADD TAG "a-b" CHAR(100)
INSERT INTO "tsdb"."public"."comma,34" ("e", "a b", "1st", "true", "family", "(paren)", "order", "temp", "family_8", "a-b") VALUES (1697861692650767,-2147483648,'😀🎉','\x41',-9223372036854775808,1691755930249000,9223372036854775807,null,9223372036854775807,'e''x'''),(1698167521661181,-2147483648,''');DROP TABLE t;--',NULL,2535208944865431245,1697541706194867,2535208944865431245,1.7976931348623157e308,-9223372036854775808,'\')
SHOW COLUMNS FROM "tsdb"."public"."$dollar35"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."$dollar35" ("/*comment*/" TIMESTAMPTZ(6) NOT NULL, "e" FLOAT8, "null" TIMESTAMPTZ(6), "x" FLOAT4, "default" FLOAT8, "|" TIMESTAMPTZ(6)) TAGS ("~" INT4 NOT NULL, "1st" FLOAT4, "{brace}" INT2) PRIMARY TAGS ("~")
SHOW TAGS FROM "tsdb"."public"."$dollar35"
INSERT INTO "tsdb"."public"."$dollar35" ("/*comment*/", "~", "e", "null", "x", "default", "|", "1st", "{brace}") VALUES (1699707081285248,-2147483648,1E5,1695110007812757,NULL,1.7976931348623157e308,NULL,3.4e38,32767),(1691166304470951,2147483647,null,1692117455924308,-1e-7,1.7976931348623157e308,1691755930249000,48.904,0),(1691857635259897,-2147483648,null,1696941402076939,6.14545,-0.16,1691755930000000,35.5,32767)
ALTER TABLE "tsdb"."public"."$dollar35" ALTER COLUMN "x" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."$dollar35" ALTER TAG "1st" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."$dollar35" ALTER TAG "{brace}" TYPE INT4
ALTER TABLE "tsdb"."public"."$dollar35" ADD TAG "--comment" INT4
INSERT INTO "tsdb"."public"."$dollar35" ("/*comment*/", "~", "e", "null", "x", "default", "|", "1st", "{brace}", "--comment") VALUES (1692903466565645,2147483647,5e-324,1691755930000000,5e-324,-0.16,null,1.7976931348623157e308,634323740,2147483647),(1697695219805311,685775675,5e-324,1695477809313874,1E5,5e-324,1709222399000000,5e-324,-2147483648,390558722),(1697418080335271,-2147483648,1E5,1698642437615572,null,null,1691755930000000,1E5,390032883,-2147483648)
ALTER TABLE "tsdb"."public"."$dollar35" ADD COLUMN IF NOT EXISTS "tag" TIMESTAMPTZ(9)
ALTER TABLE "tsdb"."public"."$dollar35" ALTER TAG "{brace}" TYPE INT8
ALTER TABLE "tsdb"."public"."$dollar35" ALTER TAG "--comment" TYPE INT8
INSERT INTO "tsdb"."public"."$dollar35" ("/*comment*/", "~", "e", "null", "x", "default", "|", "tag", "1st", "{brace}", "--comment") VALUES (1695121612367853,920522375,1.7976931348623157e308,1691755930249000,1E5,-0.16,1691755930000000,1692881985000942619,1E5,-9223372036854775808,-9223372036854775808),(1693914533044741,-2147483648,-0.16,1699606282009025,5e-324,NULL,1699885272606110,1698576879000302269,1.7976931348623157e308,2535208944865431245,-9223372036854775808),(1695832188541145,867713876,664.883821,NULL,null,528.288619,1691308590457837,1691352383000912449,320.7454,9223372036854775807,460817708401)
SHOW COLUMNS FROM "tsdb"."public"."|36"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."|36" ("|" TIMESTAMPTZ(6) NOT NULL, "<>" INT2, "<>_2" INT2, "#hash" FLOAT4, "select" INT8, "{brace}" GEOMETRY) TAGS ("^" INT2 NOT NULL, "default" INT2) PRIMARY TAGS ("^")
SHOW TAGS FROM "tsdb"."public"."|36"
INSERT INTO "tsdb"."public"."|36" ("|", "^", "<>", "<>_2", "#hash", "select", "{brace}", "default") VALUES (1695747696752268,-32768,12709,null,-1e-7,9223372036854775807,null,NULL)
ALTER TABLE "tsdb"."public"."|36" ALTER COLUMN "<>" TYPE INT4
ALTER TABLE "tsdb"."public"."|36" ALTER COLUMN "<>_2" TYPE INT4
ALTER TABLE "tsdb"."public"."|36" ALTER COLUMN "#hash" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."|36" ALTER TAG "default" TYPE INT4
INSERT INTO "tsdb"."public"."|36" ("|", "^", "<>", "<>_2", "#hash", "select", "{brace}", "default") VALUES (1691377915637191,-32768,NULL,null,null,2535208944865431245,'POLYGON((0 0, 0 1, 1 1, 0 0))',249323702),(1696601952753283,32767,2147483647,686244854,1E5,null,'POINT(-1.5 2e3)',-2147483648),(1691541094338571,0,658580348,-2147483648,5e-324,-9223372036854775808,null,2147483647)
ALTER TABLE "tsdb"."public"."|36" ALTER COLUMN "<>" TYPE INT8
ALTER TABLE "tsdb"."public"."|36" ALTER COLUMN "<>_2" TYPE INT8
ALTER TABLE "tsdb"."public"."|36" ADD COLUMN IF NOT EXISTS "comma," NCHAR(200)
ALTER TABLE "tsdb"."public"."|36" ALTER TAG "default" TYPE INT8
INSERT INTO "tsdb"."public"."|36" ("|", "^", "<>", "<>_2", "#hash", "select", "{brace}", "comma,", "default") VALUES (1692815337217575,0,null,-9223372036854775808,137.011818,-9223372036854775808,null,'tianjin',2535208944865431245)
SHOW COLUMNS FROM "tsdb"."public"."tag37"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tag37" ("temp" TIMESTAMPTZ(6) NOT NULL, "x=y" TIMESTAMP(6)) TAGS ("quote""d" VARCHAR(100) NOT NULL, "value" NCHAR(100), "temp_4" VARCHAR(100) NOT NULL, "true" INT2) PRIMARY TAGS ("quote""d", "temp_4")
SHOW TAGS FROM "tsdb"."public"."tag37"
INSERT INTO "tsdb"."public"."tag37" ("temp", "quote""d", "temp_4", "x=y", "value", "true") VALUES (1697837903924918,'1.5','''; SELECT 1; ''',1690723527230581,'😀🎉',32767),(1699534416716596,'$1',''');DROP TABLE t;--',1691256468619291,NULL,29187)
ALTER TABLE "tsdb"."public"."tag37" ALTER TAG "true" TYPE INT4
ALTER TABLE "tsdb"."public"."tag37" ADD TAG "ts" BOOL
INSERT INTO "tsdb"."public"."tag37" ("temp", "quote""d", "temp_4", "x=y", "value", "true", "ts") VALUES (1695431243261069,' leading and trailing ','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1691755930249000,'"quoted"',-2147483648,false)
ALTER TABLE "tsdb"."public"."tag37" ALTER TAG "true" TYPE INT8
ALTER TABLE "tsdb"."public"."tag37" ADD TAG "e" FLOAT8
INSERT INTO "tsdb"."public"."tag37" ("temp", "quote""d", "temp_4", "x=y", "value", "true", "ts", "e") VALUES (1698753288004843,'\','\''',1690272663738493,'NULL',343989838380,false,1E5),(1694473516317414,e'line1\r\nline2','',1692277557389894,'e''x''',2535208944865431245,false,1E5),(1690761199741652,'''; SELECT 1; ''','1.5',null,'true',NULL,NULL,1E5)
SHOW COLUMNS FROM "tsdb"."public"."Mixed Case38"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."Mixed Case38" ("|" TIMESTAMPTZ(6) NOT NULL, "ts" TIMESTAMPTZ(3), "group" FLOAT8, "null" INT4, "#hash" INT8, "?" TIMESTAMPTZ(3)) TAGS ("value" INT2 NOT NULL) PRIMARY TAGS ("value")
SHOW TAGS FROM "tsdb"."public"."Mixed Case38"
INSERT INTO "tsdb"."public"."Mixed Case38" ("|", "value", "ts", "group", "null", "#hash", "?") VALUES (1693740784164609,-32768,1698180473467,null,-2147483648,2535208944865431245,1691957962974),(1691518613167989,-32768,1709222399000,1E5,null,55407732725,NULL),(1695901793477924,0,null,null,2147483647,9223372036854775807,1690024716375)
ALTER TABLE "tsdb"."public"."Mixed Case38" ALTER COLUMN "null" TYPE INT8
ALTER TABLE "tsdb"."public"."Mixed Case38" ADD COLUMN IF NOT EXISTS "(paren)" INT8
INSERT INTO "tsdb"."public"."Mixed Case38" ("|", "value", "ts", "group", "null", "#hash", "?", "(paren)") VALUES (1692408622497323,-32768,1692699695309,null,513062702491,NULL,1697782212969,-9223372036854775808),(1691308615544965,32767,1696883928271,1.7976931348623157e308,9223372036854775807,null,1692775021536,9223372036854775807),(1694291074352174,32767,1699365963297,null,-9223372036854775808,null,1709222399000,-9223372036854775808)
INSERT INTO "tsdb"."public"."Mixed Case38" ("|", "value", "ts", "group", "null", "#hash", "?", "(paren)") VALUES (1692367022044625,-32768,null,1.7976931348623157e308,9223372036854775807,null,1691755930000,9223372036854775807),(1695274829774253,-32768,null,5e-324,732153993332,9223372036854775807,1690810171336,NULL),(1690061154524571,32767,null,1E5,null,-9223372036854775808,1692150672982,-9223372036854775808)
SHOW COLUMNS FROM "tsdb"."public"."<>39"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>39" ("--comment" TIMESTAMPTZ(6) NOT NULL, "`tick`" TIMESTAMPTZ(6), "select" BOOL, "!" FLOAT8, "true" TIMESTAMPTZ(3), "order" VARCHAR(254), "now()" TIMESTAMPTZ(6)) TAGS ("--comment_7" VARCHAR(100) NOT NULL, "apo'strophe" NCHAR(100), "/*comment*/" INT2, "x" INT8) PRIMARY TAGS ("--comment_7")
SHOW TAGS FROM "tsdb"."public"."<>39"
INSERT INTO "tsdb"."public"."<>39" ("--comment", "--comment_7", "`tick`", "select", "!", "true", "order", "now()", "apo'strophe", "/*comment*/", "x") VALUES (1694273105361672,'$1',1696205313253359,null,-0.16,1698453769341,null,1692263188550407,NULL,32767,-9223372036854775808),(1697699833762148,'/* */',NULL,null,1E5,null,'北京',null,'e''x''',NULL,-9223372036854775808),(1696716207793034,e'\x01\x1f',1691755930249000,true,-0.16,1691755930249,'true',1709222399000000,'e''x''',32767,-9223372036854775808)
ALTER TABLE "tsdb"."public"."<>39" ALTER COLUMN "order" TYPE VARCHAR(508)
ALTER TABLE "tsdb"."public"."<>39" ADD COLUMN IF NOT EXISTS "location" BOOL
ALTER TABLE "tsdb"."public"."<>39" ALTER TAG "/*comment*/" TYPE INT4
ALTER TABLE "tsdb"."public"."<>39" ADD TAG "group" INT8
INSERT INTO "tsdb"."public"."<>39" ("--comment", "--comment_7", "`tick`", "select", "!", "true", "order", "now()", "location", "apo'strophe", "/*comment*/", "x", "group") VALUES (1691114384335515,''');DROP TABLE t;--',1697684252200072,false,5e-324,null,'tianjin',1697303114903292,true,e'tab\tand\rreturn',2147483647,667896632105,67769898334)
ALTER TABLE "tsdb"."public"."<>39" ALTER COLUMN "order" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."<>39" ALTER TAG "/*comment*/" TYPE INT8
ALTER TABLE "tsdb"."public"."<>39" ADD TAG "now()_13" FLOAT8
INSERT INTO "tsdb"."public"."<>39" ("--comment", "--comment_7", "`tick`", "select", "!", "true", "order", "now()", "location", "apo'strophe", "/*comment*/", "x", "group", "now()_13") VALUES (1695173302401848,'é',1691755930000000,false,1.7976931348623157e308,null,NULL,1690817896083125,true,'',9223372036854775807,370777597418,-9223372036854775808,1E5),(1698446752232361,'NULL',1698159080576292,null,5e-324,1691164111535,e'\x01\x1f',NULL,false,'1.5',9223372036854775807,578071027761,NULL,5e-324)
SHOW COLUMNS FROM "tsdb"."public"."b40"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."b40" ("@at" TIMESTAMPTZ(6) NOT NULL, "quote""d" TIMESTAMPTZ(6), "b" INT2, "value" CHAR(64), "e" GEOMETRY) TAGS ("semi;colon" INT2 NOT NULL, "table" INT2, "e_7" FLOAT8, "order" FLOAT8) PRIMARY TAGS ("semi;colon")
SHOW TAGS FROM "tsdb"."public"."b40"
INSERT INTO "tsdb"."public"."b40" ("@at", "semi;colon", "quote""d", "b", "value", "e", "table", "e_7", "order") VALUES (1699197101814945,32767,1698242677440010,-32768,NULL,'POLYGON((0 0, 0 1, 1 1, 0 0))',32767,NULL,1.7976931348623157e308)
ALTER TABLE "tsdb"."public"."b40" ALTER COLUMN "b" TYPE INT4
ALTER TABLE "tsdb"."public"."b40" ALTER TAG "table" TYPE INT4
ALTER TABLE "tsdb"."public"."b40" ADD TAG "comma," NCHAR(100)
INSERT INTO "tsdb"."public"."b40" ("@at", "semi;colon", "quote""d", "b", "value", "e", "table", "e_7", "order", "comma,") VALUES (1691014982533390,16076,NULL,-2147483648,'1.5','POINT(1 2)',2147483647,1.7976931348623157e308,NULL,'NULL')
ALTER TABLE "tsdb"."public"."b40" ALTER COLUMN "b" TYPE INT8
ALTER TABLE "tsdb"."public"."b40" ALTER TAG "table" TYPE INT8
INSERT INTO "tsdb"."public"."b40" ("@at", "semi;colon", "quote""d", "b", "value", "e", "table", "e_7", "order", "comma,") VALUES (1695114538923896,32767,1690029740658698,9223372036854775807,NULL,'POINT(1 2)',2535208944865431245,5e-324,932.070462,e'tab\tand\rreturn')
SHOW COLUMNS FROM "tsdb"."public"."a-b41"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a-b41" ("--comment" TIMESTAMPTZ(6) NOT NULL, "/*comment*/" FLOAT4, "--comment_2" TIMESTAMP(6), "a.b" GEOMETRY, "#hash" VARCHAR(64), "group" NCHAR(200), "quote""d" VARBYTES(64)) TAGS ("x" CHAR(100) NOT NULL) PRIMARY TAGS ("x")
SHOW TAGS FROM "tsdb"."public"."a-b41"
INSERT INTO "tsdb"."public"."a-b41" ("--comment", "x", "/*comment*/", "--comment_2", "a.b", "#hash", "group", "quote""d") VALUES (1695885900084974,'$1',NULL,1691725318789169,'POINT(-1.5 2e3)',NULL,''');DROP TABLE t;--',''),(1695517771064919,';',35.5,1698239294351524,'POINT(1 2)',null,' leading and trailing ',b'\x5c\x78\x7a\x7a'),(1699636804487274,e'tab\tand\rreturn',NULL,1699860538555291,NULL,null,'é',b'\x00\xff\x10')
ALTER TABLE "tsdb"."public"."a-b41" ALTER COLUMN "/*comment*/" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."a-b41" ALTER COLUMN "#hash" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."a-b41" ADD TAG "temp" VARBYTES(100)
INSERT INTO "tsdb"."public"."a-b41" ("--comment", "x", "/*comment*/", "--comment_2", "a.b", "#hash", "group", "quote""d", "temp") VALUES (1698173456481548,'/* */',1E5,1691196522324777,'POLYGON((0 0, 0 1, 1 1, 0 0))',e'tab\tand\rreturn','北京','',b'\x70\x6c\x61\x69\x6e')
ALTER TABLE "tsdb"."public"."a-b41" ALTER COLUMN "#hash" TYPE VARCHAR(256)
INSERT INTO "tsdb"."public"."a-b41" ("--comment", "x", "/*comment*/", "--comment_2", "a.b", "#hash", "group", "quote""d", "temp") VALUES (1698299016329390,'true',NULL,1691805562582043,'POLYGON((0 0, 0 1, 1 1, 0 0))',null,'tianjin',b'\x61\x27\x62',b'\xe5\x8c\x97'),(1693419532932896,'"quoted"',365.629646,NULL,null,null,'é',b'\x00\xff\x10',b'\x70\x6c\x61\x69\x6e'),(1692417465329204,'back\slash',null,1692273639182565,'POINT(1 2)','1.5','e''x''',null,b'\x61\x27\x62')
SHOW COLUMNS FROM "tsdb"."public"."x42"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."x42" ("|" TIMESTAMPTZ(6) NOT NULL, "{brace}" TIMESTAMPTZ(3), "back\slash" FLOAT4) TAGS ("back\slash_3" BOOL NOT NULL, "&" BOOL, "order" VARCHAR(100) NOT NULL) PRIMARY TAGS ("back\slash_3", "order")
SHOW TAGS FROM "tsdb"."public"."x42"
INSERT INTO "tsdb"."public"."x42" ("|", "back\slash_3", "order", "{brace}", "back\slash", "&") VALUES (1694318539938819,true,''');DROP TABLE t;--',1692371388827,0,false),(1694300493125758,true,'\x41',NULL,22.173,false)
ALTER TABLE "tsdb"."public"."x42" ALTER COLUMN "back\slash" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."x42" ADD COLUMN IF NOT EXISTS "?" VARCHAR(254)
ALTER TABLE "tsdb"."public"."x42" ADD TAG "user" NCHAR(100)
INSERT INTO "tsdb"."public"."x42" ("|", "back\slash_3", "order", "{brace}", "back\slash", "?", "&", "user") VALUES (1698877519472274,false,'true',1691755930249,1.7976931348623157e308,'null',false,NULL)
ALTER TABLE "tsdb"."public"."x42" ALTER COLUMN "?" TYPE VARCHAR(508)
ALTER TABLE "tsdb"."public"."x42" ADD COLUMN IF NOT EXISTS "default" TIMESTAMPTZ(3)
ALTER TABLE "tsdb"."public"."x42" ADD TAG "$dollar" INT4
INSERT INTO "tsdb"."public"."x42" ("|", "back\slash_3", "order", "{brace}", "back\slash", "?", "default", "&", "user", "$dollar") VALUES (1698819248206594,true,'"quoted"',1695251273789,5e-324,NULL,NULL,NULL,'it''s',-2147483648),(1699385629683334,true,'%s',1691755930000,1.7976931348623157e308,';',1698953559649,true,NULL,19271974)
SHOW COLUMNS FROM "tsdb"."public"."!43"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."!43" ("value" TIMESTAMPTZ(6) NOT NULL, "--comment" VARBYTES(100), "|" TIMESTAMP(6), "user" INT2, "<>" INT8, "semi;colon" CHAR(64), "$dollar" BOOL) TAGS ("group" INT8 NOT NULL, "Mixed Case" INT8, "user_9" INT8 NOT NULL) PRIMARY TAGS ("group", "user_9")
SHOW TAGS FROM "tsdb"."public"."!43"
INSERT INTO "tsdb"."public"."!43" ("value", "group", "user_9", "--comment", "|", "user", "<>", "semi;colon", "$dollar", "Mixed Case") VALUES (1697497840606376,2535208944865431245,2535208944865431245,b'\xe5\x8c\x97',1692516546662271,NULL,null,null,NULL,9223372036854775807)
ALTER TABLE "tsdb"."public"."!43" ALTER COLUMN "user" TYPE INT4
ALTER TABLE "tsdb"."public"."!43" ADD COLUMN IF NOT EXISTS "semi;colon_10" INT8
INSERT INTO "tsdb"."public"."!43" ("value", "group", "user_9", "--comment", "|", "user", "<>", "semi;colon", "$dollar", "semi;colon_10", "Mixed Case") VALUES (1699476765627836,-9223372036854775808,9223372036854775807,b'\xe5\x8c\x97',1696480130158455,null,-9223372036854775808,NULL,null,2535208944865431245,NULL)
ALTER TABLE "tsdb"."public"."!43" ALTER COLUMN "user" TYPE INT8
ALTER TABLE "tsdb"."public"."!43" ADD COLUMN IF NOT EXISTS "now()" INT8
ALTER TABLE "tsdb"."public"."!43" ADD TAG "/*comment*/" INT2
INSERT INTO "tsdb"."public"."!43" ("value", "group", "user_9", "--comment", "|", "user", "<>", "semi;colon", "$dollar", "semi;colon_10", "now()", "Mixed Case", "/*comment*/") VALUES (1693736805936724,-9223372036854775808,128589665051,b'\x70\x6c\x61\x69\x6e',NULL,639041616348,-9223372036854775808,'é',false,-9223372036854775808,2535208944865431245,2535208944865431245,32767),(1695394141553847,-9223372036854775808,9223372036854775807,b'\x61\x27\x62',1695111519496279,-9223372036854775808,586435560369,'北京',false,9223372036854775807,2535208944865431245,503230966161,0),(1690507258678511,2535208944865431245,2535208944865431245,b'\x00\xff\x10',null,-9223372036854775808,9223372036854775807,e'line1\r\nline2',true,NULL,9223372036854775807,NULL,NULL)
SHOW COLUMNS FROM "tsdb"."public"."c144"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."c144" ("c1" TIMESTAMPTZ(6) NOT NULL, "tag" TIMESTAMPTZ(9), "a.b" GEOMETRY, "per%cent" GEOMETRY, "#hash" INT8) TAGS ("--comment" INT8 NOT NULL) PRIMARY TAGS ("--comment")
SHOW TAGS FROM "tsdb"."public"."c144"
INSERT INTO "tsdb"."public"."c144" ("c1", "--comment", "tag", "a.b", "per%cent", "#hash") VALUES (1696752599379701,2535208944865431245,1692348983000488009,'POINT(1 2)','POINT(1 2)',2535208944865431245),(1693502066019225,2535208944865431245,1697629481000441580,null,NULL,2535208944865431245),(1694444271385317,9223372036854775807,null,'POLYGON((0 0, 0 1, 1 1, 0 0))',null,9223372036854775807)
ALTER TABLE "tsdb"."public"."c144" ADD TAG "b" BOOL
INSERT INTO "tsdb"."public"."c144" ("c1", "--comment", "tag", "a.b", "per%cent", "#hash", "b") VALUES (1699944382563125,9223372036854775807,1699923986000618978,'POINT(-1.5 2e3)','POLYGON((0 0, 0 1, 1 1, 0 0))',2535208944865431245,true)
INSERT INTO "tsdb"."public"."c144" ("c1", "--comment", "tag", "a.b", "per%cent", "#hash", "b") VALUES (1698943911604531,799611745169,1691977921000145695,NULL,'LINESTRING(0 0, 1 1, 2 0)',55864437716,false)
SHOW COLUMNS FROM "tsdb"."public"."back\slash45"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."back\slash45" ("comma," TIMESTAMPTZ(6) NOT NULL, "tags" VARCHAR(64)) TAGS ("group" VARCHAR(100) NOT NULL, "location" VARCHAR(100), "^" NCHAR(100) NOT NULL) PRIMARY TAGS ("group", "^")
SHOW TAGS FROM "tsdb"."public"."back\slash45"
INSERT INTO "tsdb"."public"."back\slash45" ("comma,", "group", "^", "tags", "location") VALUES (1698051610010421,e'\x01\x1f','null','%s','北京'),(1690147237270641,'\x41','\''','tianjin','/* */')
ALTER TABLE "tsdb"."public"."back\slash45" ALTER COLUMN "tags" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."back\slash45" ADD COLUMN IF NOT EXISTS "comma,_5" TIMESTAMPTZ(6)
ALTER TABLE "tsdb"."public"."back\slash45" ALTER TAG "location" TYPE VARCHAR(200)
ALTER TABLE "tsdb"."public"."back\slash45" ADD TAG "|" CHAR(100)
INSERT INTO "tsdb"."public"."back\slash45" ("comma,", "group", "^", "tags", "comma,_5", "location", "|") VALUES (1693148040486770,'😀🎉','back\slash','',NULL,'é',e'new\nline')
ALTER TABLE "tsdb"."public"."back\slash45" ALTER COLUMN "tags" TYPE VARCHAR(256)
ALTER TABLE "tsdb"."public"."back\slash45" ADD COLUMN IF NOT EXISTS "e" BOOL
ALTER TABLE "tsdb"."public"."back\slash45" ALTER TAG "location" TYPE VARCHAR(400)
ALTER TABLE "tsdb"."public"."back\slash45" ADD TAG "@at" INT8
INSERT INTO "tsdb"."public"."back\slash45" ("comma,", "group", "^", "tags", "comma,_5", "e", "location", "|", "@at") VALUES (1699846758789821,'😀🎉','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',null,1696902557146044,false,'tianjin',NULL,-9223372036854775808),(1690158131644337,'''; SELECT 1; ''','%s','back\slash',NULL,true,'%s',NULL,NULL),(1699790006325364,''');DROP TABLE t;--','null',''');DROP TABLE t;--',1695886897092669,NULL,';','tianjin',2535208944865431245)
SHOW COLUMNS FROM "tsdb"."public"."x46"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."x46" ("ts" TIMESTAMPTZ(6) NOT NULL, "&" NVARCHAR(254), "order" NVARCHAR(64)) TAGS ("tags" VARCHAR(100) NOT NULL, "null" BOOL) PRIMARY TAGS ("tags")
SHOW TAGS FROM "tsdb"."public"."x46"
INSERT INTO "tsdb"."public"."x46" ("ts", "tags", "&", "order", "null") VALUES (1696899094824968,'back\slash','null',e'line1\r\nline2',true),(1693320370212218,'/* */','null','NULL',true),(1695061667450427,'😀🎉','/* */','1.5',NULL)
ALTER TABLE "tsdb"."public"."x46" ALTER COLUMN "&" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."x46" ALTER COLUMN "order" TYPE NVARCHAR(128)
INSERT INTO "tsdb"."public"."x46" ("ts", "tags", "&", "order", "null") VALUES (1698114222842023,'北京',NULL,' leading and trailing ',false),(1693220145510299,'--',NULL,' leading and trailing ',true),(1695614114592538,' leading and trailing ','1.5',NULL,false)
ALTER TABLE "tsdb"."public"."x46" ALTER COLUMN "&" TYPE NVARCHAR(1016)
ALTER TABLE "tsdb"."public"."x46" ALTER COLUMN "order" TYPE NVARCHAR(256)
ALTER TABLE "tsdb"."public"."x46" ADD TAG "user" NCHAR(100)
INSERT INTO "tsdb"."public"."x46" ("ts", "tags", "&", "order", "null", "user") VALUES (1691437480389384,e'tab\tand\rreturn',NULL,'NULL',false,NULL)
SHOW COLUMNS FROM "tsdb"."public"."table47"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."table47" ("apo'strophe" TIMESTAMPTZ(9) NOT NULL, "quote""d" INT4, "[bracket]" FLOAT8, "<>" CHAR(100), "(paren)" TIMESTAMPTZ(3), "^" GEOMETRY, "temp" BOOL) TAGS ("user" VARCHAR(100) NOT NULL, "a-b" FLOAT4, "default" FLOAT4, "?" BOOL) PRIMARY TAGS ("user")
SHOW TAGS FROM "tsdb"."public"."table47"
INSERT INTO "tsdb"."public"."table47" ("apo'strophe", "user", "quote""d", "[bracket]", "<>", "(paren)", "^", "temp", "a-b", "default", "?") VALUES (1691676677000374056,'😀🎉',562734433,5e-324,';',1690864214830,'POINT(-1.5 2e3)',true,6.14545,NULL,false),(1697571849000431924,'北京',-2147483648,5e-324,'北京',1693075822663,null,true,0,NULL,false),(1698262470000083651,'%s',363933627,NULL,'😀🎉',null,'POLYGON((0 0, 0 1, 1 1, 0 0))',true,NULL,NULL,true)
ALTER TABLE "tsdb"."public"."table47" ALTER COLUMN "quote""d" TYPE INT8
ALTER TABLE "tsdb"."public"."table47" ADD COLUMN IF NOT EXISTS "tag" TIMESTAMPTZ(9)
ALTER TABLE "tsdb"."public"."table47" ALTER TAG "a-b" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."table47" ALTER TAG "default" TYPE FLOAT8
INSERT INTO "tsdb"."public"."table47" ("apo'strophe", "user", "quote""d", "[bracket]", "<>", "(paren)", "^", "temp", "tag", "a-b", "default", "?") VALUES (1698260134000246100,'',2535208944865431245,5e-324,'''; SELECT 1; ''',null,'LINESTRING(0 0, 1 1, 2 0)',null,1696587319000109133,5e-324,1E5,true),(1695560178000832437,'%s',NULL,null,'\',1691929096148,'POINT(-1.5 2e3)',false,null,5e-324,1.7976931348623157e308,true),(1692450138000922561,' leading and trailing ',-9223372036854775808,null,';',NULL,NULL,true,1690825460000252587,5e-324,1.7976931348623157e308,true)
ALTER TABLE "tsdb"."public"."table47" ADD COLUMN IF NOT EXISTS "true" FLOAT8
INSERT INTO "tsdb"."public"."table47" ("apo'strophe", "user", "quote""d", "[bracket]", "<>", "(paren)", "^", "temp", "tag", "true", "a-b", "default", "?") VALUES (1696152278000321026,'$1',null,NULL,'''; SELECT 1; ''',1691755930000,'POLYGON((0 0, 0 1, 1 1, 0 0))',false,NULL,37.838179,NULL,5e-324,false),(1699598810000298254,'/* */',9223372036854775807,NULL,null,1691100393542,NULL,null,1698873936000150005,-0.16,NULL,NULL,true),(1697179086000178887,'''; SELECT 1; ''',9223372036854775807,1E5,'"quoted"',1699115092116,'POINT(-1.5 2e3)',true,1695449852000797871,1.7976931348623157e308,5e-324,NULL,false)
SHOW COLUMNS FROM "tsdb"."public"."`tick`48"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."`tick`48" ("`tick`" TIMESTAMPTZ(9) NOT NULL, "/*comment*/" INT2, "`tick`_2" NVARCHAR(64), "a b" INT2, "group" INT8, "&" TIMESTAMPTZ(9), "e" VARCHAR(254)) TAGS ("<>" INT4 NOT NULL, "user" NCHAR(100), "value" FLOAT4) PRIMARY TAGS ("<>")
SHOW TAGS FROM "tsdb"."public"."`tick`48"
INSERT INTO "tsdb"."public"."`tick`48" ("`tick`", "<>", "/*comment*/", "`tick`_2", "a b", "group", "&", "e", "user", "value") VALUES (1697864908000859894,2147483647,null,null,null,null,1692263305000165211,'\''',';',NULL)
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "/*comment*/" TYPE INT4
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "`tick`_2" TYPE NVARCHAR(128)
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "a b" TYPE INT4
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "e" TYPE VARCHAR(508)
ALTER TABLE "tsdb"."public"."`tick`48" ADD COLUMN IF NOT EXISTS "x" FLOAT8
ALTER TABLE "tsdb"."public"."`tick`48" ALTER TAG "value" TYPE FLOAT8
INSERT INTO "tsdb"."public"."`tick`48" ("`tick`", "<>", "/*comment*/", "`tick`_2", "a b", "group", "&", "e", "x", "user", "value") VALUES (1695470788000618526,2147483647,null,null,null,172083121258,null,e'tab\tand\rreturn',-0.16,' leading and trailing ',1.7976931348623157e308),(1695104581000521837,725792949,2147483647,NULL,2147483647,929333448177,1699283366000813357,e'\x01\x1f',-0.16,'/* */',11.547186)
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "/*comment*/" TYPE INT8
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "`tick`_2" TYPE NVARCHAR(256)
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "a b" TYPE INT8
ALTER TABLE "tsdb"."public"."`tick`48" ALTER COLUMN "e" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."`tick`48" ADD COLUMN IF NOT EXISTS "semi;colon" TIMESTAMPTZ(3)
ALTER TABLE "tsdb"."public"."`tick`48" ADD TAG "(paren)" NCHAR(100)
INSERT INTO "tsdb"."public"."`tick`48" ("`tick`", "<>", "/*comment*/", "`tick`_2", "a b", "group", "&", "e", "x", "semi;colon", "user", "value", "(paren)") VALUES (1697019132000440309,-2147483648,null,null,NULL,2535208944865431245,null,NULL,1.7976931348623157e308,1698631234759,'true',1.7976931348623157e308,'back\slash'),(1697034316000772388,2147483647,-9223372036854775808,NULL,-9223372036854775808,9223372036854775807,1691975192000986570,null,NULL,1691210161596,'null',1.7976931348623157e308,' leading and trailing ')
SHOW COLUMNS FROM "tsdb"."public"."Mixed Case49"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."Mixed Case49" ("x" TIMESTAMPTZ(9) NOT NULL, "--comment" GEOMETRY, "/*comment*/" NVARCHAR(100), "$dollar" NVARCHAR(100), "semi;colon" INT8, "family" INT8, "value" TIMESTAMPTZ(3)) TAGS ("now()" INT4 NOT NULL, "ts" VARCHAR(100)) PRIMARY TAGS ("now()")
SHOW TAGS FROM "tsdb"."public"."Mixed Case49"
INSERT INTO "tsdb"."public"."Mixed Case49" ("x", "now()", "--comment", "/*comment*/", "$dollar", "semi;colon", "family", "value", "ts") VALUES (1696508143000061366,-2147483648,'POLYGON((0 0, 0 1, 1 1, 0 0))',null,'"quoted"',9223372036854775807,428191040875,1697550408677,NULL),(1695209578000572914,2147483647,'POINT(-1.5 2e3)',null,'😀🎉',2451506443,NULL,1691755930000,'%s')
ALTER TABLE "tsdb"."public"."Mixed Case49" ALTER COLUMN "/*comment*/" TYPE NVARCHAR(200)
ALTER TABLE "tsdb"."public"."Mixed Case49" ALTER COLUMN "$dollar" TYPE NVARCHAR(200)
ALTER TABLE "tsdb"."public"."Mixed Case49" ALTER TAG "ts" TYPE VARCHAR(200)
ALTER TABLE "tsdb"."public"."Mixed Case49" ADD TAG "!" NCHAR(100)
INSERT INTO "tsdb"."public"."Mixed Case49" ("x", "now()", "--comment", "/*comment*/", "$dollar", "semi;colon", "family", "value", "ts", "!") VALUES (1698504499000520037,-2147483648,NULL,null,null,-9223372036854775808,2535208944865431245,1694065460250,NULL,NULL),(1698790494000995740,2147483647,null,e'tab\tand\rreturn','tianjin',null,9223372036854775807,1709222399000,'$1','--')
ALTER TABLE "tsdb"."public"."Mixed Case49" ALTER COLUMN "/*comment*/" TYPE NVARCHAR(400)
ALTER TABLE "tsdb"."public"."Mixed Case49" ALTER COLUMN "$dollar" TYPE NVARCHAR(400)
ALTER TABLE "tsdb"."public"."Mixed Case49" ALTER TAG "ts" TYPE VARCHAR(400)
INSERT INTO "tsdb"."public"."Mixed Case49" ("x", "now()", "--comment", "/*comment*/", "$dollar", "semi;colon", "family", "value", "ts", "!") VALUES (1691366275000184710,2147483647,null,'北京','😀🎉',121646494138,null,1690814100247,'it''s','''; SELECT 1; '''),(1693313269000259089,2147483647,'LINESTRING(0 0, 1 1, 2 0)','NULL','null',null,2535208944865431245,1694704625939,e'tab\tand\rreturn','\')
SHOW COLUMNS FROM "tsdb"."public"."{brace}50"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."{brace}50" ("&" TIMESTAMPTZ(9) NOT NULL, "b" INT8, "!" TIMESTAMPTZ(9)) TAGS ("temp" INT8 NOT NULL, "location" INT8, "e" BOOL) PRIMARY TAGS ("temp")
SHOW TAGS FROM "tsdb"."public"."{brace}50"
INSERT INTO "tsdb"."public"."{brace}50" ("&", "temp", "b", "!", "location", "e") VALUES (1694932447000401174,128103057388,NULL,1690968329000042706,2535208944865431245,NULL),(1697592278000947525,-9223372036854775808,2535208944865431245,1693017890000723875,NULL,false),(1698792923000335388,-9223372036854775808,-9223372036854775808,1709222399000000000,NULL,true)
INSERT INTO "tsdb"."public"."{brace}50" ("&", "temp", "b", "!", "location", "e") VALUES (1695910725000208095,2535208944865431245,9223372036854775807,1691755930000000000,258075204910,false)
ALTER TABLE "tsdb"."public"."{brace}50" ADD TAG "tags" BOOL
INSERT INTO "tsdb"."public"."{brace}50" ("&", "temp", "b", "!", "location", "e", "tags") VALUES (1699728095000054418,2535208944865431245,NULL,1697089479000835402,2535208944865431245,false,NULL),(1690113323000190514,2535208944865431245,2535208944865431245,1691755930249000000,617140410002,false,false),(1692786267000439885,-9223372036854775808,null,1697184201000576925,791736151324,true,NULL)
SHOW COLUMNS FROM "tsdb"."public"."default51"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."default51" ("1st" TIMESTAMPTZ(9) NOT NULL, "temp" TIMESTAMPTZ(9), "select" NCHAR(64)) TAGS ("|" BOOL NOT NULL) PRIMARY TAGS ("|")
SHOW TAGS FROM "tsdb"."public"."default51"
INSERT INTO "tsdb"."public"."default51" ("1st", "|", "temp", "select") VALUES (1698052713000590905,false,1709222399000000000,NULL),(1693037016000162447,false,1699891047000740393,'--')
ALTER TABLE "tsdb"."public"."default51" ADD COLUMN IF NOT EXISTS "`tick`" TIMESTAMPTZ(9)
ALTER TABLE "tsdb"."public"."default51" ADD TAG "default" VARCHAR(100)
INSERT INTO "tsdb"."public"."default51" ("1st", "|", "temp", "select", "`tick`", "default") VALUES (1697886457000728142,true,1695230684000673270,NULL,1697554943000430803,' leading and trailing '),(1698938991000766323,true,1691755930249000000,'\''',null,'%s'),(1693296386000950955,false,null,'tianjin',1691755930249000000,''');DROP TABLE t;--')
ALTER TABLE "tsdb"."public"."default51" ADD COLUMN IF NOT EXISTS "temp_6" FLOAT8
ALTER TABLE "tsdb"."public"."default51" ALTER TAG "default" TYPE VARCHAR(200)
INSERT INTO "tsdb"."public"."default51" ("1st", "|", "temp", "select", "`tick`", "temp_6", "default") VALUES (1698501690000848122,true,1690044044000617263,e'tab\tand\rreturn',1699826188000854427,-0.16,'😀🎉')
SHOW COLUMNS FROM "tsdb"."public"."temp52"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."temp52" ("location" TIMESTAMPTZ(9) NOT NULL, "{brace}" NCHAR(200), "temp" TIMESTAMPTZ(3), "/*comment*/" TIMESTAMPTZ(6)) TAGS ("now()" CHAR(100) NOT NULL, "[bracket]" INT8 NOT NULL, "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" INT8 NOT NULL) PRIMARY TAGS ("now()", "[bracket]", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_")
SHOW TAGS FROM "tsdb"."public"."temp52"
INSERT INTO "tsdb"."public"."temp52" ("location", "now()", "[bracket]", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "{brace}", "temp", "/*comment*/") VALUES (1694607934000500338,'true',418915616115,2535208944865431245,'😀🎉',1690295547838,1691520234033534)
INSERT INTO "tsdb"."public"."temp52" ("location", "now()", "[bracket]", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "{brace}", "temp", "/*comment*/") VALUES (1692889205000735720,'/* */',2535208944865431245,359834558796,'\',1696751466630,null),(1691975833000707270,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',9223372036854775807,2535208944865431245,'é',NULL,NULL),(1699668093000632269,'\x41',9223372036854775807,9223372036854775807,'%s',1694368047632,1691900791762713)
ALTER TABLE "tsdb"."public"."temp52" ADD TAG "`tick`" NCHAR(100)
INSERT INTO "tsdb"."public"."temp52" ("location", "now()", "[bracket]", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "{brace}", "temp", "/*comment*/", "`tick`") VALUES (1693316072000778036,'null',9223372036854775807,-9223372036854775808,null,NULL,1690252895258715,'\'),(1690660711000281188,'true',9223372036854775807,2535208944865431245,'😀🎉',1698920381990,1698680672925570,NULL),(1695747537000269648,'\',2535208944865431245,2535208944865431245,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1698808818122,1696121683711998,'\''')
SHOW COLUMNS FROM "tsdb"."public"."`tick`53"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."`tick`53" ("group" TIMESTAMPTZ(9) NOT NULL, "a.b" INT2, "?" TIMESTAMPTZ(9), "apo'strophe" TIMESTAMPTZ(9), "[bracket]" FLOAT4, "<>" GEOMETRY, "value" CHAR(100)) TAGS ("comma," INT2 NOT NULL, "location" INT8) PRIMARY TAGS ("comma,")
SHOW TAGS FROM "tsdb"."public"."`tick`53"
INSERT INTO "tsdb"."public"."`tick`53" ("group", "comma,", "a.b", "?", "apo'strophe", "[bracket]", "<>", "value", "location") VALUES (1690345217000605371,-32768,NULL,1697918453000572421,1697862085000075043,-1e-7,'POLYGON((0 0, 0 1, 1 1, 0 0))',NULL,2535208944865431245),(1696517369000699491,0,0,NULL,1694485883000759887,6.14545,null,null,541044179117),(1695292633000368673,32767,32767,1694303410000677017,1691329738000545376,-1e-7,null,NULL,2535208944865431245)
ALTER TABLE "tsdb"."public"."`tick`53" ALTER COLUMN "a.b" TYPE INT4
ALTER TABLE "tsdb"."public"."`tick`53" ALTER COLUMN "[bracket]" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."`tick`53" ADD COLUMN IF NOT EXISTS "default" VARCHAR(64)
ALTER TABLE "tsdb"."public"."`tick`53" ADD TAG "1st" FLOAT8
INSERT INTO "tsdb"."public"."`tick`53" ("group", "comma,", "a.b", "?", "apo'strophe", "[bracket]", "<>", "value", "default", "location", "1st") VALUES (1699412575000985307,3544,705584883,1691755930000000000,1690874693000195541,681.821288,'POLYGON((0 0, 0 1, 1 1, 0 0))','北京',e'line1\r\nline2',-9223372036854775808,1E5),(1697018744000792688,0,907003873,NULL,1709222399000000000,-0.16,'POLYGON((0 0, 0 1, 1 1, 0 0))','1.5',';',9223372036854775807,519.573802)
ALTER TABLE "tsdb"."public"."`tick`53" ALTER COLUMN "a.b" TYPE INT8
ALTER TABLE "tsdb"."public"."`tick`53" ALTER COLUMN "default" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."`tick`53" ADD COLUMN IF NOT EXISTS "!" FLOAT4
ALTER TABLE "tsdb"."public"."`tick`53" ADD TAG "?_12" INT2
INSERT INTO "tsdb"."public"."`tick`53" ("group", "comma,", "a.b", "?", "apo'strophe", "[bracket]", "<>", "value", "default", "!", "location", "1st", "?_12") VALUES (1691818976000409156,-32768,null,1690449933000779657,1690460998000530717,398.179509,'POINT(1 2)','\',e'new\nline',3.4e38,NULL,431.222514,15169),(1694155451000488402,32767,9223372036854775807,1696634685000278833,1693559317000469508,5e-324,'POINT(1 2)',NULL,e'\x01\x1f',6.14545,9223372036854775807,NULL,-32768),(1691657412000699778,32767,9223372036854775807,1691755930249000000,1709222399000000000,NULL,'POINT(-1.5 2e3)','é','NULL',null,9223372036854775807,1E5,0)
SHOW COLUMNS FROM "tsdb"."public"."--comment54"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."--comment54" ("index" TIMESTAMPTZ(9) NOT NULL, "x" NCHAR(100), "semi;colon" CHAR(100), "temp" TIMESTAMPTZ(3), "index_4" FLOAT4, "Mixed Case" TIMESTAMPTZ(6), "^" FLOAT4) TAGS ("@at" INT8 NOT NULL, "per%cent" BOOL, "ts" CHAR(100)) PRIMARY TAGS ("@at")
SHOW TAGS FROM "tsdb"."public"."--comment54"
INSERT INTO "tsdb"."public"."--comment54" ("index", "@at", "x", "semi;colon", "temp", "index_4", "Mixed Case", "^", "per%cent", "ts") VALUES (1697560864000111106,-9223372036854775808,'''; SELECT 1; ''','😀🎉',1697452690230,-1e-7,1691755930249000,0,true,'NULL'),(1695418054000928877,2535208944865431245,null,'\''',NULL,6.14545,1699854179027534,NULL,true,e'new\nline')
ALTER TABLE "tsdb"."public"."--comment54" ALTER COLUMN "index_4" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."--comment54" ALTER COLUMN "^" TYPE FLOAT8
ALTER TABLE "tsdb"."public"."--comment54" ADD COLUMN IF NOT EXISTS "(paren)" NVARCHAR(100)
ALTER TABLE "tsdb"."public"."--comment54" ADD TAG "!" INT4
INSERT INTO "tsdb"."public"."--comment54" ("index", "@at", "x", "semi;colon", "temp", "index_4", "Mixed Case", "^", "(paren)", "per%cent", "ts", "!") VALUES (1696426049000206944,9223372036854775807,'\''','😀🎉',1709222399000,-0.16,1695592398961585,1.7976931348623157e308,'北京',false,'北京',62082407),(1695565772000033720,9223372036854775807,'it''s','''''',1698376128709,null,1694746046566579,5e-324,'é',false,'',190163868)
ALTER TABLE "tsdb"."public"."--comment54" ALTER COLUMN "(paren)" TYPE NVARCHAR(200)
ALTER TABLE "tsdb"."public"."--comment54" ADD COLUMN IF NOT EXISTS "tags" TIMESTAMPTZ(6)
ALTER TABLE "tsdb"."public"."--comment54" ALTER TAG "!" TYPE INT8
ALTER TABLE "tsdb"."public"."--comment54" ADD TAG "[bracket]" INT8
INSERT INTO "tsdb"."public"."--comment54" ("index", "@at", "x", "semi;colon", "temp", "index_4", "Mixed Case", "^", "(paren)", "tags", "per%cent", "ts", "!", "[bracket]") VALUES (1697737356000582255,9223372036854775807,NULL,NULL,1692292997377,5e-324,1697223781798825,null,e'line1\r\nline2',1691755930249000,false,'it''s',6324680522,-9223372036854775808),(1690840928000937759,9223372036854775807,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',e'tab\tand\rreturn',1691506188063,null,1696726173635625,null,'\''',1699166627371433,false,NULL,9223372036854775807,NULL),(1697772968000310955,-9223372036854775808,NULL,NULL,1691755930249,null,1709222399000000,null,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1690165605671351,true,'null',2535208944865431245,-9223372036854775808)
SHOW COLUMNS FROM "tsdb"."public"."null55"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."null55" ("|" TIMESTAMPTZ(9) NOT NULL, "order" VARCHAR(100), "$dollar" TIMESTAMPTZ(9), "[bracket]" TIMESTAMPTZ(3)) TAGS ("ts" NCHAR(100) NOT NULL) PRIMARY TAGS ("ts")
SHOW TAGS FROM "tsdb"."public"."null55"
INSERT INTO "tsdb"."public"."null55" ("|", "ts", "order", "$dollar", "[bracket]") VALUES (1694762015000659622,'"quoted"','back\slash',1691755930000000000,1694927513176)
ALTER TABLE "tsdb"."public"."null55" ALTER COLUMN "order" TYPE VARCHAR(200)
ALTER TABLE "tsdb"."public"."null55" ADD COLUMN IF NOT EXISTS "user" TIMESTAMPTZ(3)
ALTER TABLE "tsdb"."public"."null55" ADD TAG "|_6" INT8
INSERT INTO "tsdb"."public"."null55" ("|", "ts", "order", "$dollar", "[bracket]", "user", "|_6") VALUES (1693900415000091145,'%s','/* */',1698138501000086813,1691755930249,1709222399000,-9223372036854775808),(1695396786000907192,'back\slash',e'new\nline',1699847564000996901,NULL,1696841004556,802221396937),(1692283783000728338,e'tab\tand\rreturn','e''x''',1695316545000603797,NULL,null,2535208944865431245)
ALTER TABLE "tsdb"."public"."null55" ALTER COLUMN "order" TYPE VARCHAR(400)
ALTER TABLE "tsdb"."public"."null55" ADD TAG "null" CHAR(100)
INSERT INTO "tsdb"."public"."null55" ("|", "ts", "order", "$dollar", "[bracket]", "user", "|_6", "null") VALUES (1692037581000783662,'true','"quoted"',1693782149000512492,1696395860191,1692454291169,9223372036854775807,'\x41')
SHOW COLUMNS FROM "tsdb"."public"."now()56"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."now()56" ("e" TIMESTAMPTZ(9) NOT NULL, "a b" VARCHAR(100), "Mixed Case" VARBYTES(254), "back\slash" TIMESTAMPTZ(3)) TAGS ("[bracket]" INT4 NOT NULL, "ts" CHAR(100)) PRIMARY TAGS ("[bracket]")
SHOW TAGS FROM "tsdb"."public"."now()56"
INSERT INTO "tsdb"."public"."now()56" ("e", "[bracket]", "a b", "Mixed Case", "back\slash", "ts") VALUES (1698454214000318512,2147483647,NULL,b'\x61\x27\x62',1691755930000,e'\x01\x1f'),(1697076830000424674,630021536,NULL,'',null,' leading and trailing ')
ALTER TABLE "tsdb"."public"."now()56" ALTER COLUMN "a b" TYPE VARCHAR(200)
INSERT INTO "tsdb"."public"."now()56" ("e", "[bracket]", "a b", "Mixed Case", "back\slash", "ts") VALUES (1691102398000186941,2147483647,NULL,'',null,'"quoted"')
ALTER TABLE "tsdb"."public"."now()56" ALTER COLUMN "a b" TYPE VARCHAR(400)
ALTER TABLE "tsdb"."public"."now()56" ADD TAG "apo'strophe" VARCHAR(100)
INSERT INTO "tsdb"."public"."now()56" ("e", "[bracket]", "a b", "Mixed Case", "back\slash", "ts", "apo'strophe") VALUES (1698204080000000478,-2147483648,null,b'\x70\x6c\x61\x69\x6e',null,'1.5','back\slash'),(1690893927000774280,670736373,null,null,1696350876489,e'\x01\x1f','北京'),(1696118742000217780,792750271,'\x41',b'\x61\x27\x62',null,'\',NULL)
SHOW COLUMNS FROM "tsdb"."public"."index57"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."index57" ("true" TIMESTAMPTZ(9) NOT NULL, "b" TIMESTAMP(9), "a.b" INT8, "(paren)" CHAR(64)) TAGS ("a.b_4" VARCHAR(100) NOT NULL, "back\slash" VARBYTES(100), "$dollar" FLOAT8) PRIMARY TAGS ("a.b_4")
SHOW TAGS FROM "tsdb"."public"."index57"
INSERT INTO "tsdb"."public"."index57" ("true", "a.b_4", "b", "a.b", "(paren)", "back\slash", "$dollar") VALUES (1695003160000777642,'\''',1691755930249000000,949643710395,e'\x01\x1f',b'\x00\xff\x10',NULL),(1690056956000848156,'NULL',null,NULL,'',b'\x5c\x78\x7a\x7a',1.7976931348623157e308),(1696988140000703985,'true',1690842796000819915,9223372036854775807,'',b'\x70\x6c\x61\x69\x6e',899.323665)
ALTER TABLE "tsdb"."public"."index57" ADD COLUMN IF NOT EXISTS "x=y" INT4
INSERT INTO "tsdb"."public"."index57" ("true", "a.b_4", "b", "a.b", "(paren)", "x=y", "back\slash", "$dollar") VALUES (1695826160000268674,e'tab\tand\rreturn',NULL,NULL,e'\x01\x1f',-2147483648,b'\xe5\x8c\x97',-0.16),(1694384508000611720,'é',1696409143000189158,91980998171,'"quoted"',-2147483648,b'\x5c\x78\x7a\x7a',NULL),(1691358593000536475,';',1691755930249000000,-9223372036854775808,e'\x01\x1f',586888465,b'\x00\xff\x10',611.314169)
ALTER TABLE "tsdb"."public"."index57" ALTER COLUMN "x=y" TYPE INT8
ALTER TABLE "tsdb"."public"."index57" ADD TAG "c1" VARBYTES(100)
INSERT INTO "tsdb"."public"."index57" ("true", "a.b_4", "b", "a.b", "(paren)", "x=y", "back\slash", "$dollar", "c1") VALUES (1696591888000521487,'é',1694860007000694113,null,''');DROP TABLE t;--',162207659566,b'\x70\x6c\x61\x69\x6e',-0.16,b'\x70\x6c\x61\x69\x6e'),(1693409155000642732,'\x41',null,9223372036854775807,'NULL',281156226759,b'\xe5\x8c\x97',5e-324,b'\x61\x27\x62'),(1695599249000336927,''');DROP TABLE t;--',1691578746000546146,null,'\',9223372036854775807,NULL,564.517586,b'\x61\x27\x62')
SHOW COLUMNS FROM "tsdb"."public"."now()58"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."now()58" ("group" TIMESTAMPTZ(9) NOT NULL, "select" VARCHAR(100), "user" BOOL, "?" BOOL, "{brace}" TIMESTAMPTZ(3), "table" TIMESTAMP(9)) TAGS ("x" NCHAR(100) NOT NULL, "c1" VARCHAR(100)) PRIMARY TAGS ("x")
SHOW TAGS FROM "tsdb"."public"."now()58"
INSERT INTO "tsdb"."public"."now()58" ("group", "x", "select", "user", "?", "{brace}", "table", "c1") VALUES (1698442723000672099,'1.5','\x41',false,null,1695423537662,1691755930000000000,'NULL')
ALTER TABLE "tsdb"."public"."now()58" ALTER COLUMN "select" TYPE VARCHAR(200)
ALTER TABLE "tsdb"."public"."now()58" ALTER TAG "c1" TYPE VARCHAR(200)
INSERT INTO "tsdb"."public"."now()58" ("group", "x", "select", "user", "?", "{brace}", "table", "c1") VALUES (1699489893000772824,'''''','it''s',false,null,1697680677264,1696280328000664714,'''''')
ALTER TABLE "tsdb"."public"."now()58" ALTER COLUMN "select" TYPE VARCHAR(400)
ALTER TABLE "tsdb"."public"."now()58" ALTER TAG "c1" TYPE VARCHAR(400)
ALTER TABLE "tsdb"."public"."now()58" ADD TAG "b" FLOAT8
INSERT INTO "tsdb"."public"."now()58" ("group", "x", "select", "user", "?", "{brace}", "table", "c1", "b") VALUES (1690626968000756699,'',e'new\nline',false,false,NULL,1692413577000271671,'😀🎉',1E5),(1696453692000459565,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',e'new\nline',null,null,NULL,1695175076000683468,'😀🎉',1E5),(1695108183000175119,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',null,true,true,1697346331541,null,';',NULL)
SHOW COLUMNS FROM "tsdb"."public"."now()59"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."now()59" ("@at" TIMESTAMPTZ(9) NOT NULL, "Mixed Case" TIMESTAMPTZ(6)) TAGS ("value" NCHAR(100) NOT NULL) PRIMARY TAGS ("value")
SHOW TAGS FROM "tsdb"."public"."now()59"
INSERT INTO "tsdb"."public"."now()59" ("@at", "value", "Mixed Case") VALUES (1695499617000285315,'true',1690079801329259),(1694593964000179187,e'tab\tand\rreturn',1690081308218298),(1696842445000389953,'it''s',NULL)
ALTER TABLE "tsdb"."public"."now()59" ADD COLUMN IF NOT EXISTS "Mixed Case_3" TIMESTAMPTZ(6)
ALTER TABLE "tsdb"."public"."now()59" ADD TAG "?" INT4
INSERT INTO "tsdb"."public"."now()59" ("@at", "value", "Mixed Case", "Mixed Case_3", "?") VALUES (1694699496000251831,'"quoted"',1691755930000000,1696337216780835,264431859)
ALTER TABLE "tsdb"."public"."now()59" ALTER TAG "?" TYPE INT8
INSERT INTO "tsdb"."public"."now()59" ("@at", "value", "Mixed Case", "Mixed Case_3", "?") VALUES (1694157377000171758,'北京',1692246761243630,1691755930000000,9223372036854775807),(1692070244000667138,';',1691755930000000,1696059829029098,2535208944865431245),(1690102343000575041,' leading and trailing ',1691755930000000,NULL,9223372036854775807)
SHOW COLUMNS FROM "tsdb"."public"."[bracket]60"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."[bracket]60" ("true" TIMESTAMPTZ(9) NOT NULL, "null" GEOMETRY) TAGS ("x" CHAR(100) NOT NULL, "ts" INT8 NOT NULL, "`tick`" FLOAT4) PRIMARY TAGS ("x", "ts")
SHOW TAGS FROM "tsdb"."public"."[bracket]60"
INSERT INTO "tsdb"."public"."[bracket]60" ("true", "x", "ts", "null", "`tick`") VALUES (1691040326000119457,'%s',-9223372036854775808,'POINT(-1.5 2e3)',364.252),(1692691170000263666,'%s',2535208944865431245,null,840.996)
ALTER TABLE "tsdb"."public"."[bracket]60" ALTER TAG "`tick`" TYPE FLOAT8
INSERT INTO "tsdb"."public"."[bracket]60" ("true", "x", "ts", "null", "`tick`") VALUES (1692995579000889576,e'line1\r\nline2',814476516,NULL,-0.16)
ALTER TABLE "tsdb"."public"."[bracket]60" ADD COLUMN IF NOT EXISTS "1st" TIMESTAMPTZ(6)
ALTER TABLE "tsdb"."public"."[bracket]60" ADD TAG "a-b" INT2
INSERT INTO "tsdb"."public"."[bracket]60" ("true", "x", "ts", "null", "1st", "`tick`", "a-b") VALUES (1694291936000752772,'北京',2535208944865431245,'POLYGON((0 0, 0 1, 1 1, 0 0))',null,238.540518,0)
SHOW COLUMNS FROM "tsdb"."public"."`tick`61"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."`tick`61" ("[bracket]" TIMESTAMPTZ(9) NOT NULL, "b" INT8) TAGS ("tags" INT2 NOT NULL, "|" BOOL, "per%cent" FLOAT4, "null" INT8) PRIMARY TAGS ("tags")
SHOW TAGS FROM "tsdb"."public"."`tick`61"
INSERT INTO "tsdb"."public"."`tick`61" ("[bracket]", "tags", "b", "|", "per%cent", "null") VALUES (1692620981000239578,6354,null,false,249.328,NULL),(1695239894000781452,0,9223372036854775807,false,996.57,-9223372036854775808)
ALTER TABLE "tsdb"."public"."`tick`61" ALTER TAG "per%cent" TYPE FLOAT8
INSERT INTO "tsdb"."public"."`tick`61" ("[bracket]", "tags", "b", "|", "per%cent", "null") VALUES (1694784635000832602,0,-9223372036854775808,false,-0.16,NULL),(1697552644000733245,-32768,9223372036854775807,false,1E5,-9223372036854775808)
ALTER TABLE "tsdb"."public"."`tick`61" ADD TAG "semi;colon" INT4
INSERT INTO "tsdb"."public"."`tick`61" ("[bracket]", "tags", "b", "|", "per%cent", "null", "semi;colon") VALUES (1690977013000584193,29278,2535208944865431245,true,5e-324,-9223372036854775808,27038650)
SHOW COLUMNS FROM "tsdb"."public"."a-b62"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a-b62" ("null" TIMESTAMPTZ(9) NOT NULL, "value" VARCHAR(254), "{brace}" BOOL, "tag" VARCHAR(254), "1st" VARBYTES(254), "null_5" TIMESTAMP(9), "e" TIMESTAMPTZ(9)) TAGS ("{brace}_7" INT2 NOT NULL, "!" NCHAR(100) NOT NULL) PRIMARY TAGS ("{brace}_7", "!")
SHOW TAGS FROM "tsdb"."public"."a-b62"
INSERT INTO "tsdb"."public"."a-b62" ("null", "{brace}_7", "!", "value", "{brace}", "tag", "1st", "null_5", "e") VALUES (1695152455000337251,-32768,'true','"quoted"',false,e'\x01\x1f',b'\x5c\x78\x7a\x7a',NULL,1691755930000000000),(1698555742000991658,0,'back\slash','"quoted"',null,'😀🎉',b'\x61\x27\x62',1694236218000348804,1697089377000852854),(1691143651000889289,32767,'it''s','"quoted"',true,'NULL',b'\xe5\x8c\x97',null,1690205754000570372)
ALTER TABLE "tsdb"."public"."a-b62" ALTER COLUMN "value" TYPE VARCHAR(508)
ALTER TABLE "tsdb"."public"."a-b62" ALTER COLUMN "tag" TYPE VARCHAR(508)
INSERT INTO "tsdb"."public"."a-b62" ("null", "{brace}_7", "!", "value", "{brace}", "tag", "1st", "null_5", "e") VALUES (1692737675000185851,-32768,'',';',false,'$1','',1694800611000014667,1699129087000722193),(1691231291000816470,0,' leading and trailing ','NULL',false,'tianjin',b'\x5c\x78\x7a\x7a',1691918278000546915,1695957128000118279),(1691059077000255101,-32768,'e''x''','NULL',null,'😀🎉',b'\xe5\x8c\x97',NULL,null)
ALTER TABLE "tsdb"."public"."a-b62" ALTER COLUMN "value" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."a-b62" ALTER COLUMN "tag" TYPE VARCHAR(1016)
ALTER TABLE "tsdb"."public"."a-b62" ADD TAG "@at" INT2
INSERT INTO "tsdb"."public"."a-b62" ("null", "{brace}_7", "!", "value", "{brace}", "tag", "1st", "null_5", "e", "@at") VALUES (1694541572000381071,0,'it''s','😀🎉',NULL,null,b'\x61\x27\x62',null,NULL,32767)
SHOW COLUMNS FROM "tsdb"."public"."semi;colon63"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."semi;colon63" ("/*comment*/" TIMESTAMPTZ(9) NOT NULL, "select" TIMESTAMPTZ(6)) TAGS ("a b" NCHAR(100) NOT NULL, "/*comment*/_3" BOOL NOT NULL, "value" VARBYTES(100), "(paren)" CHAR(100)) PRIMARY TAGS ("a b", "/*comment*/_3")
SHOW TAGS FROM "tsdb"."public"."semi;colon63"
INSERT INTO "tsdb"."public"."semi;colon63" ("/*comment*/", "a b", "/*comment*/_3", "select", "value", "(paren)") VALUES (1696921570000025894,''');DROP TABLE t;--',false,1697279510903374,b'\x5c\x78\x7a\x7a','"quoted"'),(1693171585000595187,'it''s',true,1692556387340813,b'\x5c\x78\x7a\x7a',NULL),(1698559578000505985,'$1',false,1696013454749003,b'\x00\xff\x10',NULL)
ALTER TABLE "tsdb"."public"."semi;colon63" ADD TAG "null" CHAR(100)
INSERT INTO "tsdb"."public"."semi;colon63" ("/*comment*/", "a b", "/*comment*/_3", "select", "value", "(paren)", "null") VALUES (1695245090000614382,'''; SELECT 1; ''',true,1694190182529285,'',NULL,'tianjin')
ALTER TABLE "tsdb"."public"."semi;colon63" ADD COLUMN IF NOT EXISTS "{brace}" CHAR(100)
ALTER TABLE "tsdb"."public"."semi;colon63" ADD TAG "x=y" INT4
INSERT INTO "tsdb"."public"."semi;colon63" ("/*comment*/", "a b", "/*comment*/_3", "select", "{brace}", "value", "(paren)", "null", "x=y") VALUES (1694850840000810683,''');DROP TABLE t;--',false,1697591312254724,' leading and trailing ',b'\xe5\x8c\x97','\x41',' leading and trailing ',2147483647)
SHOW COLUMNS FROM "tsdb"."public"."(paren)64"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."(paren)64" ("index" TIMESTAMPTZ(9) NOT NULL, "?" VARCHAR(64), "comma," CHAR(100), "location" INT8, "order" INT2, "!" INT2) TAGS ("tags" INT2 NOT NULL) PRIMARY TAGS ("tags")
SHOW TAGS FROM "tsdb"."public"."(paren)64"
INSERT INTO "tsdb"."public"."(paren)64" ("index", "tags", "?", "comma,", "location", "order", "!") VALUES (1691602472000828232,0,null,NULL,NULL,0,-32768),(1693006682000053079,23487,NULL,e'\x01\x1f',-9223372036854775808,23573,-32768),(1693548153000339707,8497,' leading and trailing ',null,969839193625,0,32767)
ALTER TABLE "tsdb"."public"."(paren)64" ALTER COLUMN "?" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."(paren)64" ALTER COLUMN "order" TYPE INT4
ALTER TABLE "tsdb"."public"."(paren)64" ALTER COLUMN "!" TYPE INT4
ALTER TABLE "tsdb"."public"."(paren)64" ADD COLUMN IF NOT EXISTS "1st" TIMESTAMPTZ(3)
INSERT INTO "tsdb"."public"."(paren)64" ("index", "tags", "?", "comma,", "location", "order", "!", "1st") VALUES (1695174074000863076,0,';','true',null,-2147483648,2147483647,NULL),(1699132614000734291,0,null,e'\x01\x1f',NULL,215193320,2147483647,1691755930249),(1693325184000547396,-32768,'true',NULL,9223372036854775807,-2147483648,850841962,1709222399000)
ALTER TABLE "tsdb"."public"."(paren)64" ALTER COLUMN "?" TYPE VARCHAR(256)
ALTER TABLE "tsdb"."public"."(paren)64" ALTER COLUMN "order" TYPE INT8
ALTER TABLE "tsdb"."public"."(paren)64" ALTER COLUMN "!" TYPE INT8
ALTER TABLE "tsdb"."public"."(paren)64" ADD TAG "e" NCHAR(100)
INSERT INTO "tsdb"."public"."(paren)64" ("index", "tags", "?", "comma,", "location", "order", "!", "1st", "e") VALUES (1692626375000002837,-32768,'it''s','/* */',null,null,9223372036854775807,NULL,''),(1699804363000056954,-32768,'北京','\x41',-9223372036854775808,887367635732,9223372036854775807,1699901883489,'--'),(1698813221000974042,13859,null,'😀🎉',9223372036854775807,-9223372036854775808,9223372036854775807,1709222399000,NULL)
SHOW COLUMNS FROM "tsdb"."public"."tags65"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tags65" ("apo'strophe" TIMESTAMPTZ(9) NOT NULL, "temp" NCHAR(100)) TAGS ("{brace}" INT2 NOT NULL) PRIMARY TAGS ("{brace}")
SHOW TAGS FROM "tsdb"."public"."tags65"
INSERT INTO "tsdb"."public"."tags65" ("apo'strophe", "{brace}", "temp") VALUES (1695815443000286954,-32768,'back\slash')
ALTER TABLE "tsdb"."public"."tags65" ADD COLUMN IF NOT EXISTS "value" TIMESTAMPTZ(9)
INSERT INTO "tsdb"."public"."tags65" ("apo'strophe", "{brace}", "temp", "value") VALUES (1691296365000580876,3667,';',1696783274000317045),(1697806885000881724,0,null,1694712998000619524)
ALTER TABLE "tsdb"."public"."tags65" ADD COLUMN IF NOT EXISTS "tag" VARCHAR(64)
ALTER TABLE "tsdb"."public"."tags65" ADD TAG "a b" BOOL
INSERT INTO "tsdb"."public"."tags65" ("apo'strophe", "{brace}", "temp", "value", "tag", "a b") VALUES (1696188782000497808,-32768,null,NULL,NULL,false),(1691564673000117655,0,null,1699581496000212310,'1.5',false),(1690703856000926079,32767,'it''s',1709222399000000000,null,false)
SHOW COLUMNS FROM "tsdb"."public"."|66"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."|66" ("!" TIMESTAMPTZ(9) NOT NULL, "ts" NVARCHAR(100), "table" TIMESTAMP(9), "quote""d" INT8, "select" TIMESTAMPTZ(3)) TAGS ("default" INT4 NOT NULL, "1st" NCHAR(100) NOT NULL, "e" INT4 NOT NULL, "/*comment*/" CHAR(100)) PRIMARY TAGS ("default", "1st", "e")
SHOW TAGS FROM "tsdb"."public"."|66"
INSERT INTO "tsdb"."public"."|66" ("!", "default", "1st", "e", "ts", "table", "quote""d", "select", "/*comment*/") VALUES (1691815142000192858,2147483647,'北京',-2147483648,'it''s',1696943054000933384,-9223372036854775808,1698532873293,'back\slash'),(1690102874000013730,-2147483648,'é',2147483647,e'new\nline',1692231749000588105,527877732180,1691353959200,'--'),(1691199093000269856,-2147483648,'北京',2147483647,'"quoted"',1709222399000000000,9223372036854775807,1693370103355,'''''')
ALTER TABLE "tsdb"."public"."|66" ALTER COLUMN "ts" TYPE NVARCHAR(200)
INSERT INTO "tsdb"."public"."|66" ("!", "default", "1st", "e", "ts", "table", "quote""d", "select", "/*comment*/") VALUES (1691699345000511627,2147483647,'back\slash',-2147483648,' leading and trailing ',NULL,-9223372036854775808,1691604944237,'"quoted"')
ALTER TABLE "tsdb"."public"."|66" ALTER COLUMN "ts" TYPE NVARCHAR(400)
INSERT INTO "tsdb"."public"."|66" ("!", "default", "1st", "e", "ts", "table", "quote""d", "select", "/*comment*/") VALUES (1697617908000081237,-2147483648,'\',-2147483648,e'\x01\x1f',NULL,null,null,e'new\nline'),(1699052339000750927,712961750,e'tab\tand\rreturn',2147483647,null,1709222399000000000,null,1696178168748,'null'),(1693314105000320651,-2147483648,'\x41',273960713,null,1699766581000185198,NULL,null,'''; SELECT 1; ''')
SHOW COLUMNS FROM "tsdb"."public"."#hash67"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."#hash67" ("a.b" TIMESTAMPTZ(9) NOT NULL, "quote""d" TIMESTAMPTZ(9), "e" NVARCHAR(254)) TAGS ("^" CHAR(100) NOT NULL, "!" INT4 NOT NULL, "value" CHAR(100), "quote""d_6" INT2 NOT NULL) PRIMARY TAGS ("^", "!", "quote""d_6")
SHOW TAGS FROM "tsdb"."public"."#hash67"
INSERT INTO "tsdb"."public"."#hash67" ("a.b", "^", "!", "quote""d_6", "quote""d", "e", "value") VALUES (1693001624000162090,'"quoted"',2147483647,9765,NULL,'','''; SELECT 1; '''),(1697243884000914467,'/* */',2147483647,0,1709222399000000000,'NULL',''');DROP TABLE t;--')
ALTER TABLE "tsdb"."public"."#hash67" ALTER COLUMN "e" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."#hash67" ADD COLUMN IF NOT EXISTS "x" VARCHAR(64)
ALTER TABLE "tsdb"."public"."#hash67" ADD TAG "{brace}" FLOAT8
INSERT INTO "tsdb"."public"."#hash67" ("a.b", "^", "!", "quote""d_6", "quote""d", "e", "x", "value", "{brace}") VALUES (1697592213000160391,'"quoted"',2147483647,32767,1691899998000815064,'/* */','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','null',5e-324)
ALTER TABLE "tsdb"."public"."#hash67" ALTER COLUMN "e" TYPE NVARCHAR(1016)
ALTER TABLE "tsdb"."public"."#hash67" ALTER COLUMN "x" TYPE VARCHAR(128)
ALTER TABLE "tsdb"."public"."#hash67" ADD COLUMN IF NOT EXISTS "select" INT4
ALTER TABLE "tsdb"."public"."#hash67" ADD TAG "--comment" BOOL
INSERT INTO "tsdb"."public"."#hash67" ("a.b", "^", "!", "quote""d_6", "quote""d", "e", "x", "select", "value", "{brace}", "--comment") VALUES (1690818468000430711,'"quoted"',455937609,15427,null,'/* */','"quoted"',-2147483648,'null',NULL,false),(1692852615000253602,'tianjin',-2147483648,0,1699147086000629572,null,'\''',null,'e''x''',-0.16,true),(1698772536000805807,'',262182724,32767,1691755930249000000,'''''','北京',2147483647,'é',-0.16,true)
SHOW COLUMNS FROM "tsdb"."public"."a b68"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a b68" ("`tick`" TIMESTAMPTZ(9) NOT NULL, "&" INT2, "a-b" INT2, "group" BOOL, "[bracket]" INT4) TAGS ("|" INT8 NOT NULL, "index" FLOAT8) PRIMARY TAGS ("|")
SHOW TAGS FROM "tsdb"."public"."a b68"
INSERT INTO "tsdb"."public"."a b68" ("`tick`", "|", "&", "a-b", "group", "[bracket]", "index") VALUES (1698686247000773362,2535208944865431245,4371,32767,null,2147483647,-0.16)
ALTER TABLE "tsdb"."public"."a b68" ALTER COLUMN "&" TYPE INT4
ALTER TABLE "tsdb"."public"."a b68" ALTER COLUMN "a-b" TYPE INT4
ALTER TABLE "tsdb"."public"."a b68" ALTER COLUMN "[bracket]" TYPE INT8
ALTER TABLE "tsdb"."public"."a b68" ADD TAG "x=y" VARCHAR(100)
INSERT INTO "tsdb"."public"."a b68" ("`tick`", "|", "&", "a-b", "group", "[bracket]", "index", "x=y") VALUES (1692017372000014620,2535208944865431245,-2147483648,2147483647,null,-9223372036854775808,-0.16,'true'),(1692080545000281624,2535208944865431245,-2147483648,NULL,true,NULL,1E5,'北京')
ALTER TABLE "tsdb"."public"."a b68" ALTER COLUMN "&" TYPE INT8
ALTER TABLE "tsdb"."public"."a b68" ALTER COLUMN "a-b" TYPE INT8
ALTER TABLE "tsdb"."public"."a b68" ADD COLUMN IF NOT EXISTS "--comment" CHAR(64)
ALTER TABLE "tsdb"."public"."a b68" ALTER TAG "x=y" TYPE VARCHAR(200)
INSERT INTO "tsdb"."public"."a b68" ("`tick`", "|", "&", "a-b", "group", "[bracket]", "--comment", "index", "x=y") VALUES (1696615423000044815,2535208944865431245,null,null,NULL,504869272932,'tianjin',174.134701,'--'),(1691545278000664481,-9223372036854775808,2535208944865431245,9223372036854775807,true,2535208944865431245,'\x41',-0.16,'%s')
SHOW COLUMNS FROM "tsdb"."public"."value69"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."value69" ("#hash" TIMESTAMPTZ(9) NOT NULL, "`tick`" INT8, "semi;colon" INT2, "--comment" TIMESTAMP(9)) TAGS ("quote""d" INT8 NOT NULL, "!" INT2, "ts" VARBYTES(100)) PRIMARY TAGS ("quote""d")
SHOW TAGS FROM "tsdb"."public"."value69"
INSERT INTO "tsdb"."public"."value69" ("#hash", "quote""d", "`tick`", "semi;colon", "--comment", "!", "ts") VALUES (1694256762000927334,782552716322,9223372036854775807,5947,1693659214000711010,NULL,b'\x00\xff\x10')
ALTER TABLE "tsdb"."public"."value69" ALTER COLUMN "semi;colon" TYPE INT4
ALTER TABLE "tsdb"."public"."value69" ADD COLUMN IF NOT EXISTS "table" NVARCHAR(254)
ALTER TABLE "tsdb"."public"."value69" ALTER TAG "!" TYPE INT4
INSERT INTO "tsdb"."public"."value69" ("#hash", "quote""d", "`tick`", "semi;colon", "--comment", "table", "!", "ts") VALUES (1694674485000025303,-9223372036854775808,null,null,1699708909000485225,null,108725155,NULL)
ALTER TABLE "tsdb"."public"."value69" ALTER COLUMN "semi;colon" TYPE INT8
ALTER TABLE "tsdb"."public"."value69" ALTER COLUMN "table" TYPE NVARCHAR(508)
ALTER TABLE "tsdb"."public"."value69" ADD COLUMN IF NOT EXISTS "null" FLOAT8
ALTER TABLE "tsdb"."public"."value69" ALTER TAG "!" TYPE INT8
INSERT INTO "tsdb"."public"."value69" ("#hash", "quote""d", "`tick`", "semi;colon", "--comment", "table", "null", "!", "ts") VALUES (1693638910000969382,2535208944865431245,NULL,-9223372036854775808,1692279665000285675,';',1.7976931348623157e308,9223372036854775807,NULL)
SHOW COLUMNS FROM "tsdb"."public"."comma,70"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."comma,70" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "c1" VARCHAR(254), "tag" VARCHAR(254), "1st" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."comma,70"
INSERT INTO "tsdb"."public"."comma,70" ("timestamp", "primary_tag", "value", "c1", "tag", "1st") VALUES (1691381213704,'bf49c451ccb4e02feb2bbf16383715a116cce6bfb737c7d2ca90d81dae549f86','true','1','1','2.5')
INSERT INTO "tsdb"."public"."comma,70" ("timestamp", "primary_tag", "value", "c1", "tag", "1st") VALUES (1693712278300,'28220e1fff3a177f0b09505699e6ba68e7c8eadd155933cfbcd6410ea1347957','219','1','1','\'),(1690550351688,'263031cb6941c9c7e4ba5f96408f2cf7fdb1ce414749fd5d19ec8f4e17580696','true','2.5',e'line1\r\nline2','2.5')
SHOW COLUMNS FROM "tsdb"."public"."x71"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."x71" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "temp" VARCHAR(254), "tag" VARCHAR(254), "temp_2" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."x71"
INSERT INTO "tsdb"."public"."x71" ("timestamp", "primary_tag", "value", "temp", "tag", "temp_2") VALUES (1697201998932,'38e9c98a85f4b32e35ff17a576036d2e41cfaec2b1a590da49bb38eb48bbe56a','1.5','2.5','1.5','1')
INSERT INTO "tsdb"."public"."x71" ("timestamp", "primary_tag", "value", "temp", "tag", "temp_2") VALUES (1693674544331,'addb52ed8a8c7ad4d6f1eb8e622ffe87a1eb8e263c7f34e0d8e654ef04a8bdf9','😀🎉','2.5','1','1')
SHOW COLUMNS FROM "tsdb"."public"."(paren)72"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."(paren)72" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "--comment" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."(paren)72"
INSERT INTO "tsdb"."public"."(paren)72" ("timestamp", "primary_tag", "value", "--comment") VALUES (1690502667546,'07fa512793afc18603693bb68340f2535cc204407f1718c1e0b5173678130f1d','-1e3','$1')
INSERT INTO "tsdb"."public"."(paren)72" ("timestamp", "primary_tag", "value", "--comment") VALUES (1695287769749,'8498d9b0dca12037b408ee99ab64e4e5a4671c020e4b7454cc75eed863dfe087','219','1'),(1697034794420,'8498d9b0dca12037b408ee99ab64e4e5a4671c020e4b7454cc75eed863dfe087','true','1')
SHOW COLUMNS FROM "tsdb"."public"."per%cent73"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."per%cent73" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "comma," VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."per%cent73"
INSERT INTO "tsdb"."public"."per%cent73" ("timestamp", "primary_tag", "value", "comma,") VALUES (1694945213463,'ce469a6d92c9192a07c8d9955bca448d16b9b061bdcf5a8cb0742e5ebe0ad73d','-1e3','1'),(1691375671145,'fc399f5d7c67eefd97f630f7b3a7ae136c63c40aa069e6766fb3c49c4e9db95b','10.3','null'),(1692076855976,'432a9c9d9adbda99557f8ef2e21e98aa0c1d61502de95c8a0017a9a71f1c7cc8','-1e3','--')
INSERT INTO "tsdb"."public"."per%cent73" ("timestamp", "primary_tag", "value", "comma,") VALUES (1690561393509,'ce469a6d92c9192a07c8d9955bca448d16b9b061bdcf5a8cb0742e5ebe0ad73d','219','1')
SHOW COLUMNS FROM "tsdb"."public"."^74"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."^74" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "select" VARCHAR(254), "`tick`" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."^74"
INSERT INTO "tsdb"."public"."^74" ("timestamp", "primary_tag", "value", "select", "`tick`") VALUES (1699474438140,'de31455bdb18841547bd7017b4fcf371471e0b1148c415c5374a1477a941a377','-1e3','2.5','NULL'),(1696837726980,'f1438ac3e8e5abf6ea11ce4781d59b71e6dfb0d008777684889fc14d25d21efa','-1e3','--','2.5')
INSERT INTO "tsdb"."public"."^74" ("timestamp", "primary_tag", "value", "select", "`tick`") VALUES (1693811498655,'536ad5298abafd2cda769c20e708fa83eab168781a474a74ce52b7afd3f98b15','10.3','2.5','2.5')
SHOW COLUMNS FROM "tsdb"."public"."?75"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."?75" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "ts" VARCHAR(254), "user" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."?75"
INSERT INTO "tsdb"."public"."?75" ("timestamp", "primary_tag", "value", "ts", "user") VALUES (1690504928901,'b821c1f2e9fd5c0d8026c9869b73172e77acaba4f7b62279768383d45942451a','-1e3','1','2.5'),(1693042102847,'b821c1f2e9fd5c0d8026c9869b73172e77acaba4f7b62279768383d45942451a','219','1','2.5')
INSERT INTO "tsdb"."public"."?75" ("timestamp", "primary_tag", "value", "ts", "user") VALUES (1696845045117,'b821c1f2e9fd5c0d8026c9869b73172e77acaba4f7b62279768383d45942451a','"quoted"','1','2.5')
SHOW COLUMNS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "order" VARCHAR(254), "a-b" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76"
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" ("timestamp", "primary_tag", "value", "order", "a-b") VALUES (1693429334544,'a9f03642bd15522bfa2355998690807c96b4aacc43aeefd8836b068b044780ee','true','1','1')
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" ("timestamp", "primary_tag", "value", "order", "a-b") VALUES (1691986101797,'3ff497610fd2c2ff8ce3c0b14a1b089e95c63a5526f3ebe33083c97128824df3','back\slash','1','2.5')
SHOW COLUMNS FROM "tsdb"."public"."family77"
SHOW COLUMNS FROM "tsdb"."public"."apo'strophe78"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."apo'strophe78" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "@at" VARCHAR(254), "index" VARCHAR(254), "x=y" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."apo'strophe78"
INSERT INTO "tsdb"."public"."apo'strophe78" ("timestamp", "primary_tag", "value", "@at", "index", "x=y") VALUES (1691758877746,'ee2f22f7f12677fbaf7f96dcd1b41ee277917335795b2aaeb5bf0209163327f4','true','2.5','2.5','2.5')
INSERT INTO "tsdb"."public"."apo'strophe78" ("timestamp", "primary_tag", "value", "@at", "index", "x=y") VALUES (1691297662347,'cf76350af0bd0c526dca30c45fde6eff2b47c5fc940027a97d62603f05037b66','true','--','--','😀🎉')
SHOW COLUMNS FROM "tsdb"."public"."?79"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."?79" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "default" VARCHAR(254), "back\slash" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."?79"
INSERT INTO "tsdb"."public"."?79" ("timestamp", "primary_tag", "value", "default", "back\slash") VALUES (1695841082946,'0c69695888a5888e109c326d711dd8338a034abb230145a8860686fd006d32e5','true','1','\x41'),(1691996334145,'5252b6ff91e50eedbd3186d030d32d34f126b103217793e91fcd7d29b3b863f8','10.3','1','1'),(1693543746629,'b6639df5592580c745c3a01ab4e6cda99a8732db6de9792396e68a6dc83174f3','true','2.5','2.5')
INSERT INTO "tsdb"."public"."?79" ("timestamp", "primary_tag", "value", "default", "back\slash") VALUES (1699251214980,'5252b6ff91e50eedbd3186d030d32d34f126b103217793e91fcd7d29b3b863f8','it''s','1','1'),(1695701199220,'9b3374f600d0daae2d972cb7da84cafaf54b6977ca7e338bf3f0e700f32a5203','-1e3','%s','2.5')
SHOW COLUMNS FROM "tsdb"."public"."--comment80"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."--comment80" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "user" VARCHAR(254), "user_1" VARCHAR(254), "comma," VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."--comment80"
SHOW COLUMNS FROM "tsdb"."public"."temp81"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."temp81" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "/*comment*/" VARCHAR(254), "$dollar" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."temp81"
INSERT INTO "tsdb"."public"."temp81" ("timestamp", "primary_tag", "value", "/*comment*/", "$dollar") VALUES (1690483257000,'dc895b01ab544e6dfc9427204cd977a6142d471fa3ba56191d09ce28a7b8fc1f',219,'2.5','1')
SHOW COLUMNS FROM "tsdb"."public"."order82"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order82" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "order" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."order82"
INSERT INTO "tsdb"."public"."order82" ("timestamp", "primary_tag", "value", "order") VALUES (1698134145000,'3fd3ea530d4f3164876d284f6db117a1e0a2ffdf65d3232a3364b1afd4bb3ecd',10.3,e'line1\r\nline2')
INSERT INTO "tsdb"."public"."order82" ("timestamp", "primary_tag", "value", "order") VALUES (1692136079000,'1b58e550ca5cb4e8a5feecb8508e00d999e7a4cc4e2800efd7ccbdacbd14ea52',219,'2.5'),(1692470993000,'94783f79cdc48fa691251864aa15ee7eb72b08d1947ed0b78f639bf502a9894d',219,'NULL')
SHOW COLUMNS FROM "tsdb"."public"."index83"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."index83" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "<>" VARCHAR(254), "location" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."index83"
INSERT INTO "tsdb"."public"."index83" ("timestamp", "primary_tag", "value", "<>", "location") VALUES (1698804338000,'4265df2e64f1c68c8a09fb43630ad26456622471dbf4a957ce3f254bf0c0a2a2',10.3,'--','1'),(1694555517000,'7b75641ea113f6c7dbffc19123413717c7885b1ae2919daa8ec557988c07f5a5',219,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','2.5'),(1695463812000,'f2564d4d57f0c91f816a46edf74cc2e87e507b6f02f7f6f4433c64cb788b5a09',10.3,'2.5',e'line1\r\nline2')
SHOW COLUMNS FROM "tsdb"."public"."true84"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."true84" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "family" VARCHAR(254), "group" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."true84"
INSERT INTO "tsdb"."public"."true84" ("timestamp", "primary_tag", "value", "family", "group") VALUES (1696297121000,'95cb8f150b63158bf46e4e9ca680dc9cd5d603e93eb9b8c4c82c867bed3f0a5c',10.3,'it''s','2.5')
SHOW COLUMNS FROM "tsdb"."public"."apo'strophe85"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."apo'strophe85" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "comma," VARCHAR(254), "1st" VARCHAR(254), "@at" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."apo'strophe85"
SHOW COLUMNS FROM "tsdb"."public"."family86"
SHOW COLUMNS FROM "tsdb"."public"."<>87"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>87" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "temp" VARCHAR(254), "family" VARCHAR(254), "comma," VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."<>87"
SHOW COLUMNS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "per%cent" VARCHAR(254), "group" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88"
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" ("timestamp", "primary_tag", "value", "per%cent", "group") VALUES (1690465571000,'806330c583b12e98a2778da2d9e3ecfb1b2f081a35d1ba757887cc8c09b5f8cd',10.3,'1','é')
SHOW COLUMNS FROM "tsdb"."public"."true89"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."true89" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "^" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."true89"
INSERT INTO "tsdb"."public"."true89" ("timestamp", "primary_tag", "value", "^") VALUES (1699716255000,'d343b67f53b1fa5b308387ba3d1e9c1c42d41f639c1628b716d128cf177086f6',-1e3,'1'),(1696654695000,'d343b67f53b1fa5b308387ba3d1e9c1c42d41f639c1628b716d128cf177086f6',-1e3,'1'),(1698402858000,'d343b67f53b1fa5b308387ba3d1e9c1c42d41f639c1628b716d128cf177086f6',219,'1')
SHOW COLUMNS FROM "tsdb"."public"."null90"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."null90" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "b" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."null90"
INSERT INTO "tsdb"."public"."null90" ("timestamp", "primary_tag", "value", "b") VALUES (1697779932445,'488e726d27acbf594b3eabe24ed14c57d511dc0d4b8a51b1a94dbc79b9fa4687','10.3','new_line')
INSERT INTO "tsdb"."public"."null90" ("timestamp", "primary_tag", "value", "b") VALUES (1690895456289,'869f44f3cafc9130d28cde89b36f3343d904de6ccfe75ab9a5e19375636b3117','219','e''x''')
SHOW COLUMNS FROM "tsdb"."public"."1st91"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."1st91" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "^" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."1st91"
INSERT INTO "tsdb"."public"."1st91" ("timestamp", "primary_tag", "value", "^") VALUES (1699990735126,'16ab2ea4402ab82d4de0890f0ae39a470185383c524c88788e5c59d30b617869','10.3','é')
INSERT INTO "tsdb"."public"."1st91" ("timestamp", "primary_tag", "value", "^") VALUES (1699203073830,'81996d3c3cf5c8d5765e62088d42ba0ca8997a1565553061f6bff55de478177b','0','true')
SHOW COLUMNS FROM "tsdb"."public"."@at92"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."@at92" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "user" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."@at92"
INSERT INTO "tsdb"."public"."@at92" ("timestamp", "primary_tag", "value", "user") VALUES (1699768455002,'b1fa55b541f644acc377e2bbbc7ae4f6c09d31888393853f37fb84828e75d7fb','10.3',''');DROP_TABLE_t;--')
INSERT INTO "tsdb"."public"."@at92" ("timestamp", "primary_tag", "value", "user") VALUES (1697732420940,'1ee3386f156d6c261fb8ceb42dcdf9f6ef5bced6efffce949e128a31783b764a','10.3','北京')
SHOW COLUMNS FROM "tsdb"."public"."{brace}93"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."{brace}93" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "order" VARCHAR(254), "e" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."{brace}93"
INSERT INTO "tsdb"."public"."{brace}93" ("timestamp", "primary_tag", "value", "order", "e") VALUES (1694492481974,'09766b78a6fdc9f1adca9a320a504f89ea8d30ed8e485ea7d1aaa30a9579f188','-1.5e3','null','''''')
INSERT INTO "tsdb"."public"."{brace}93" ("timestamp", "primary_tag", "value", "order", "e") VALUES (1698750287398,'509e6de112c9ca29b97329befde0979a3c0061d4fb7703c67840e21f751fd38c','219','back\slash','😀🎉')
SHOW COLUMNS FROM "tsdb"."public"."select94"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."select94" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "1st" VARCHAR(254), "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" VARCHAR(254), "x" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."select94"
INSERT INTO "tsdb"."public"."select94" ("timestamp", "primary_tag", "value", "1st", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "x") VALUES (1698127947377,'2950bb0f5eaabb3ba8d6a0cb77d7be1531e56987916c7dacb7a17428c116d678','0','--','x','back\slash')
INSERT INTO "tsdb"."public"."select94" ("timestamp", "primary_tag", "value", "1st", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "x") VALUES (1697628784461,'1a3dc0b4aed0db3d49f31ce2c63b69a4d61b612bf8aba23355c102516aab4aab','-1.5e3','e''x''','tab_and_return',e'\x01\x1f')
SHOW COLUMNS FROM "tsdb"."public"."ts95"
SHOW COLUMNS FROM "tsdb"."public"."apo'strophe96"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."apo'strophe96" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "temp" VARCHAR(254), "~" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."apo'strophe96"
INSERT INTO "tsdb"."public"."apo'strophe96" ("timestamp", "primary_tag", "value", "temp", "~") VALUES (1697573244685,'b16fda509d1fe0530919cf1147652650925b549a6aee47aa4585a4c915121a42','-1.5e3','line1__line2','😀🎉')
INSERT INTO "tsdb"."public"."apo'strophe96" ("timestamp", "primary_tag", "value", "temp", "~") VALUES (1692989230136,'ec28ac6b895e92793fdde72fe0a629881924616b8c7f0ef39dd8c0b02fb760ef','10.3','1.5',''';_SELECT_1;_''')
SHOW COLUMNS FROM "tsdb"."public"."temp97"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."temp97" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "user" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."temp97"
INSERT INTO "tsdb"."public"."temp97" ("timestamp", "primary_tag", "value", "user") VALUES (1698924633716,'e985814134cee92a8170ffecee7d05aca9ac1c8083835c798062ce038391a533','10.3','1.5')
INSERT INTO "tsdb"."public"."temp97" ("timestamp", "primary_tag", "value", "user") VALUES (1697857647226,'28986b17960d94c08ab3e4d8269bba296123a682de0cfdffb44ea2c79a2b51fc','219','true')
SHOW COLUMNS FROM "tsdb"."public"."<>98"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>98" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "ts" VARCHAR(254), "apo'strophe" VARCHAR(254), "/*comment*/" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."<>98"
INSERT INTO "tsdb"."public"."<>98" ("timestamp", "primary_tag", "value", "ts", "apo'strophe", "/*comment*/") VALUES (1690260405342,'157e5a414c7b94da1ac65ab73bb4c98b1fb33a04b795dd77834ba86318812dd3','10.3','%s','line1__line2','null')
INSERT INTO "tsdb"."public"."<>98" ("timestamp", "primary_tag", "value", "ts", "apo'strophe", "/*comment*/") VALUES (1691577931938,'a2209bd829fcbee8425e1a24d0a04c84a39ee543d974c48d598939232e4d003f','10.3','new_line','/*_*/','é')
SHOW COLUMNS FROM "tsdb"."public"."&99"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."&99" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "^" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."&99"
INSERT INTO "tsdb"."public"."&99" ("timestamp", "primary_tag", "value", "^") VALUES (1692643980328,'fab47a4a73a8b7499a73cca570f09258e0ab8029a9bb7777e45227437115daeb','0','😀🎉')
INSERT INTO "tsdb"."public"."&99" ("timestamp", "primary_tag", "value", "^") VALUES (1698218648887,'032db131fa71001454938f1945cb929fbd35f07e2ea327ab29faabf6df90d1b7','10.3','%s')
SHOW COLUMNS FROM "tsdb"."public"."index100"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."index100" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "user" VARCHAR(254), "quote""d" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."index100"
INSERT INTO "tsdb"."public"."index100" ("timestamp", "primary_tag", "value", "user", "quote""d") VALUES (1696642774000,'2c59820095f33cc9d3dafad6e6a04c926cfae70b7f6d629cd1070be2840649c8',-1.5e3,'é','true')
INSERT INTO "tsdb"."public"."index100" ("timestamp", "primary_tag", "value", "user", "quote""d") VALUES (1691564598000,'22fa820580015765893d882c51288a257f451b7827847110f268dde1bbbe5e6d',0,'\''','1.5')
SHOW COLUMNS FROM "tsdb"."public"."1st101"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."1st101" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "default" VARCHAR(254), "|" VARCHAR(254), "default_2" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."1st101"
INSERT INTO "tsdb"."public"."1st101" ("timestamp", "primary_tag", "value", "default", "|", "default_2") VALUES (1692146102000,'0e266c95851768f682f1d4236e26ed207edea30423e37dea042a8aa7e51673d9',-1.5e3,'e''x''','/*_*/','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
INSERT INTO "tsdb"."public"."1st101" ("timestamp", "primary_tag", "value", "default", "|", "default_2") VALUES (1694231527000,'9dd64ef4189538a51e862ee7aff5dc9b26c9435a213137b72132bd8e0ac54afa',219,'x','true','/*_*/')
SHOW COLUMNS FROM "tsdb"."public"."tag102"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tag102" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "apo'strophe" VARCHAR(254), "x" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."tag102"
INSERT INTO "tsdb"."public"."tag102" ("timestamp", "primary_tag", "value", "apo'strophe", "x") VALUES (1699416491000,'095619f49b536db1c7c2405e718fde3f143436500a7e19c17151a67f445877b3',0,'/*_*/','\x41')
INSERT INTO "tsdb"."public"."tag102" ("timestamp", "primary_tag", "value", "apo'strophe", "x") VALUES (1691942134000,'32053996b5cef0e3f62a24485fc36b56cbaf1cbc7d3c2232253c81820e03ef8a',10.3,'it''s','x')
SHOW COLUMNS FROM "tsdb"."public"."$dollar103"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."$dollar103" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "tag" VARCHAR(254), "temp" VARCHAR(254), "#hash" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."$dollar103"
INSERT INTO "tsdb"."public"."$dollar103" ("timestamp", "primary_tag", "value", "tag", "temp", "#hash") VALUES (1694896238000,'30826e4d4e3d1493524597c3b7e75def426c6931a0abf8307a35f6733f4f81ad',10.3,'\x41','true','1.5')
INSERT INTO "tsdb"."public"."$dollar103" ("timestamp", "primary_tag", "value", "tag", "temp", "#hash") VALUES (1698194908000,'4d2a7b1b2eb7d4b8fbe7fcd46dde1b4dd67512b058b9c87b1d04fc2245b9f975',219,'x','''''','''''')
SHOW COLUMNS FROM "tsdb"."public"."#hash104"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."#hash104" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "order" VARCHAR(254), "e" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."#hash104"
INSERT INTO "tsdb"."public"."#hash104" ("timestamp", "primary_tag", "value", "order", "e") VALUES (1692879785000,'57119229955a77f3c8ed5fd4aae5675ac879f77292e4cd5ad3f8d3020d3badec',219,'true','\x41')
INSERT INTO "tsdb"."public"."#hash104" ("timestamp", "primary_tag", "value", "order", "e") VALUES (1695761956000,'8d6418b07218dcdee72146f59f37cddc990d84bdccd32a4f13d15ffd53350a96',10.3,'x','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
SHOW COLUMNS FROM "tsdb"."public"."back\slash105"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."back\slash105" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "select" VARCHAR(254), "&" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."back\slash105"
INSERT INTO "tsdb"."public"."back\slash105" ("timestamp", "primary_tag", "value", "select", "&") VALUES (1690203048000,'230bb9ff52268631db8062823ff7dabf937ef892f3c8fc6968fe3360af35a7f1',219,'é','tianjin')
INSERT INTO "tsdb"."public"."back\slash105" ("timestamp", "primary_tag", "value", "select", "&") VALUES (1693563464000,'a307e77a8d34f8d7af85f8d1ab1775824ce3d6ea81f8ae809fcf28a784c79c58',0,'$1','/*_*/')
SHOW COLUMNS FROM "tsdb"."public"."/*comment*/106"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."/*comment*/106" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."/*comment*/106"
INSERT INTO "tsdb"."public"."/*comment*/106" ("timestamp", "primary_tag", "value", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1693221312000,'672f1604c8c02c6f511febeb4b4fd5c0706e884e9fc37d859c8e24dbd3b49960',-1.5e3,'e''x''')
INSERT INTO "tsdb"."public"."/*comment*/106" ("timestamp", "primary_tag", "value", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1696080153000,'67ada93b519cb473bbfbb927abafa9df6876d14ffb21df45e2fba3283d123a1d',0,'tianjin')
SHOW COLUMNS FROM "tsdb"."public"."c1107"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."c1107" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "a.b" VARCHAR(254), "e" VARCHAR(254), "back\slash" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."c1107"
INSERT INTO "tsdb"."public"."c1107" ("timestamp", "primary_tag", "value", "a.b", "e", "back\slash") VALUES (1690595029000,'89cea4a89772ab4a01afd528518d9a83fe4813fd6a65fe7462c736f70ffc0d6b',10.3,'true','"quoted"','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
INSERT INTO "tsdb"."public"."c1107" ("timestamp", "primary_tag", "value", "a.b", "e", "back\slash") VALUES (1692826825000,'150158228fe963e024d1d2cc71f4d4cfca45a219b4e3158b664d6f8ae927138d',0,'_leading_and_trailing_','\''',e'\x01\x1f')
SHOW COLUMNS FROM "tsdb"."public"."order108"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order108" ("timestamp" TIMESTAMPTZ(3) NOT NULL, "value" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "{brace}" VARCHAR(254), "order" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."order108"
INSERT INTO "tsdb"."public"."order108" ("timestamp", "primary_tag", "value", "{brace}", "order") VALUES (1695116579000,'cd34e61dc82a388418ace374ea4935190e9ea9c2440286e88f12aef318307033',219,'_leading_and_trailing_',e'\x01\x1f')
INSERT INTO "tsdb"."public"."order108" ("timestamp", "primary_tag", "value", "{brace}", "order") VALUES (1693131099000,'7c74c35b85a7921820a0df66c5642513d55c00995e0cd52e9e7224e7c0bbd64b',-1.5e3,'北京','\x41')
SHOW COLUMNS FROM "tsdb"."public"."tag109"
SHOW COLUMNS FROM "tsdb"."public"."apo'strophe110"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."apo'strophe110" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "semi;colon" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "per%cent" VARCHAR(254), "location" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."apo'strophe110"
INSERT INTO "tsdb"."public"."apo'strophe110" ("k_timestamp", "primary_tag", "semi;colon", "per%cent", "location") VALUES (1691228131000807838,'cffd7b56f8b2be0200b1c536c3c88b89d7048cafede9f5d050dd0c062e6a8f78','é','/* */','--')
ALTER TABLE "tsdb"."public"."apo'strophe110" ADD COLUMN IF NOT EXISTS "?" INT4
INSERT INTO "tsdb"."public"."apo'strophe110" ("k_timestamp", "primary_tag", "semi;colon", "?", "per%cent", "location") VALUES (1699831219000281200,'5557e073f4075f65594a0eff43de308701f3c1cc145b0ded7ffb86089b483faa','/* */',332625672,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','北京')
ALTER TABLE "tsdb"."public"."apo'strophe110" ADD COLUMN IF NOT EXISTS "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" FLOAT8
INSERT INTO "tsdb"."public"."apo'strophe110" ("k_timestamp", "primary_tag", "semi;colon", "?", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "per%cent", "location") VALUES (1690961749000893957,'c716803afb4cf201a77687d58685898bfcff951c7034a08da9c1ebe9a8b1ee1c','e''x''',836321191,109.57142857142857,' leading and trailing ','1.5')
SHOW COLUMNS FROM "tsdb"."public"."b111"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."b111" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "1st" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "per%cent" VARCHAR(254), "[bracket]" VARCHAR(254), "table" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."b111"
INSERT INTO "tsdb"."public"."b111" ("k_timestamp", "primary_tag", "1st", "per%cent", "[bracket]", "table") VALUES (1697467386000333818,'49995bfe3feb6e08df1e733a2432ac4176629d6951c6b9fab95f64ceb3981c59',true,'NULL',';','\x41')
ALTER TABLE "tsdb"."public"."b111" ADD COLUMN IF NOT EXISTS "true" INT2
INSERT INTO "tsdb"."public"."b111" ("k_timestamp", "primary_tag", "1st", "true", "per%cent", "[bracket]", "table") VALUES (1699329773000293243,'3ef8d5ed2c763705820c46138780a9d8161e914488929447c440df1420054b60',true,29093,''');DROP TABLE t;--','\''','e''x''')
INSERT INTO "tsdb"."public"."b111" ("k_timestamp", "primary_tag", "1st", "true", "per%cent", "[bracket]", "table") VALUES (1697314421000944690,'bb4f1f6cc9b7d96b36546448fc295d8f2f7d91d57633267158673e32d7c67ad5',false,8093,';','\','\''')
SHOW COLUMNS FROM "tsdb"."public"."semi;colon112"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."semi;colon112" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "@at" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "group" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."semi;colon112"
INSERT INTO "tsdb"."public"."semi;colon112" ("k_timestamp", "primary_tag", "@at", "group") VALUES (1699621523000865205,'d30e45de2e1707680f24e989b3d26fb797a64ab4e695bd89ac3106cc90bad128',false,'北京')
ALTER TABLE "tsdb"."public"."semi;colon112" ADD COLUMN IF NOT EXISTS "x=y" INT2
INSERT INTO "tsdb"."public"."semi;colon112" ("k_timestamp", "primary_tag", "@at", "x=y", "group") VALUES (1697420147000358972,'1494f839ac176b2e6b0513f0e73fd7c25d6f8df99eec8b0b195b656b831966ec',false,22212,'\')
ALTER TABLE "tsdb"."public"."semi;colon112" ADD COLUMN IF NOT EXISTS "apo'strophe" FLOAT4
INSERT INTO "tsdb"."public"."semi;colon112" ("k_timestamp", "primary_tag", "@at", "x=y", "apo'strophe", "group") VALUES (1694864927000499379,'94791722aa67e7bbe6fa93ad57920def8b8e1d91d905ec67ab5478fbae382ade',false,24185,53,'1.5')
SHOW COLUMNS FROM "tsdb"."public"."a.b113"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a.b113" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "location" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "now()" VARCHAR(254), "null" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."a.b113"
INSERT INTO "tsdb"."public"."a.b113" ("k_timestamp", "primary_tag", "location", "now()", "null") VALUES (1691150227000543908,'3d0fd49df390631bb65d3fa23ef56c4bf5a0070a008d511c0028c7e8c73c585c',84.57142857142857,' leading and trailing ','é')
ALTER TABLE "tsdb"."public"."a.b113" ADD COLUMN IF NOT EXISTS "back\slash" NVARCHAR(63)
INSERT INTO "tsdb"."public"."a.b113" ("k_timestamp", "primary_tag", "location", "back\slash", "now()", "null") VALUES (1699511477000424129,'216d2a00fb223c5cc05363896dfb559cfa4f759db17583519bf2cdaf7fe999e0',9.857142857142858,'1.5','é',' leading and trailing ')
INSERT INTO "tsdb"."public"."a.b113" ("k_timestamp", "primary_tag", "location", "back\slash", "now()", "null") VALUES (1691507243000733986,'8b029a034b7a83d28aa9bb1a13d74e0524be3cb3e42c9f738c45963fd3e954f6',91.14285714285714,' leading and trailing ','''''','\x41')
SHOW COLUMNS FROM "tsdb"."public"."$dollar114"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."$dollar114" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "/*comment*/" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "null" VARCHAR(254), "semi;colon" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."$dollar114"
INSERT INTO "tsdb"."public"."$dollar114" ("k_timestamp", "primary_tag", "/*comment*/", "null", "semi;colon") VALUES (1692683208000062246,'a973cf77686e07beac0ff20d026c37b0cf3284672a5a92a44475300cd0857e88','1.5','"quoted"','back\slash')
ALTER TABLE "tsdb"."public"."$dollar114" ADD COLUMN IF NOT EXISTS "[bracket]" INT4
INSERT INTO "tsdb"."public"."$dollar114" ("k_timestamp", "primary_tag", "/*comment*/", "[bracket]", "null", "semi;colon") VALUES (1697124203000640379,'3b32ee4af30f4b0713ad99e67db28dd2eb93414de21efe00422e9f2a91bf041e','NULL',935796984,'1.5','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
ALTER TABLE "tsdb"."public"."$dollar114" ADD COLUMN IF NOT EXISTS "$dollar" FLOAT8
INSERT INTO "tsdb"."public"."$dollar114" ("k_timestamp", "primary_tag", "/*comment*/", "[bracket]", "$dollar", "null", "semi;colon") VALUES (1698507733000775714,'b008dd3bc039b8412d05e7bdc47ea6be3a871b53f45621911381f35a5eccba32',';',179355739,49.714285714285715,'NULL','''; SELECT 1; ''')
SHOW COLUMNS FROM "tsdb"."public"."Mixed Case115"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."Mixed Case115" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "tags" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "true" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."Mixed Case115"
INSERT INTO "tsdb"."public"."Mixed Case115" ("k_timestamp", "primary_tag", "tags", "true") VALUES (1699468022000219652,'d3677b10978170fda5f3cdb674ec5948b7daa5a7e68bc6749e6b584c5e7d6bd7',false,'/* */')
ALTER TABLE "tsdb"."public"."Mixed Case115" ADD COLUMN IF NOT EXISTS "per%cent" INT2
INSERT INTO "tsdb"."public"."Mixed Case115" ("k_timestamp", "primary_tag", "tags", "per%cent", "true") VALUES (1690126631000340198,'f66f314e58867025f167cfc02879a3a349f2d7cb1514ea0683d75e28e87fdebf',true,7648,'"quoted"')
ALTER TABLE "tsdb"."public"."Mixed Case115" ADD COLUMN IF NOT EXISTS "a-b" FLOAT4
INSERT INTO "tsdb"."public"."Mixed Case115" ("k_timestamp", "primary_tag", "tags", "per%cent", "a-b", "true") VALUES (1695854763000264980,'8a031dd92bae959325c49a4139d4ab1dc389949a8b2a0cfa5dc9d201a67a056c',false,14576,116,'\''')
SHOW COLUMNS FROM "tsdb"."public"."&116"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."&116" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "semi;colon" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "`tick`" VARCHAR(254), "apo'strophe" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."&116"
INSERT INTO "tsdb"."public"."&116" ("k_timestamp", "primary_tag", "semi;colon", "`tick`", "apo'strophe") VALUES (1690410257000604160,'ba326ec11bfcb5c1655e107b71e73d70ab9f861fbef1addc6abdc1e96c41d427',80.42857142857143,'back\slash','e''x''')
ALTER TABLE "tsdb"."public"."&116" ADD COLUMN IF NOT EXISTS "`tick`_5" NVARCHAR(63)
INSERT INTO "tsdb"."public"."&116" ("k_timestamp", "primary_tag", "semi;colon", "`tick`_5", "`tick`", "apo'strophe") VALUES (1690220534000803949,'3344a58bc6bb8d4d951867a3ca30811a19a9ccccb30bd38323d75873175afa77',9.857142857142858,'\',''');DROP TABLE t;--','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
INSERT INTO "tsdb"."public"."&116" ("k_timestamp", "primary_tag", "semi;colon", "`tick`_5", "`tick`", "apo'strophe") VALUES (1690531732000366090,'ebdd87ff0f499ba34504f5a65257d0b767ac1fa614a11e23be616f137fe0105c',118.71428571428571,'''''',';','北京')
SHOW COLUMNS FROM "tsdb"."public"."family117"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."family117" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "[bracket]" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "!" VARCHAR(254), "order" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."family117"
INSERT INTO "tsdb"."public"."family117" ("k_timestamp", "primary_tag", "[bracket]", "!", "order") VALUES (1692110536000372729,'0115a7556cd32fc3289a6a20a52a9ba64237c33f9e5cf29aef9986492e18b067',57.857142857142854,'e''x''','true')
ALTER TABLE "tsdb"."public"."family117" ADD COLUMN IF NOT EXISTS "a b" NVARCHAR(63)
INSERT INTO "tsdb"."public"."family117" ("k_timestamp", "primary_tag", "[bracket]", "a b", "!", "order") VALUES (1695835841000593075,'6960a7e53fd839c85b09dbf97f345312867e2470a26fc6d42455cac2efd5b88e',139.28571428571428,'$1','true',' leading and trailing ')
INSERT INTO "tsdb"."public"."family117" ("k_timestamp", "primary_tag", "[bracket]", "a b", "!", "order") VALUES (1696183933000391587,'452d2125a9b80e2975f17206461078620f5739762701fd3ee7c973d7ff4eb9cb',91.42857142857143,'\''','%s','1.5')
SHOW COLUMNS FROM "tsdb"."public"."<>118"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>118" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "default" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "x" VARCHAR(254), "tag" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."<>118"
INSERT INTO "tsdb"."public"."<>118" ("k_timestamp", "primary_tag", "default", "x", "tag") VALUES (1692284287000523373,'21cb2b24c22fab15c376f6a35b2e5e3b96818d036db372d4a70dc2c7be44c833',true,'"quoted"','null')
ALTER TABLE "tsdb"."public"."<>118" ADD COLUMN IF NOT EXISTS "x=y" INT2
INSERT INTO "tsdb"."public"."<>118" ("k_timestamp", "primary_tag", "default", "x=y", "x", "tag") VALUES (1699900322000592691,'c67ee99366d968b0fe3857ebd762e1181f97ff7a2d3dfc681f5dba8a5a63a4cb',true,13616,'\','true')
ALTER TABLE "tsdb"."public"."<>118" ADD COLUMN IF NOT EXISTS "per%cent" FLOAT4
INSERT INTO "tsdb"."public"."<>118" ("k_timestamp", "primary_tag", "default", "x=y", "per%cent", "x", "tag") VALUES (1692298262000707216,'dae094363300389e869240fc406c7f5fd5a2f5bab25dd2af398b6a4bfc0a2f25',true,24799,62,'true',' leading and trailing ')
SHOW COLUMNS FROM "tsdb"."public"."?119"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."?119" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "table" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "a-b" VARCHAR(254), "!" VARCHAR(254), "default" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."?119"
INSERT INTO "tsdb"."public"."?119" ("k_timestamp", "primary_tag", "table", "a-b", "!", "default") VALUES (1690767819000699698,'be4bf38fb5b3c259d7fe5c1741a0d3a6f9a049c7cb078771ca75d0fd4b9dbd84',''');DROP TABLE t;--','NULL','\x41','--')
ALTER TABLE "tsdb"."public"."?119" ADD COLUMN IF NOT EXISTS "[bracket]" INT4
INSERT INTO "tsdb"."public"."?119" ("k_timestamp", "primary_tag", "table", "[bracket]", "a-b", "!", "default") VALUES (1692518754000299541,'83fad78baca1353abb34c60734e8a3eaafa280be674a4866dcaf4ca4152c3f1a','',177183290,'back\slash','''''',''');DROP TABLE t;--')
ALTER TABLE "tsdb"."public"."?119" ADD COLUMN IF NOT EXISTS "[bracket]_7" FLOAT8
INSERT INTO "tsdb"."public"."?119" ("k_timestamp", "primary_tag", "table", "[bracket]", "[bracket]_7", "a-b", "!", "default") VALUES (1699762648000426612,'17b15d1b925ffca2035395ba9742e2cc13fdd63047f4862a59e9e0ee52b3acab','e''x''',691494662,55.57142857142857,';','北京','é')
SHOW COLUMNS FROM "tsdb"."public"."Mixed Case120"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."Mixed Case120" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "default" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "value" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."Mixed Case120"
INSERT INTO "tsdb"."public"."Mixed Case120" ("k_timestamp", "primary_tag", "default", "value") VALUES (1690805715000674300,'9ee77035713600e429b2d77b03c527d84709655308acb00731c9b27e57d4f092',22.285714285714285,'😀🎉')
ALTER TABLE "tsdb"."public"."Mixed Case120" ADD COLUMN IF NOT EXISTS "ts" NVARCHAR(63)
INSERT INTO "tsdb"."public"."Mixed Case120" ("k_timestamp", "primary_tag", "default", "ts", "value") VALUES (1694084363000738085,'fb3e034e4a68d597a1c4d9b038c67a5ef798c1e844260ce0d6c4320c21848697',47,'tianjin','--')
ALTER TABLE "tsdb"."public"."Mixed Case120" ADD COLUMN IF NOT EXISTS "per%cent" INT8
INSERT INTO "tsdb"."public"."Mixed Case120" ("k_timestamp", "primary_tag", "default", "ts", "per%cent", "value") VALUES (1694588005000194956,'7d23754c2a44aafba1d4368291b494e1778e98614c58cc2b98f91e687e4dc88a',120.71428571428571,'back\slash',9223372036854775807,'1.5')
SHOW COLUMNS FROM "tsdb"."public"."&121"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."&121" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "true" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "<>" VARCHAR(254), "default" VARCHAR(254), "#hash" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."&121"
INSERT INTO "tsdb"."public"."&121" ("k_timestamp", "primary_tag", "true", "<>", "default", "#hash") VALUES (1693562466000610525,'08898fbc80900e31af604599917324422fec73f9d42adc359556c56c33f43573',false,'\x41',' leading and trailing ',' leading and trailing ')
ALTER TABLE "tsdb"."public"."&121" ADD COLUMN IF NOT EXISTS "/*comment*/" INT2
INSERT INTO "tsdb"."public"."&121" ("k_timestamp", "primary_tag", "true", "/*comment*/", "<>", "default", "#hash") VALUES (1690222453000244424,'8a5c02f9efe3b49dc812b518e3403d6203686c756222d13809ae7aa79bb01336',true,29720,'--','null','😀🎉')
INSERT INTO "tsdb"."public"."&121" ("k_timestamp", "primary_tag", "true", "/*comment*/", "<>", "default", "#hash") VALUES (1690709824000286120,'38afc441a35c626cbf91480f64a8a04492465c733b7c79680724391fcd640c5d',false,14492,'NULL','%s','$1')
SHOW COLUMNS FROM "tsdb"."public"."quote""d122"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."quote""d122" ("k_timestamp" TIMESTAMPTZ(9) NOT NULL, "c1" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "location" VARCHAR(254), "index" VARCHAR(254), "now()" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."quote""d122"
INSERT INTO "tsdb"."public"."quote""d122" ("k_timestamp", "primary_tag", "c1", "location", "index", "now()") VALUES (1690857812000207526,'eb94bcef5bab5d4e588055dbbb4da389d1710f9c8f0f1fd357b588965d0ef11e',false,'\''','"quoted"','/* */')
ALTER TABLE "tsdb"."public"."quote""d122" ADD COLUMN IF NOT EXISTS "<>" INT2
INSERT INTO "tsdb"."public"."quote""d122" ("k_timestamp", "primary_tag", "c1", "<>", "location", "index", "now()") VALUES (1691223855000051916,'69a02c0c00f888ebaa3dd978b3e9f8182b88b736230d0a37efec77990bbd186a',true,10727,'$1','back\slash',';')
INSERT INTO "tsdb"."public"."quote""d122" ("k_timestamp", "primary_tag", "c1", "<>", "location", "index", "now()") VALUES (1690989028000467882,'1d42adb771cad111034ffcc94a639bf22fdbd57572eb6865c231339a4e7b63f7',true,9587,'\','null','%s')
SHOW COLUMNS FROM "tsdb"."public"."family123"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."family123" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "1st" FLOAT4) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "c1" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."family123"
INSERT INTO "tsdb"."public"."family123" ("k_timestamp", "primary_tag", "1st", "c1") VALUES (1694217927807084,'4fe18d08b4eb6ff3351b6375590d62626aa70a155cc1110ef24a3237f0de12fc',109.25,'null')
ALTER TABLE "tsdb"."public"."family123" ADD COLUMN IF NOT EXISTS "[bracket]" VARCHAR(254)
INSERT INTO "tsdb"."public"."family123" ("k_timestamp", "primary_tag", "1st", "[bracket]", "c1") VALUES (1694183069616690,'ea34ea1175822361caac33ccfedb937e9cc8525a20d88cc9089a19dfabe3fa79',124.25,'\','tianjin')
INSERT INTO "tsdb"."public"."family123" ("k_timestamp", "primary_tag", "1st", "[bracket]", "c1") VALUES (1691472168320229,'d87a1b67f7f98151ebb7f504d60f5a6b2e8fe410478d8c4b793e15c038892a21',99,'back\slash','1.5')
SHOW COLUMNS FROM "tsdb"."public"."value124"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."value124" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "e" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "select" VARCHAR(254), "comma," VARCHAR(254), "tags" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."value124"
INSERT INTO "tsdb"."public"."value124" ("k_timestamp", "primary_tag", "e", "select", "comma,", "tags") VALUES (1698813228082054,'30f01600a088504ba9e5262ee1b2802d415c54d09cd5a6dad88cb90d2d86d3f3',true,'e''x''','$1','"quoted"')
ALTER TABLE "tsdb"."public"."value124" ADD COLUMN IF NOT EXISTS "default" INT2
INSERT INTO "tsdb"."public"."value124" ("k_timestamp", "primary_tag", "e", "default", "select", "comma,", "tags") VALUES (1695575693299661,'4766dd67ccf45b0c46ec981f6e0aff4a36d5772c3777736c64edde321d4cd62b',true,14365,'null','\''','é')
INSERT INTO "tsdb"."public"."value124" ("k_timestamp", "primary_tag", "e", "default", "select", "comma,", "tags") VALUES (1690267810998624,'ce12177afcdfb0bdff26992b8ac49297615d0c578dc10f3a3699e9b0c656782e',true,28625,'--','北京',';')
SHOW COLUMNS FROM "tsdb"."public"."family125"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."family125" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "comma," FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "now()" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."family125"
INSERT INTO "tsdb"."public"."family125" ("k_timestamp", "primary_tag", "comma,", "now()") VALUES (1693700212909320,'900e59f2bdf576a1b48d233ceaecc37bdabe4eab3e63f4ad061a487d3539bc41',7.142857142857143,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
ALTER TABLE "tsdb"."public"."family125" ADD COLUMN IF NOT EXISTS "--comment" NVARCHAR(63)
INSERT INTO "tsdb"."public"."family125" ("k_timestamp", "primary_tag", "comma,", "--comment", "now()") VALUES (1690228736019382,'e369b8fc93d6a6c23a3d0cfa6d41a507a58491b941f90afb6605d1cc8db8d407',77.57142857142857,'','%s')
ALTER TABLE "tsdb"."public"."family125" ADD COLUMN IF NOT EXISTS "a b" INT8
INSERT INTO "tsdb"."public"."family125" ("k_timestamp", "primary_tag", "comma,", "--comment", "a b", "now()") VALUES (1692162238278215,'f470b326497423ad9be6ed7722f07a56f8c848c28a6a8e97a87de8a697cc6ca1',88.85714285714286,e'line1\r line2',7,''');DROP TABLE t;--')
SHOW COLUMNS FROM "tsdb"."public"."e126"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."e126" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "quote""d" NVARCHAR(63)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "per%cent" VARCHAR(254), "semi;colon" VARCHAR(254), "a b" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."e126"
INSERT INTO "tsdb"."public"."e126" ("k_timestamp", "primary_tag", "quote""d", "per%cent", "semi;colon", "a b") VALUES (1696072737555808,'484d822bfb74d36d09d888cb0b43a9270120857ec62f61f739b9c04ba676faf7','''; SELECT 1; ''','--','tianjin','true')
ALTER TABLE "tsdb"."public"."e126" ADD COLUMN IF NOT EXISTS "~" INT8
INSERT INTO "tsdb"."public"."e126" ("k_timestamp", "primary_tag", "quote""d", "~", "per%cent", "semi;colon", "a b") VALUES (1697608815608398,'7d0952b276fe461427bf13fbe8a108908aa4ba2387a425cb5d272c84b4e32a0a','/* */',7,'true','''''','\''')
ALTER TABLE "tsdb"."public"."e126" ADD COLUMN IF NOT EXISTS "apo'strophe" BOOL
INSERT INTO "tsdb"."public"."e126" ("k_timestamp", "primary_tag", "quote""d", "~", "apo'strophe", "per%cent", "semi;colon", "a b") VALUES (1692490048105596,'2c85841e1438395e811834cf5d207fc0ac28abfde5d221cb8cea2dd22861357b','new line',1,true,'%s','"quoted"','$1')
SHOW COLUMNS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "Mixed Case" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "@at" VARCHAR(254), "`tick`" VARCHAR(254), "--comment" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127"
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" ("k_timestamp", "primary_tag", "Mixed Case", "@at", "`tick`", "--comment") VALUES (1693031938988502,'51ddec117904c9db189045fbbe63fec0bf75cf5d57cde96366af4d392f0d806f',true,'--','NULL','%s')
ALTER TABLE "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" ADD COLUMN IF NOT EXISTS "e" INT2
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" ("k_timestamp", "primary_tag", "Mixed Case", "e", "@at", "`tick`", "--comment") VALUES (1691753954357316,'361e34325e3c5117b67a09d63bef633e15bd561ce30030926a730c019083ede0',true,18874,'back\slash','😀🎉','back\slash')
INSERT INTO "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" ("k_timestamp", "primary_tag", "Mixed Case", "e", "@at", "`tick`", "--comment") VALUES (1693731469719269,'4d8e700e5fe0bfee2a91cb6e9a1c1b1381b80e5cf40861a035cf00a5ccb68de0',true,12683,''');DROP TABLE t;--','\''','tianjin')
SHOW COLUMNS FROM "tsdb"."public"."now()128"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."now()128" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "1st" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "&" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."now()128"
INSERT INTO "tsdb"."public"."now()128" ("k_timestamp", "primary_tag", "1st", "&") VALUES (1697628750846618,'b48922e7c0bb1926b63b2e6d678e521f7f09d3e4274d2519234b6183d935d1b3',121.14285714285714,'--')
ALTER TABLE "tsdb"."public"."now()128" ADD COLUMN IF NOT EXISTS "<>" NVARCHAR(63)
INSERT INTO "tsdb"."public"."now()128" ("k_timestamp", "primary_tag", "1st", "<>", "&") VALUES (1699297994730072,'4e368bf2e1584b120c5a733b4377ed75d534a8bb3820796d093cc1bad2bf5f25',92.57142857142857,'"quoted"','%s')
ALTER TABLE "tsdb"."public"."now()128" ADD COLUMN IF NOT EXISTS "@at" INT8
INSERT INTO "tsdb"."public"."now()128" ("k_timestamp", "primary_tag", "1st", "<>", "@at", "&") VALUES (1695685331882244,'ce95076a4782f80d68f01e422a044cb49de142cc309386a3e26ae610aa36644c',115,e'line1\r line2',9223372036854775807,'\')
SHOW COLUMNS FROM "tsdb"."public"."|129"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."|129" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "x" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "back\slash" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."|129"
INSERT INTO "tsdb"."public"."|129" ("k_timestamp", "primary_tag", "x", "back\slash") VALUES (1696319279096314,'e47d61c1f50a8015ecd4ba9ef8ab45edd949d7ee6a65a52a94fd1ae95fd1f928',22,'it''s')
ALTER TABLE "tsdb"."public"."|129" ADD COLUMN IF NOT EXISTS "a-b" NVARCHAR(63)
INSERT INTO "tsdb"."public"."|129" ("k_timestamp", "primary_tag", "x", "a-b", "back\slash") VALUES (1699506378680826,'fb2754f1114c8762a10be629e6f42ef03679187db15441e3f8fedd86fdda3239',119.71428571428571,'','\')
ALTER TABLE "tsdb"."public"."|129" ADD COLUMN IF NOT EXISTS "back\slash_5" INT8
INSERT INTO "tsdb"."public"."|129" ("k_timestamp", "primary_tag", "x", "a-b", "back\slash_5", "back\slash") VALUES (1696224073753963,'67ce83b1680059318c15da5682b5ff8449d35215d876b06e61f5387f101a7222',34.714285714285715,'null',7,';')
SHOW COLUMNS FROM "tsdb"."public"."user130"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."user130" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "true" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "<>" VARCHAR(254), "table" VARCHAR(254), "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."user130"
INSERT INTO "tsdb"."public"."user130" ("k_timestamp", "primary_tag", "true", "<>", "table", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1693464688261861,'da9d720ed9aaa48e745b36dfe39612092f4b7f59ec1b5cc85f9c56772a2460d5','NULL','tianjin',''');DROP TABLE t;--','true')
ALTER TABLE "tsdb"."public"."user130" ADD COLUMN IF NOT EXISTS "!" INT4
INSERT INTO "tsdb"."public"."user130" ("k_timestamp", "primary_tag", "true", "!", "<>", "table", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1698856470892919,'cd5babdcac2023201aed677603846a1b5a70dc47b4a73941b475aa9d7da0165f','null',126435859,'null','北京','''''')
ALTER TABLE "tsdb"."public"."user130" ADD COLUMN IF NOT EXISTS "&" FLOAT8
INSERT INTO "tsdb"."public"."user130" ("k_timestamp", "primary_tag", "true", "!", "&", "<>", "table", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") VALUES (1696078128900511,'9f862429f73ad396a5eb64a10b3915c645c6c47664dff1825b26607fc723880a','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',846711990,73,'1.5','%s','"quoted"')
SHOW COLUMNS FROM "tsdb"."public"."a.b131"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a.b131" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "$dollar" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "table" VARCHAR(254), "e" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."a.b131"
INSERT INTO "tsdb"."public"."a.b131" ("k_timestamp", "primary_tag", "$dollar", "table", "e") VALUES (1697836532600343,'88358e7d2b3f8734d522e54d3f48fcfe44104f3dfed36f34be6fcac9654a5a71',false,'北京','\')
ALTER TABLE "tsdb"."public"."a.b131" ADD COLUMN IF NOT EXISTS "|" INT2
INSERT INTO "tsdb"."public"."a.b131" ("k_timestamp", "primary_tag", "$dollar", "|", "table", "e") VALUES (1691117916237820,'2b1d69c1ea636b95db7920adf33b5bbf3527cac714fb1967f60a9ba0a3045070',false,24267,'é','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
ALTER TABLE "tsdb"."public"."a.b131" ADD COLUMN IF NOT EXISTS "default" FLOAT4
INSERT INTO "tsdb"."public"."a.b131" ("k_timestamp", "primary_tag", "$dollar", "|", "default", "table", "e") VALUES (1694221703360150,'4f716a138bc4529d5020571a4f87027696bacc9c507097a8182a5334ce2b8985',true,22672,21.5,'/* */','''; SELECT 1; ''')
SHOW COLUMNS FROM "tsdb"."public"."tag132"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tag132" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "x" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "|" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."tag132"
INSERT INTO "tsdb"."public"."tag132" ("k_timestamp", "primary_tag", "x", "|") VALUES (1696924995069783,'53bf8f0db89906641368105aae351557db0d0b959a1876c809fefaa5efdf0fd2',false,'back\slash')
ALTER TABLE "tsdb"."public"."tag132" ADD COLUMN IF NOT EXISTS "tag" INT2
INSERT INTO "tsdb"."public"."tag132" ("k_timestamp", "primary_tag", "x", "tag", "|") VALUES (1699501089358976,'cdf8182b5c10114dabafc4005f26f29190b69ebe9120b94f3b13e7e45962a61f',true,4554,'NULL')
ALTER TABLE "tsdb"."public"."tag132" ADD COLUMN IF NOT EXISTS "order" FLOAT4
INSERT INTO "tsdb"."public"."tag132" ("k_timestamp", "primary_tag", "x", "tag", "order", "|") VALUES (1691172182014476,'f8bdc240d52b6d5eb66f86749d20696783844eb51fcb67b4f71d99750cdbeb44',false,3649,92.875,'tianjin')
SHOW COLUMNS FROM "tsdb"."public"."<>133"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>133" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "default" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "tag" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."<>133"
INSERT INTO "tsdb"."public"."<>133" ("k_timestamp", "primary_tag", "default", "tag") VALUES (1695858336943639,'510f0867b8800983918bf0d794eb9996492d1c3a86c31da0a405ced9f7dfa2a1',124.57142857142857,'\''')
ALTER TABLE "tsdb"."public"."<>133" ADD COLUMN IF NOT EXISTS "user" NVARCHAR(63)
INSERT INTO "tsdb"."public"."<>133" ("k_timestamp", "primary_tag", "default", "user", "tag") VALUES (1696236317835207,'0edf7d89d00d15e0739c9178da15589cc7c854ef2d27a87ea3b089f72a7e359d',7.142857142857143,'NULL','"quoted"')
ALTER TABLE "tsdb"."public"."<>133" ADD COLUMN IF NOT EXISTS "back\slash" INT8
INSERT INTO "tsdb"."public"."<>133" ("k_timestamp", "primary_tag", "default", "user", "back\slash", "tag") VALUES (1695235984020469,'510f0867b8800983918bf0d794eb9996492d1c3a86c31da0a405ced9f7dfa2a1',0.2857142857142857,'1.5',9223372036854775807,'\''')
SHOW COLUMNS FROM "tsdb"."public"."1st134"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."1st134" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "quote""d" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "table" VARCHAR(254), "back\slash" VARCHAR(254), "~" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."1st134"
INSERT INTO "tsdb"."public"."1st134" ("k_timestamp", "primary_tag", "quote""d", "table", "back\slash", "~") VALUES (1699471283987989,'1c488560366ef1df109f7a379815737c19bd6ff95071ecb05e616a3122262500',false,'\x41','''''','NULL')
ALTER TABLE "tsdb"."public"."1st134" ADD COLUMN IF NOT EXISTS "{brace}" INT2
INSERT INTO "tsdb"."public"."1st134" ("k_timestamp", "primary_tag", "quote""d", "{brace}", "table", "back\slash", "~") VALUES (1695484346445211,'d51e5a30a4eb516c43b3a6a04330be3f7da05de9f3f65df49caafe97ea272bb9',true,19580,'tianjin','"quoted"',';')
INSERT INTO "tsdb"."public"."1st134" ("k_timestamp", "primary_tag", "quote""d", "{brace}", "table", "back\slash", "~") VALUES (1699324454028937,'b5f5aa8a02bc3cd7d6cf7c9bc5d4b79facb83f8c3be888c5bdf106b5628f4bed',true,1958,'\x41','/* */','/* */')
SHOW COLUMNS FROM "tsdb"."public"."order135"
CREATE TABLE IF NOT EXISTS "tsdb"."public"."order135" ("k_timestamp" TIMESTAMPTZ(6) NOT NULL, "tags" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "--comment" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."order135"
INSERT INTO "tsdb"."public"."order135" ("k_timestamp", "primary_tag", "tags", "--comment") VALUES (1697260606324137,'4babad531631cb651760c543f55525b17bd4f1d8c63a71b5f20cd1509dc3f250',true,'''''')
ALTER TABLE "tsdb"."public"."order135" ADD COLUMN IF NOT EXISTS "&" INT2
INSERT INTO "tsdb"."public"."order135" ("k_timestamp", "primary_tag", "tags", "&", "--comment") VALUES (1695962254440902,'15220e15cf3b9990f939b790a1d48c4aff04111c7565d67cd62ef1bee04fa907',false,11706,'\''')
ALTER TABLE "tsdb"."public"."order135" ADD COLUMN IF NOT EXISTS "value" FLOAT4
INSERT INTO "tsdb"."public"."order135" ("k_timestamp", "primary_tag", "tags", "&", "value", "--comment") VALUES (1697350245936398,'8220079f16c9f0499dc6ce8fc23c64628a80f583da2d6c5bf36dc867ad1f4d64',true,15095,21.625,';')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."default136" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "back\slash" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "(paren)" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."default136"
INSERT INTO "tsdb"."public"."default136" ("k_timestamp", "primary_tag", "back\slash", "(paren)") VALUES (1694926571298,'c3eb9e91a7759225bd20b259ccbe5107fed3836aaab60a36df0a27be605e1d5a',false,'tianjin')
ALTER TABLE "tsdb"."public"."default136" ADD COLUMN IF NOT EXISTS "[bracket]" INT2
INSERT INTO "tsdb"."public"."default136" ("k_timestamp", "primary_tag", "back\slash", "[bracket]", "(paren)") VALUES (1699479968669,'0c126938d5d6c47fdc6e02162dba388ebc02efae3afd4fd5977c6a1a3d30326b',true,6955,'it''s')
ALTER TABLE "tsdb"."public"."default136" ADD COLUMN IF NOT EXISTS "user" FLOAT4
INSERT INTO "tsdb"."public"."default136" ("k_timestamp", "primary_tag", "back\slash", "[bracket]", "user", "(paren)") VALUES (1690322264955,'638a1805caf87483e1e67ed964b6d73bbaa08524b5da3fb74542991614a18361',true,12538,94.5,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."ts137" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "?" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "value" VARCHAR(254), "select" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."ts137"
INSERT INTO "tsdb"."public"."ts137" ("k_timestamp", "primary_tag", "?", "value", "select") VALUES (1690133997433,'0ae2fc633801bac71a77c2d6d63e2e91749c6efb4a34c62ba8fcbc074a77fbde',12.285714285714286,'''''','--')
ALTER TABLE "tsdb"."public"."ts137" ADD COLUMN IF NOT EXISTS "!" NVARCHAR(63)
INSERT INTO "tsdb"."public"."ts137" ("k_timestamp", "primary_tag", "?", "!", "value", "select") VALUES (1694923038227,'9c3b0208f0082f12f3cfe1913a3c21a4a77805099c97f03b8666545a1d01322a',81.42857142857143,'1.5',' leading and trailing ','it''s')
INSERT INTO "tsdb"."public"."ts137" ("k_timestamp", "primary_tag", "?", "!", "value", "select") VALUES (1694427980690,'74b72323d3ddc1c069137124db1a8e7b4a7709128e860afca6c0a9687f8a4385',101.28571428571429,'tianjin','NULL','NULL')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."value138" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "b" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "a b" VARCHAR(254), "c1" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."value138"
INSERT INTO "tsdb"."public"."value138" ("k_timestamp", "primary_tag", "b", "a b", "c1") VALUES (1699573907096,'b9b42179c2f6ed38b7507ece886214837039cc5cec2040138d21c8dde3ebcc6b',38.57142857142857,'\','%s')
ALTER TABLE "tsdb"."public"."value138" ADD COLUMN IF NOT EXISTS "family" NVARCHAR(63)
INSERT INTO "tsdb"."public"."value138" ("k_timestamp", "primary_tag", "b", "family", "a b", "c1") VALUES (1697793242992,'e73be85c2d8402874abec34fa573efa48ea197db57863508d95f6ea3a0e7c62e',42.285714285714285,' leading and trailing ','NULL','NULL')
INSERT INTO "tsdb"."public"."value138" ("k_timestamp", "primary_tag", "b", "family", "a b", "c1") VALUES (1695489788249,'795b50d2fdb83b0288ca82761db1e6ebaaef62475313825f6c5ade8aa3ccd89f',141.57142857142858,e'line1\r line2','é','e''x''')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."family139" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "location" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "^" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
SHOW TAGS FROM "tsdb"."public"."family139"
INSERT INTO "tsdb"."public"."family139" ("k_timestamp", "primary_tag", "location", "^") VALUES (1695995416374,'640d9e7729685cec79a7f2475c32c0cb1bc2f048b331bb501c93f370e524ead4',23,'"quoted"')
ALTER TABLE "tsdb"."public"."family139" ADD COLUMN IF NOT EXISTS "tags" NVARCHAR(63)
INSERT INTO "tsdb"."public"."family139" ("k_timestamp", "primary_tag", "location", "tags", "^") VALUES (1697371437468,'cba83294eded17720db035fc6e3f55042546bad8385d47d41db58202ecb1ab81',7.428571428571429,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',''');DROP TABLE t;--')
ALTER TABLE "tsdb"."public"."family139" ADD COLUMN IF NOT EXISTS "user" INT8
INSERT INTO "tsdb"."public"."family139" ("k_timestamp", "primary_tag", "location", "tags", "user", "^") VALUES (1693822074058,'5b10f5c9ab52d52540da84dbd5103126b4bf2c88e8c4b0817ab955fa43fade3c',83.85714285714286,''');DROP TABLE t;--',9223372036854775807,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."<>140" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "--comment" BOOL) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "null" VARCHAR(254), "user" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."<>140" ("k_timestamp", "primary_tag", "--comment", "null", "user") VALUES (1694856791245,'c78e4bb8c32e20bd6e4cfa6039b21890f63c5e8113e79b81441ecb05331d04b3',true,'''''','null')
ALTER TABLE "tsdb"."public"."<>140" ADD COLUMN IF NOT EXISTS "a-b" INT2
INSERT INTO "tsdb"."public"."<>140" ("k_timestamp", "primary_tag", "--comment", "a-b", "null", "user") VALUES (1691100246028,'a3306da3b51796437397847a118ba157d2b1749c388ec12913f19c8d443037de',false,17728,'null','北京')
ALTER TABLE "tsdb"."public"."<>140" ADD COLUMN IF NOT EXISTS "x" FLOAT4
INSERT INTO "tsdb"."public"."<>140" ("k_timestamp", "primary_tag", "--comment", "a-b", "x", "null", "user") VALUES (1690561375547,'52ebde894b58c3fcdb59d5a1a0f46c22d14cf5cd30582911e46dbca70a1aad12',false,914,73.625,'1.5','1.5')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."!141" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "quote""d" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "default" VARCHAR(254), "$dollar" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."!141" ("k_timestamp", "primary_tag", "quote""d", "default", "$dollar") VALUES (1690721133750,'93db7f7bd4056500263211066018ad3835ad216c2acffaf0144d0a56f18b6c63',79.42857142857143,'$1','e''x''')
ALTER TABLE "tsdb"."public"."!141" ADD COLUMN IF NOT EXISTS "quote""d_5" NVARCHAR(63)
INSERT INTO "tsdb"."public"."!141" ("k_timestamp", "primary_tag", "quote""d", "quote""d_5", "default", "$dollar") VALUES (1696301407285,'db0e3dbc3a330977352091f10535cfb61d6d439d0ace550af0f4cf5d8d654123',33.857142857142854,'NULL',''');DROP TABLE t;--',''');DROP TABLE t;--')
INSERT INTO "tsdb"."public"."!141" ("k_timestamp", "primary_tag", "quote""d", "quote""d_5", "default", "$dollar") VALUES (1698178446088,'af3ebc8f018f787a9f323e7f1ddb6d8463e9066714eb7ec81468ae456f38db53',57.857142857142854,' leading and trailing ','\x41','"quoted"')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."location142" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "back\slash" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "per%cent" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."location142" ("k_timestamp", "primary_tag", "back\slash", "per%cent") VALUES (1697942592680,'c4b359cb05958aca52bf74a8d3024b9dc2ff7c683ffadf9c3237111254d56cd3',81.14285714285714,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
ALTER TABLE "tsdb"."public"."location142" ADD COLUMN IF NOT EXISTS "#hash" NVARCHAR(63)
INSERT INTO "tsdb"."public"."location142" ("k_timestamp", "primary_tag", "back\slash", "#hash", "per%cent") VALUES (1696318489555,'56799487d7ffa8c44245dbad69588c732c5634edf64bacba5015c1d73c1a4193',112.28571428571429,e'line1\r line2','true')
ALTER TABLE "tsdb"."public"."location142" ADD COLUMN IF NOT EXISTS "(paren)" INT8
INSERT INTO "tsdb"."public"."location142" ("k_timestamp", "primary_tag", "back\slash", "#hash", "(paren)", "per%cent") VALUES (1691445851792,'9b0bcea0d85d74b79b034ac0dbf06f317794df41203562f61890bb9fc9fe78e0',37.714285714285715,'back\slash',7,'/* */')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."Mixed Case143" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "@at" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "value" VARCHAR(254), "{brace}" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."Mixed Case143" ("k_timestamp", "primary_tag", "@at", "value", "{brace}") VALUES (1690871883381,'02adcfaedd02a3ccf6de07e07e1f3159d917754d989fd95c5b099635ad9a600f','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',''');DROP TABLE t;--','NULL')
ALTER TABLE "tsdb"."public"."Mixed Case143" ADD COLUMN IF NOT EXISTS "null" INT4
INSERT INTO "tsdb"."public"."Mixed Case143" ("k_timestamp", "primary_tag", "@at", "null", "value", "{brace}") VALUES (1694782391289,'3e8fee85bdd96c7a181b73239c4384d59b7f8ed1da1d3d995d13ff46df3fc5ec',e'\x01\x1f',63091417,'tianjin',' leading and trailing ')
ALTER TABLE "tsdb"."public"."Mixed Case143" ADD COLUMN IF NOT EXISTS "true" FLOAT8
INSERT INTO "tsdb"."public"."Mixed Case143" ("k_timestamp", "primary_tag", "@at", "null", "true", "value", "{brace}") VALUES (1691638248804,'fb404f58efc89c3a9c7598bf80f01f9ab50561e1277d1c6cd9d5051c01905857','NULL',512011058,63.142857142857146,''');DROP TABLE t;--','--')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tags144" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "$dollar" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "!" VARCHAR(254), "tag" VARCHAR(254), "semi;colon" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."tags144" ("k_timestamp", "primary_tag", "$dollar", "!", "tag", "semi;colon") VALUES (1691785041834,'0d722cc394707450f0bdb6e5e428dbd974714417b86244293d80e3b88f94c6bf','\''','NULL','北京','😀🎉')
ALTER TABLE "tsdb"."public"."tags144" ADD COLUMN IF NOT EXISTS "a b" INT4
INSERT INTO "tsdb"."public"."tags144" ("k_timestamp", "primary_tag", "$dollar", "a b", "!", "tag", "semi;colon") VALUES (1697583499728,'179210fa8418aa1070fc2d22a3153e262796e11c1a78cd73c26007cb8a21b99f','%s',148052160,'back\slash','tianjin',';')
ALTER TABLE "tsdb"."public"."tags144" ADD COLUMN IF NOT EXISTS "back\slash" FLOAT8
INSERT INTO "tsdb"."public"."tags144" ("k_timestamp", "primary_tag", "$dollar", "a b", "back\slash", "!", "tag", "semi;colon") VALUES (1699586450954,'96b1290988e00e03653f3fb7dbcbd4aba828beca120b91c8f31f31fbc752f683','\''',995715240,21,'null','''; SELECT 1; ''','\x41')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tag145" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "#hash" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "default" VARCHAR(254), "^" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."tag145" ("k_timestamp", "primary_tag", "#hash", "default", "^") VALUES (1693574141957,'0ddc781911929dd2af91ffe30bcb3b46867bcc1fc1b82c406518468a662ee319',134.42857142857142,'it''s','''''')
ALTER TABLE "tsdb"."public"."tag145" ADD COLUMN IF NOT EXISTS "e" NVARCHAR(63)
INSERT INTO "tsdb"."public"."tag145" ("k_timestamp", "primary_tag", "#hash", "e", "default", "^") VALUES (1695874370858,'2f35c74338d1364552cb5172c6af4e6e791fb8699fda716e23f0887ff88711de',71.14285714285714,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','/* */','it''s')
INSERT INTO "tsdb"."public"."tag145" ("k_timestamp", "primary_tag", "#hash", "e", "default", "^") VALUES (1690153761219,'d4717c4ee4e31a4b79f9a1a2d9ce7660d6231e72f35cee8f63580be58872678d',2.2857142857142856,'NULL','--','北京')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."`tick`146" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "now()" FLOAT4) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "apo'strophe" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."`tick`146" ("k_timestamp", "primary_tag", "now()", "apo'strophe") VALUES (1691980317114,'d9be58f44ffed41bfdca63752083b8772c02e966d73a098625d434a0ed3a128f',48.625,'/* */')
ALTER TABLE "tsdb"."public"."`tick`146" ADD COLUMN IF NOT EXISTS "order" VARCHAR(254)
INSERT INTO "tsdb"."public"."`tick`146" ("k_timestamp", "primary_tag", "now()", "order", "apo'strophe") VALUES (1692466217293,'7365cd1c9ee7640fd162e3f3ee3f780c4cf7a80b5020b47a981a17e6c0df8687',63.375,'it''s','NULL')
INSERT INTO "tsdb"."public"."`tick`146" ("k_timestamp", "primary_tag", "now()", "order", "apo'strophe") VALUES (1698005299298,'1d6b451a621842f8b5f52412089606ceb8d943ad5123bc706a8f67d55c91ffa5',88.375,e'line1\r line2','back\slash')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."a-b147" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "user" FLOAT8) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "value" VARCHAR(254), "~" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."a-b147" ("k_timestamp", "primary_tag", "user", "value", "~") VALUES (1697614589626,'bd1110ee5ec0e753798edcc0bdca7c4b83720280f25b331ee96015a476a74d7a',91.71428571428571,'null','it''s')
ALTER TABLE "tsdb"."public"."a-b147" ADD COLUMN IF NOT EXISTS "@at" NVARCHAR(63)
INSERT INTO "tsdb"."public"."a-b147" ("k_timestamp", "primary_tag", "user", "@at", "value", "~") VALUES (1697349991638,'bb41a993bca68d24873834aa028f608fe6dc773b66c7a43c3764cc770ef79ebc',68.85714285714286,e'tab\tand\rreturn','/* */','tianjin')
INSERT INTO "tsdb"."public"."a-b147" ("k_timestamp", "primary_tag", "user", "@at", "value", "~") VALUES (1693322162418,'f2b73effbc79963f7fcdbc827e400c9edeab8c5c9ab3b5077a469ea7733ded07',84.71428571428571,'\','\''','"quoted"')
CREATE TABLE IF NOT EXISTS "tsdb"."public"."tag148" ("k_timestamp" TIMESTAMPTZ(3) NOT NULL, "e" VARCHAR(254)) TAGS ("primary_tag" VARCHAR(64) NOT NULL, "c1" VARCHAR(254), "x" VARCHAR(254), "c1_4" VARCHAR(254)) PRIMARY TAGS ("primary_tag")
INSERT INTO "tsdb"."public"."tag148" ("k_timestamp", "primary_tag", "e", "c1", "x", "c1_4") VALUES (1691844792617,'43882b26e5f6a4d403a7e19209670bc33f241e0b7652ab201d3ea3185d4b433a','true','/* */','/* */','1.5')
ALTER TABLE "tsdb"."public"."tag148" ADD COLUMN IF NOT EXISTS "user" INT4
INSERT INTO "tsdb"."public"."tag148" ("k_timestamp", "primary_tag", "e", "user", "c1", "x", "c1_4") VALUES (1695661509652,'10d2d2a9f5f85a3a5be06a83139a7a89bb4abe6a8c62922e8f4302549bd2b370',e'\x01\x1f',479008323,'\','e''x''','😀🎉')
ALTER TABLE "tsdb"."public"."tag148" ADD COLUMN IF NOT EXISTS "a b" FLOAT8
INSERT INTO "tsdb"."public"."tag148" ("k_timestamp", "primary_tag", "e", "user", "a b", "c1", "x", "c1_4") VALUES (1696026801456,'f89922e7bdfbc08b0e304cebee6f63126a599c3b6d111cd6dd5edc8e337ebfd5','\',413733876,88.14285714285714,'NULL','\',';')
SHOW TABLES FROM "tsdb"
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '!141' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."!141" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."!141" WHERE "k_timestamp" >= '2023-07-30 12:45:33.750+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."!141" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '!3' AND c.relkind = 'r'
SELECT min("ts") FROM "tsdb"."public"."!3" WHERE "ts" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."!3" WHERE "ts" >= '2023-08-29 16:29:07.314+00:00' AND "ts" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."!3" WHERE "ts" < '2023-12-31 23:50:00.000+00:00' ORDER BY "ts", "null" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '!43' AND c.relkind = 'r'
SELECT min("value") FROM "tsdb"."public"."!43" WHERE "value" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."!43" WHERE "value" >= '2023-07-28 01:20:58.678511+00:00' AND "value" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."!43" WHERE "value" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "value", "group", "user_9" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '#hash104' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."#hash104" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."#hash104" WHERE "timestamp" >= '2023-08-24 12:23:05.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."#hash104" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '#hash67' AND c.relkind = 'r'
SELECT min("a.b") FROM "tsdb"."public"."#hash67" WHERE "a.b" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."#hash67" WHERE "a.b" >= '2023-07-31 15:47:48.000430711+00:00' AND "a.b" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."#hash67" WHERE "a.b" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "a.b", "^", "!", "quote""d_6" LIMIT 5761
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '$dollar103' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."$dollar103" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."$dollar103" WHERE "timestamp" >= '2023-09-16 20:30:38.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."$dollar103" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9776
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '$dollar114' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."$dollar114" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."$dollar114" WHERE "k_timestamp" >= '2023-08-22 05:46:48.000062246+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."$dollar114" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '$dollar35' AND c.relkind = 'r'
SELECT min("/*comment*/") FROM "tsdb"."public"."$dollar35" WHERE "/*comment*/" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."$dollar35" WHERE "/*comment*/" >= '2023-08-04 16:25:04.470951+00:00' AND "/*comment*/" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."$dollar35" WHERE "/*comment*/" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "/*comment*/", "~" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '&116' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."&116" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."&116" WHERE "k_timestamp" >= '2023-07-24 17:42:14.000803949+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."&116" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '&121' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."&121" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."&121" WHERE "k_timestamp" >= '2023-07-24 18:14:13.000244424+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."&121" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '&20' AND c.relkind = 'r'
SELECT min("1st") FROM "tsdb"."public"."&20" WHERE "1st" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."&20" WHERE "1st" >= '2023-08-01 13:20:31.962+00:00' AND "1st" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."&20" WHERE "1st" < '2023-12-31 23:50:00.000+00:00' ORDER BY "1st", "a-b" LIMIT 4539
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '&99' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."&99" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."&99" WHERE "timestamp" >= '2023-08-21 18:53:00.328+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."&99" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '(paren)32' AND c.relkind = 'r'
SELECT min("temp") FROM "tsdb"."public"."(paren)32" WHERE "temp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."(paren)32" WHERE "temp" >= '2023-08-27 15:33:07.094273+00:00' AND "temp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."(paren)32" WHERE "temp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "temp", "default" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '(paren)64' AND c.relkind = 'r'
SELECT min("index") FROM "tsdb"."public"."(paren)64" WHERE "index" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."(paren)64" WHERE "index" >= '2023-08-09 17:34:32.000828232+00:00' AND "index" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."(paren)64" WHERE "index" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "index", "tags" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '(paren)72' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."(paren)72" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."(paren)72" WHERE "timestamp" >= '2023-07-28 00:04:27.546+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."(paren)72" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '--comment54' AND c.relkind = 'r'
SELECT min("index") FROM "tsdb"."public"."--comment54" WHERE "index" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."--comment54" WHERE "index" >= '2023-07-31 22:02:08.000937759+00:00' AND "index" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."--comment54" WHERE "index" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "index", "@at" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '--comment80' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."--comment80" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '/*comment*/106' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."/*comment*/106" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."/*comment*/106" WHERE "timestamp" >= '2023-08-28 11:15:12.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."/*comment*/106" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '1st101' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."1st101" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."1st101" WHERE "timestamp" >= '2023-08-16 00:35:02.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."1st101" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9776
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '1st134' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."1st134" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."1st134" WHERE "k_timestamp" >= '2023-09-23 15:52:26.445211+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."1st134" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '1st91' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."1st91" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."1st91" WHERE "timestamp" >= '2023-11-05 16:51:13.830+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."1st91" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>118' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."<>118" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>118" WHERE "k_timestamp" >= '2023-08-17 14:58:07.000523373+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT *, CAST("per%cent" AS FLOAT8) FROM "tsdb"."public"."<>118" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>133' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."<>133" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>133" WHERE "k_timestamp" >= '2023-09-20 18:53:04.020469+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."<>133" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>14' AND c.relkind = 'r'
SELECT min("temp") FROM "tsdb"."public"."<>14" WHERE "temp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>14" WHERE "temp" >= '2023-08-11 10:35:53.642+00:00' AND "temp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."<>14" WHERE "temp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "temp", "default_4" LIMIT 7013
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>140' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."<>140" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>140" WHERE "k_timestamp" >= '2023-07-28 16:22:55.547+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT *, CAST("x" AS FLOAT8) FROM "tsdb"."public"."<>140" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>24' AND c.relkind = 'r'
SELECT min("|") FROM "tsdb"."public"."<>24" WHERE "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>24" WHERE "|" >= '2023-07-24 11:04:18.613868+00:00' AND "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."<>24" WHERE "|" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "|", "ts" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>39' AND c.relkind = 'r'
SELECT min("--comment") FROM "tsdb"."public"."<>39" WHERE "--comment" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>39" WHERE "--comment" >= '2023-08-04 01:59:44.335515+00:00' AND "--comment" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."<>39" WHERE "--comment" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "--comment", "--comment_7" LIMIT 6026
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>6' AND c.relkind = 'r'
SELECT min("<>") FROM "tsdb"."public"."<>6" WHERE "<>" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>6" WHERE "<>" >= '2023-07-27 15:26:34.253+00:00' AND "<>" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."<>6" WHERE "<>" < '2023-12-31 23:50:00.000+00:00' ORDER BY "<>", "tag", "x=y" LIMIT 9845
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>87' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."<>87" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '<>98' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."<>98" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>98" WHERE "timestamp" >= '2023-07-25 04:46:45.342+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."<>98" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 7653
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '?119' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."?119" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."?119" WHERE "k_timestamp" >= '2023-07-31 01:43:39.000699698+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."?119" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 7436
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '?33' AND c.relkind = 'r'
SELECT min("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") FROM "tsdb"."public"."?33" WHERE "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."?33" WHERE "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" >= '2023-08-10 03:15:41.766487+00:00' AND "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."?33" WHERE "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_", "e" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '?75' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."?75" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."?75" WHERE "timestamp" >= '2023-07-28 00:42:08.901+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."?75" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9962
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '?79' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."?79" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."?79" WHERE "timestamp" >= '2023-08-14 06:58:54.145+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."?79" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9962
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '@at16' AND c.relkind = 'r'
SELECT min("now()") FROM "tsdb"."public"."@at16" WHERE "now()" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."@at16" WHERE "now()" >= '2023-07-24 17:12:39.294+00:00' AND "now()" < '2023-12-31 23:50:00.000+00:00'
SELECT *, CAST("apo'strophe" AS FLOAT8) FROM "tsdb"."public"."@at16" WHERE "now()" < '2023-12-31 23:50:00.000+00:00' ORDER BY "now()", "tag", "table" LIMIT 6437
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '@at92' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."@at92" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."@at92" WHERE "timestamp" >= '2023-10-19 16:20:20.940+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."@at92" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'Mixed Case115' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."Mixed Case115" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case115" WHERE "k_timestamp" >= '2023-07-23 15:37:11.000340198+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT *, CAST("a-b" AS FLOAT8) FROM "tsdb"."public"."Mixed Case115" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'Mixed Case120' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."Mixed Case120" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case120" WHERE "k_timestamp" >= '2023-07-31 12:15:15.000674300+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."Mixed Case120" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'Mixed Case143' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."Mixed Case143" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case143" WHERE "k_timestamp" >= '2023-08-01 06:38:03.381+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."Mixed Case143" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'Mixed Case25' AND c.relkind = 'r'
SELECT min("(paren)") FROM "tsdb"."public"."Mixed Case25" WHERE "(paren)" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case25" WHERE "(paren)" >= '2023-08-19 12:46:21.673393+00:00' AND "(paren)" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."Mixed Case25" WHERE "(paren)" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "(paren)", "/*comment*/", "@at" LIMIT 6009
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'Mixed Case38' AND c.relkind = 'r'
SELECT min("|") FROM "tsdb"."public"."Mixed Case38" WHERE "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case38" WHERE "|" >= '2023-07-22 21:25:54.524571+00:00' AND "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."Mixed Case38" WHERE "|" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "|", "value" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'Mixed Case49' AND c.relkind = 'r'
SELECT min("x") FROM "tsdb"."public"."Mixed Case49" WHERE "x" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case49" WHERE "x" >= '2023-08-06 23:57:55.000184710+00:00' AND "x" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."Mixed Case49" WHERE "x" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "x", "now()" LIMIT 3490
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '[bracket]60' AND c.relkind = 'r'
SELECT min("true") FROM "tsdb"."public"."[bracket]60" WHERE "true" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."[bracket]60" WHERE "true" >= '2023-08-03 05:25:26.000119457+00:00' AND "true" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."[bracket]60" WHERE "true" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "true", "x", "ts" LIMIT 6973
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '^31' AND c.relkind = 'r'
SELECT min("null") FROM "tsdb"."public"."^31" WHERE "null" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."^31" WHERE "null" >= '2023-08-15 20:29:15.625475+00:00' AND "null" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."^31" WHERE "null" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "null", "$dollar", "{brace}" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '^7' AND c.relkind = 'r'
SELECT min("apo'strophe") FROM "tsdb"."public"."^7" WHERE "apo'strophe" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."^7" WHERE "apo'strophe" >= '2023-08-08 15:23:43.838+00:00' AND "apo'strophe" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."^7" WHERE "apo'strophe" < '2023-12-31 23:50:00.000+00:00' ORDER BY "apo'strophe", "[bracket]" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '^74' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."^74" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."^74" WHERE "timestamp" >= '2023-09-04 07:11:38.655+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."^74" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9962
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '`tick`146' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."`tick`146" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`146" WHERE "k_timestamp" >= '2023-08-14 02:31:57.114+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT *, CAST("now()" AS FLOAT8) FROM "tsdb"."public"."`tick`146" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '`tick`48' AND c.relkind = 'r'
SELECT min("`tick`") FROM "tsdb"."public"."`tick`48" WHERE "`tick`" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`48" WHERE "`tick`" >= '2023-09-19 06:23:01.000521837+00:00' AND "`tick`" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."`tick`48" WHERE "`tick`" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "`tick`", "<>" LIMIT 5190
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '`tick`53' AND c.relkind = 'r'
SELECT min("group") FROM "tsdb"."public"."`tick`53" WHERE "group" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`53" WHERE "group" >= '2023-07-26 04:20:17.000605371+00:00' AND "group" < '2023-12-31 23:50:00.000000000+00:00'
SELECT *, CAST("!" AS FLOAT8) FROM "tsdb"."public"."`tick`53" WHERE "group" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "group", "comma," LIMIT 5945
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = '`tick`61' AND c.relkind = 'r'
SELECT min("[bracket]") FROM "tsdb"."public"."`tick`61" WHERE "[bracket]" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`61" WHERE "[bracket]" >= '2023-08-02 11:50:13.000584193+00:00' AND "[bracket]" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."`tick`61" WHERE "[bracket]" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "[bracket]", "tags" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a b68' AND c.relkind = 'r'
SELECT min("`tick`") FROM "tsdb"."public"."a b68" WHERE "`tick`" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a b68" WHERE "`tick`" >= '2023-08-09 01:41:18.000664481+00:00' AND "`tick`" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."a b68" WHERE "`tick`" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "`tick`", "|" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a-b1' AND c.relkind = 'r'
SELECT min("comma,") FROM "tsdb"."public"."a-b1" WHERE "comma," < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b1" WHERE "comma," >= '2023-07-28 21:20:47.357+00:00' AND "comma," < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."a-b1" WHERE "comma," < '2023-12-31 23:50:00.000+00:00' ORDER BY "comma,", "group" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a-b147' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."a-b147" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b147" WHERE "k_timestamp" >= '2023-08-29 15:16:02.418+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."a-b147" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a-b2' AND c.relkind = 'r'
SELECT min("per%cent") FROM "tsdb"."public"."a-b2" WHERE "per%cent" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b2" WHERE "per%cent" >= '2023-07-30 22:12:20.304+00:00' AND "per%cent" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."a-b2" WHERE "per%cent" < '2023-12-31 23:50:00.000+00:00' ORDER BY "per%cent", "a.b_4" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a-b41' AND c.relkind = 'r'
SELECT min("--comment") FROM "tsdb"."public"."a-b41" WHERE "--comment" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b41" WHERE "--comment" >= '2023-08-19 03:57:45.329204+00:00' AND "--comment" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."a-b41" WHERE "--comment" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "--comment", "x" LIMIT 4683
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a-b62' AND c.relkind = 'r'
SELECT min("null") FROM "tsdb"."public"."a-b62" WHERE "null" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b62" WHERE "null" >= '2023-08-03 10:37:57.000255101+00:00' AND "null" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."a-b62" WHERE "null" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "null", "{brace}_7", "!" LIMIT 3379
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a.b113' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."a.b113" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a.b113" WHERE "k_timestamp" >= '2023-08-04 11:57:07.000543908+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."a.b113" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'a.b131' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."a.b131" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a.b131" WHERE "k_timestamp" >= '2023-08-04 02:58:36.237820+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT *, CAST("default" AS FLOAT8) FROM "tsdb"."public"."a.b131" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'apo''strophe110' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."apo'strophe110" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe110" WHERE "k_timestamp" >= '2023-08-02 07:35:49.000893957+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."apo'strophe110" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'apo''strophe78' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."apo'strophe78" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe78" WHERE "timestamp" >= '2023-08-06 04:54:22.347+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."apo'strophe78" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 7653
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'apo''strophe85' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."apo'strophe85" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'apo''strophe96' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."apo'strophe96" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe96" WHERE "timestamp" >= '2023-08-25 18:47:10.136+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."apo'strophe96" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9962
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'b111' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."b111" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."b111" WHERE "k_timestamp" >= '2023-10-14 20:13:41.000944690+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."b111" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'b40' AND c.relkind = 'r'
SELECT min("@at") FROM "tsdb"."public"."b40" WHERE "@at" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."b40" WHERE "@at" >= '2023-08-02 22:23:02.533390+00:00' AND "@at" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."b40" WHERE "@at" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "@at", "semi;colon" LIMIT 6457
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'back\slash105' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."back\slash105" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."back\slash105" WHERE "timestamp" >= '2023-07-24 12:50:48.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."back\slash105" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'back\slash45' AND c.relkind = 'r'
SELECT min("comma,") FROM "tsdb"."public"."back\slash45" WHERE "comma," < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."back\slash45" WHERE "comma," >= '2023-07-23 21:20:37.270641+00:00' AND "comma," < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."back\slash45" WHERE "comma," < '2023-12-31 23:50:00.000000+00:00' ORDER BY "comma,", "group", "^" LIMIT 8224
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'c1107' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."c1107" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."c1107" WHERE "timestamp" >= '2023-07-29 01:43:49.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."c1107" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9776
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'c144' AND c.relkind = 'r'
SELECT min("c1") FROM "tsdb"."public"."c144" WHERE "c1" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."c144" WHERE "c1" >= '2023-08-31 17:14:26.019225+00:00' AND "c1" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."c144" WHERE "c1" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "c1", "--comment" LIMIT 3945
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'comma,34' AND c.relkind = 'r'
SELECT min("e") FROM "tsdb"."public"."comma,34" WHERE "e" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."comma,34" WHERE "e" >= '2023-08-04 09:10:27.911284+00:00' AND "e" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."comma,34" WHERE "e" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "e", "a b", "1st" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'comma,70' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."comma,70" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."comma,70" WHERE "timestamp" >= '2023-07-28 13:19:11.688+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."comma,70" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 7653
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'default136' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."default136" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."default136" WHERE "k_timestamp" >= '2023-07-25 21:57:44.955+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT *, CAST("user" AS FLOAT8) FROM "tsdb"."public"."default136" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'default23' AND c.relkind = 'r'
SELECT min("index") FROM "tsdb"."public"."default23" WHERE "index" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."default23" WHERE "index" >= '2023-07-29 19:52:03.754+00:00' AND "index" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."default23" WHERE "index" < '2023-12-31 23:50:00.000+00:00' ORDER BY "index", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" LIMIT 5482
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'default5' AND c.relkind = 'r'
SELECT min("semi;colon") FROM "tsdb"."public"."default5" WHERE "semi;colon" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."default5" WHERE "semi;colon" >= '2023-08-11 11:05:25.548+00:00' AND "semi;colon" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."default5" WHERE "semi;colon" < '2023-12-31 23:50:00.000+00:00' ORDER BY "semi;colon", "a-b" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'default51' AND c.relkind = 'r'
SELECT min("1st") FROM "tsdb"."public"."default51" WHERE "1st" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."default51" WHERE "1st" >= '2023-08-26 08:03:36.000162447+00:00' AND "1st" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."default51" WHERE "1st" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "1st", "|" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'e126' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."e126" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."e126" WHERE "k_timestamp" >= '2023-08-20 00:07:28.105596+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."e126" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 8952
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'family117' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."family117" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."family117" WHERE "k_timestamp" >= '2023-08-15 14:42:16.000372729+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."family117" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'family123' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."family123" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."family123" WHERE "k_timestamp" >= '2023-08-08 05:22:48.320229+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT *, CAST("1st" AS FLOAT8) FROM "tsdb"."public"."family123" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'family125' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."family125" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."family125" WHERE "k_timestamp" >= '2023-07-24 19:58:56.019382+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."family125" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'family139' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."family139" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."family139" WHERE "k_timestamp" >= '2023-09-04 10:07:54.058+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."family139" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'index100' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."index100" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."index100" WHERE "timestamp" >= '2023-08-09 07:03:18.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."index100" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'index27' AND c.relkind = 'r'
SELECT min("a b") FROM "tsdb"."public"."index27" WHERE "a b" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."index27" WHERE "a b" >= '2023-10-03 23:55:35.636637+00:00' AND "a b" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."index27" WHERE "a b" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "a b", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'index57' AND c.relkind = 'r'
SELECT min("true") FROM "tsdb"."public"."index57" WHERE "true" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."index57" WHERE "true" >= '2023-07-22 20:15:56.000848156+00:00' AND "true" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."index57" WHERE "true" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "true", "a.b_4" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'index83' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."index83" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."index83" WHERE "timestamp" >= '2023-09-12 21:51:57.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."index83" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'location142' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."location142" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location142" WHERE "k_timestamp" >= '2023-08-07 22:04:11.792+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."location142" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'location21' AND c.relkind = 'r'
SELECT min("location") FROM "tsdb"."public"."location21" WHERE "location" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location21" WHERE "location" >= '2023-07-25 15:29:40.290+00:00' AND "location" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."location21" WHERE "location" < '2023-12-31 23:50:00.000+00:00' ORDER BY "location", "user", "/*comment*/" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'location22' AND c.relkind = 'r'
SELECT min("a b") FROM "tsdb"."public"."location22" WHERE "a b" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location22" WHERE "a b" >= '2023-07-22 06:11:02.570+00:00' AND "a b" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."location22" WHERE "a b" < '2023-12-31 23:50:00.000+00:00' ORDER BY "a b", "order" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'location28' AND c.relkind = 'r'
SELECT min("x=y") FROM "tsdb"."public"."location28" WHERE "x=y" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."location28" WHERE "x=y" >= '2023-08-04 03:37:27.171598+00:00' AND "x=y" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."location28" WHERE "x=y" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "x=y", "~" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'location4' AND c.relkind = 'r'
SELECT min("family") FROM "tsdb"."public"."location4" WHERE "family" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location4" WHERE "family" >= '2023-07-29 20:21:40.540+00:00' AND "family" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."location4" WHERE "family" < '2023-12-31 23:50:00.000+00:00' ORDER BY "family", "back\slash" LIMIT 9510
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'now()128' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."now()128" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()128" WHERE "k_timestamp" >= '2023-09-25 23:42:11.882244+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."now()128" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'now()56' AND c.relkind = 'r'
SELECT min("e") FROM "tsdb"."public"."now()56" WHERE "e" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()56" WHERE "e" >= '2023-08-01 12:45:27.000774280+00:00' AND "e" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."now()56" WHERE "e" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "e", "[bracket]" LIMIT 9300
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'now()58' AND c.relkind = 'r'
SELECT min("group") FROM "tsdb"."public"."now()58" WHERE "group" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()58" WHERE "group" >= '2023-07-29 10:36:08.000756699+00:00' AND "group" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."now()58" WHERE "group" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "group", "x" LIMIT 8422
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'now()59' AND c.relkind = 'r'
SELECT min("@at") FROM "tsdb"."public"."now()59" WHERE "@at" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()59" WHERE "@at" >= '2023-07-23 08:52:23.000575041+00:00' AND "@at" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."now()59" WHERE "@at" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "@at", "value" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'null55' AND c.relkind = 'r'
SELECT min("|") FROM "tsdb"."public"."null55" WHERE "|" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."null55" WHERE "|" >= '2023-08-14 18:26:21.000783662+00:00' AND "|" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."null55" WHERE "|" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "|", "ts" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'null90' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."null90" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."null90" WHERE "timestamp" >= '2023-08-01 13:10:56.289+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."null90" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order108' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."order108" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order108" WHERE "timestamp" >= '2023-08-27 10:11:39.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."order108" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order135' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."order135" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."order135" WHERE "k_timestamp" >= '2023-09-29 04:37:34.440902+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT *, CAST("value" AS FLOAT8) FROM "tsdb"."public"."order135" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order15' AND c.relkind = 'r'
SELECT min("/*comment*/") FROM "tsdb"."public"."order15" WHERE "/*comment*/" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order15" WHERE "/*comment*/" >= '2023-07-31 16:22:17.683+00:00' AND "/*comment*/" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."order15" WHERE "/*comment*/" < '2023-12-31 23:50:00.000+00:00' ORDER BY "/*comment*/", "now()", "<>" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order19' AND c.relkind = 'r'
SELECT min("(paren)") FROM "tsdb"."public"."order19" WHERE "(paren)" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order19" WHERE "(paren)" >= '2023-08-22 01:20:36.380+00:00' AND "(paren)" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."order19" WHERE "(paren)" < '2023-12-31 23:50:00.000+00:00' ORDER BY "(paren)", "{brace}" LIMIT 3490
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order26' AND c.relkind = 'r'
SELECT min("$dollar") FROM "tsdb"."public"."order26" WHERE "$dollar" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."order26" WHERE "$dollar" >= '2023-07-22 19:59:23.578361+00:00' AND "$dollar" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."order26" WHERE "$dollar" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "$dollar", "a.b" LIMIT 8943
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order29' AND c.relkind = 'r'
SELECT min("quote""d") FROM "tsdb"."public"."order29" WHERE "quote""d" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."order29" WHERE "quote""d" >= '2023-07-31 19:26:25.651889+00:00' AND "quote""d" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."order29" WHERE "quote""d" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "quote""d", "quote""d_5" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'order82' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."order82" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order82" WHERE "timestamp" >= '2023-08-15 21:47:59.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."order82" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'per%cent73' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."per%cent73" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."per%cent73" WHERE "timestamp" >= '2023-07-28 16:23:13.509+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."per%cent73" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'per%cent9' AND c.relkind = 'r'
SELECT min("b") FROM "tsdb"."public"."per%cent9" WHERE "b" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."per%cent9" WHERE "b" >= '2023-07-27 02:07:01.050+00:00' AND "b" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."per%cent9" WHERE "b" < '2023-12-31 23:50:00.000+00:00' ORDER BY "b", "ts" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'quote"d122' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."quote""d122" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."quote""d122" WHERE "k_timestamp" >= '2023-08-01 02:43:32.000207526+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."quote""d122" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'select18' AND c.relkind = 'r'
SELECT min("b") FROM "tsdb"."public"."select18" WHERE "b" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."select18" WHERE "b" >= '2023-08-18 21:05:33.780+00:00' AND "b" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."select18" WHERE "b" < '2023-12-31 23:50:00.000+00:00' ORDER BY "b", "index" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'select94' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."select94" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."select94" WHERE "timestamp" >= '2023-10-18 11:33:04.461+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."select94" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 7653
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'semi;colon112' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."semi;colon112" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."semi;colon112" WHERE "k_timestamp" >= '2023-09-16 11:48:47.000499379+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT *, CAST("apo'strophe" AS FLOAT8) FROM "tsdb"."public"."semi;colon112" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'semi;colon63' AND c.relkind = 'r'
SELECT min("/*comment*/") FROM "tsdb"."public"."semi;colon63" WHERE "/*comment*/" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."semi;colon63" WHERE "/*comment*/" >= '2023-08-27 21:26:25.000595187+00:00' AND "/*comment*/" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."semi;colon63" WHERE "/*comment*/" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "/*comment*/", "a b", "/*comment*/_3" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'table47' AND c.relkind = 'r'
SELECT min("apo'strophe") FROM "tsdb"."public"."table47" WHERE "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."table47" WHERE "apo'strophe" >= '2023-08-10 14:11:17.000374056+00:00' AND "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."table47" WHERE "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "apo'strophe", "user" LIMIT 6065
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tag102' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."tag102" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag102" WHERE "timestamp" >= '2023-08-13 15:55:34.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."tag102" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tag132' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."tag132" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag132" WHERE "k_timestamp" >= '2023-08-04 18:03:02.014476+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT *, CAST("order" AS FLOAT8) FROM "tsdb"."public"."tag132" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tag145' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."tag145" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag145" WHERE "k_timestamp" >= '2023-07-23 23:09:21.219+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."tag145" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tag148' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."tag148" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag148" WHERE "k_timestamp" >= '2023-08-12 12:53:12.617+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."tag148" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 7436
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tag37' AND c.relkind = 'r'
SELECT min("temp") FROM "tsdb"."public"."tag37" WHERE "temp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag37" WHERE "temp" >= '2023-07-30 23:53:19.741652+00:00' AND "temp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."tag37" WHERE "temp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "temp", "quote""d", "temp_4" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tags144' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."tags144" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tags144" WHERE "k_timestamp" >= '2023-08-11 20:17:21.834+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."tags144" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 7436
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'tags65' AND c.relkind = 'r'
SELECT min("apo'strophe") FROM "tsdb"."public"."tags65" WHERE "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."tags65" WHERE "apo'strophe" >= '2023-07-30 07:57:36.000926079+00:00' AND "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."tags65" WHERE "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "apo'strophe", "{brace}" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'temp52' AND c.relkind = 'r'
SELECT min("location") FROM "tsdb"."public"."temp52" WHERE "location" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."temp52" WHERE "location" >= '2023-07-29 19:58:31.000281188+00:00' AND "location" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."temp52" WHERE "location" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "location", "now()", "[bracket]", "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'temp81' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."temp81" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."temp81" WHERE "timestamp" >= '2023-07-27 18:40:57.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."temp81" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'temp97' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."temp97" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."temp97" WHERE "timestamp" >= '2023-10-21 03:07:27.226+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."temp97" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'true84' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."true84" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."true84" WHERE "timestamp" >= '2023-10-03 01:38:41.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."true84" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'true89' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."true89" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."true89" WHERE "timestamp" >= '2023-10-07 04:58:15.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."true89" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'ts137' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."ts137" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."ts137" WHERE "k_timestamp" >= '2023-07-23 17:39:57.433+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."ts137" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'ts8' AND c.relkind = 'r'
SELECT min("semi;colon") FROM "tsdb"."public"."ts8" WHERE "semi;colon" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."ts8" WHERE "semi;colon" >= '2023-07-30 04:40:57.899+00:00' AND "semi;colon" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."ts8" WHERE "semi;colon" < '2023-12-31 23:50:00.000+00:00' ORDER BY "semi;colon", "a.b" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'user12' AND c.relkind = 'r'
SELECT min("!") FROM "tsdb"."public"."user12" WHERE "!" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."user12" WHERE "!" >= '2023-07-30 22:00:29.879+00:00' AND "!" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."user12" WHERE "!" < '2023-12-31 23:50:00.000+00:00' ORDER BY "!", "null" LIMIT 6657
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'user130' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."user130" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."user130" WHERE "k_timestamp" >= '2023-08-31 06:51:28.261861+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."user130" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 7436
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'value124' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."value124" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."value124" WHERE "k_timestamp" >= '2023-07-25 06:50:10.998624+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."value124" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'value138' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."value138" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."value138" WHERE "k_timestamp" >= '2023-09-23 17:23:08.249+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."value138" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'value69' AND c.relkind = 'r'
SELECT min("#hash") FROM "tsdb"."public"."value69" WHERE "#hash" < '2023-12-31 23:50:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."value69" WHERE "#hash" >= '2023-09-02 07:15:10.000969382+00:00' AND "#hash" < '2023-12-31 23:50:00.000000000+00:00'
SELECT * FROM "tsdb"."public"."value69" WHERE "#hash" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "#hash", "quote""d" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10' AND c.relkind = 'r'
SELECT min("!") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" WHERE "!" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" WHERE "!" >= '2023-08-01 02:48:25.974+00:00' AND "!" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" WHERE "!" < '2023-12-31 23:50:00.000+00:00' ORDER BY "!", "now()", "a-b", "--comment", "<>" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127' AND c.relkind = 'r'
SELECT min("k_timestamp") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" WHERE "k_timestamp" >= '2023-08-11 11:39:14.357316+00:00' AND "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 9597
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" WHERE "timestamp" >= '2023-08-14 04:08:21.797+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9962
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88' AND c.relkind = 'r'
SELECT min("timestamp") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" WHERE "timestamp" >= '2023-07-27 13:46:11.000+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 10000
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'x11' AND c.relkind = 'r'
SELECT min("e") FROM "tsdb"."public"."x11" WHERE "e" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."x11" WHERE "e" >= '2023-08-16 21:44:21.179+00:00' AND "e" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."x11" WHERE "e" < '2023-12-31 23:50:00.000+00:00' ORDER BY "e", "1st" LIMIT 6393
SELECT c.oid FROM "tsdb".pg_catalog.pg_class AS c JOIN "tsdb".pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'x13' AND c.relkind = 'r'
SELECT min("&") FROM "tsdb"."public"."x13" WHERE "&" < '2023-12-31 23:50:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."x13" WHERE "&" >= '2023-08-16 00:26:22.809+00:00' AND "&" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."x13" WHERE "&" < '2023-12-31 23:50:00.000+00:00' ORDER BY "&", "group" LIMIT 10000
SELECT count(*) FROM "tsdb"."public"."x42" WHERE "|" >= '2023-09-09 23:01:33.125758+00:00' AND "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."x42" WHERE "|" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "|", "back\slash_3", "order" LIMIT 10000
SELECT count(*) FROM "tsdb"."public"."x46" WHERE "ts" >= '2023-08-07 19:44:40.389384+00:00' AND "ts" < '2023-12-31 23:50:00.000000+00:00'
SELECT * FROM "tsdb"."public"."x46" WHERE "ts" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "ts", "tags" LIMIT 5577
SELECT count(*) FROM "tsdb"."public"."x71" WHERE "timestamp" >= '2023-09-02 17:09:04.331+00:00' AND "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT * FROM "tsdb"."public"."x71" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 7653
SELECT * FROM "tsdb"."public"."x=y30" WHERE "x=y" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "x=y", "?_2" LIMIT 10000
SELECT * FROM "tsdb"."public"."{brace}50" WHERE "&" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "&", "temp" LIMIT 10000
SELECT * FROM "tsdb"."public"."{brace}93" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00' ORDER BY "timestamp", "primary_tag" LIMIT 9962
SELECT * FROM "tsdb"."public"."|129" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "k_timestamp", "primary_tag" LIMIT 10000
SELECT * FROM "tsdb"."public"."|36" WHERE "|" < '2023-12-31 23:50:00.000000+00:00' ORDER BY "|", "^" LIMIT 6283
SELECT * FROM "tsdb"."public"."|66" WHERE "!" < '2023-12-31 23:50:00.000000000+00:00' ORDER BY "!", "default", "1st", "e" LIMIT 10000
SELECT * FROM "tsdb"."public"."~17" WHERE "b" < '2023-12-31 23:50:00.000+00:00' ORDER BY "b", "index_3" LIMIT 10000
SELECT min("k_timestamp") FROM "tsdb"."public"."!141" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."!141" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("ts") FROM "tsdb"."public"."!3" WHERE "ts" >= '2023-12-31 23:50:00.000+00:00' AND "ts" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."!3" WHERE "ts" < '2023-12-31 23:50:00.000+00:00'
SELECT min("value") FROM "tsdb"."public"."!43" WHERE "value" >= '2023-12-31 23:50:00.000000+00:00' AND "value" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."!43" WHERE "value" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."#hash104" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."#hash104" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("a.b") FROM "tsdb"."public"."#hash67" WHERE "a.b" >= '2023-12-31 23:50:00.000000000+00:00' AND "a.b" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."#hash67" WHERE "a.b" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."$dollar103" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."$dollar103" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."$dollar114" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."$dollar114" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("/*comment*/") FROM "tsdb"."public"."$dollar35" WHERE "/*comment*/" >= '2023-12-31 23:50:00.000000+00:00' AND "/*comment*/" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."$dollar35" WHERE "/*comment*/" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."&116" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."&116" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."&121" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."&121" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("1st") FROM "tsdb"."public"."&20" WHERE "1st" >= '2023-12-31 23:50:00.000+00:00' AND "1st" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."&20" WHERE "1st" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."&99" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."&99" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("temp") FROM "tsdb"."public"."(paren)32" WHERE "temp" >= '2023-12-31 23:50:00.000000+00:00' AND "temp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."(paren)32" WHERE "temp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("index") FROM "tsdb"."public"."(paren)64" WHERE "index" >= '2023-12-31 23:50:00.000000000+00:00' AND "index" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."(paren)64" WHERE "index" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."(paren)72" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."(paren)72" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("index") FROM "tsdb"."public"."--comment54" WHERE "index" >= '2023-12-31 23:50:00.000000000+00:00' AND "index" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."--comment54" WHERE "index" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."--comment80" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."--comment80" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."/*comment*/106" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."/*comment*/106" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."1st101" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."1st101" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."1st134" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."1st134" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."1st91" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."1st91" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."<>118" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>118" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."<>133" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>133" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("temp") FROM "tsdb"."public"."<>14" WHERE "temp" >= '2023-12-31 23:50:00.000+00:00' AND "temp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>14" WHERE "temp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."<>140" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>140" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("|") FROM "tsdb"."public"."<>24" WHERE "|" >= '2023-12-31 23:50:00.000000+00:00' AND "|" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>24" WHERE "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("--comment") FROM "tsdb"."public"."<>39" WHERE "--comment" >= '2023-12-31 23:50:00.000000+00:00' AND "--comment" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>39" WHERE "--comment" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("<>") FROM "tsdb"."public"."<>6" WHERE "<>" >= '2023-12-31 23:50:00.000+00:00' AND "<>" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>6" WHERE "<>" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."<>87" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>87" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."<>98" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."<>98" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."?119" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."?119" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_") FROM "tsdb"."public"."?33" WHERE "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" >= '2023-12-31 23:50:00.000000+00:00' AND "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."?33" WHERE "very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."?75" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."?75" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."?79" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."?79" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("now()") FROM "tsdb"."public"."@at16" WHERE "now()" >= '2023-12-31 23:50:00.000+00:00' AND "now()" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."@at16" WHERE "now()" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."@at92" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."@at92" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."Mixed Case115" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case115" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."Mixed Case120" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case120" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."Mixed Case143" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case143" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("(paren)") FROM "tsdb"."public"."Mixed Case25" WHERE "(paren)" >= '2023-12-31 23:50:00.000000+00:00' AND "(paren)" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case25" WHERE "(paren)" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("|") FROM "tsdb"."public"."Mixed Case38" WHERE "|" >= '2023-12-31 23:50:00.000000+00:00' AND "|" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case38" WHERE "|" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("x") FROM "tsdb"."public"."Mixed Case49" WHERE "x" >= '2023-12-31 23:50:00.000000000+00:00' AND "x" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."Mixed Case49" WHERE "x" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("true") FROM "tsdb"."public"."[bracket]60" WHERE "true" >= '2023-12-31 23:50:00.000000000+00:00' AND "true" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."[bracket]60" WHERE "true" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("null") FROM "tsdb"."public"."^31" WHERE "null" >= '2023-12-31 23:50:00.000000+00:00' AND "null" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."^31" WHERE "null" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("apo'strophe") FROM "tsdb"."public"."^7" WHERE "apo'strophe" >= '2023-12-31 23:50:00.000+00:00' AND "apo'strophe" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."^7" WHERE "apo'strophe" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."^74" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."^74" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."`tick`146" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`146" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("`tick`") FROM "tsdb"."public"."`tick`48" WHERE "`tick`" >= '2023-12-31 23:50:00.000000000+00:00' AND "`tick`" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`48" WHERE "`tick`" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("group") FROM "tsdb"."public"."`tick`53" WHERE "group" >= '2023-12-31 23:50:00.000000000+00:00' AND "group" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`53" WHERE "group" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("[bracket]") FROM "tsdb"."public"."`tick`61" WHERE "[bracket]" >= '2023-12-31 23:50:00.000000000+00:00' AND "[bracket]" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."`tick`61" WHERE "[bracket]" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("`tick`") FROM "tsdb"."public"."a b68" WHERE "`tick`" >= '2023-12-31 23:50:00.000000000+00:00' AND "`tick`" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a b68" WHERE "`tick`" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("comma,") FROM "tsdb"."public"."a-b1" WHERE "comma," >= '2023-12-31 23:50:00.000+00:00' AND "comma," < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b1" WHERE "comma," < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."a-b147" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b147" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("per%cent") FROM "tsdb"."public"."a-b2" WHERE "per%cent" >= '2023-12-31 23:50:00.000+00:00' AND "per%cent" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b2" WHERE "per%cent" < '2023-12-31 23:50:00.000+00:00'
SELECT min("--comment") FROM "tsdb"."public"."a-b41" WHERE "--comment" >= '2023-12-31 23:50:00.000000+00:00' AND "--comment" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b41" WHERE "--comment" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("null") FROM "tsdb"."public"."a-b62" WHERE "null" >= '2023-12-31 23:50:00.000000000+00:00' AND "null" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a-b62" WHERE "null" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."a.b113" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a.b113" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."a.b131" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."a.b131" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."apo'strophe110" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe110" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."apo'strophe78" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe78" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."apo'strophe85" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe85" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."apo'strophe96" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."apo'strophe96" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."b111" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."b111" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("@at") FROM "tsdb"."public"."b40" WHERE "@at" >= '2023-12-31 23:50:00.000000+00:00' AND "@at" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."b40" WHERE "@at" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."back\slash105" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."back\slash105" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("comma,") FROM "tsdb"."public"."back\slash45" WHERE "comma," >= '2023-12-31 23:50:00.000000+00:00' AND "comma," < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."back\slash45" WHERE "comma," < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."c1107" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."c1107" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("c1") FROM "tsdb"."public"."c144" WHERE "c1" >= '2023-12-31 23:50:00.000000+00:00' AND "c1" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."c144" WHERE "c1" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("e") FROM "tsdb"."public"."comma,34" WHERE "e" >= '2023-12-31 23:50:00.000000+00:00' AND "e" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."comma,34" WHERE "e" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."comma,70" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."comma,70" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."default136" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."default136" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("index") FROM "tsdb"."public"."default23" WHERE "index" >= '2023-12-31 23:50:00.000+00:00' AND "index" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."default23" WHERE "index" < '2023-12-31 23:50:00.000+00:00'
SELECT min("semi;colon") FROM "tsdb"."public"."default5" WHERE "semi;colon" >= '2023-12-31 23:50:00.000+00:00' AND "semi;colon" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."default5" WHERE "semi;colon" < '2023-12-31 23:50:00.000+00:00'
SELECT min("1st") FROM "tsdb"."public"."default51" WHERE "1st" >= '2023-12-31 23:50:00.000000000+00:00' AND "1st" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."default51" WHERE "1st" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."e126" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."e126" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."family117" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."family117" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."family123" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."family123" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."family125" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."family125" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."family139" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."family139" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."index100" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."index100" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("a b") FROM "tsdb"."public"."index27" WHERE "a b" >= '2023-12-31 23:50:00.000000+00:00' AND "a b" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."index27" WHERE "a b" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("true") FROM "tsdb"."public"."index57" WHERE "true" >= '2023-12-31 23:50:00.000000000+00:00' AND "true" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."index57" WHERE "true" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."index83" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."index83" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."location142" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location142" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("location") FROM "tsdb"."public"."location21" WHERE "location" >= '2023-12-31 23:50:00.000+00:00' AND "location" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location21" WHERE "location" < '2023-12-31 23:50:00.000+00:00'
SELECT min("a b") FROM "tsdb"."public"."location22" WHERE "a b" >= '2023-12-31 23:50:00.000+00:00' AND "a b" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location22" WHERE "a b" < '2023-12-31 23:50:00.000+00:00'
SELECT min("x=y") FROM "tsdb"."public"."location28" WHERE "x=y" >= '2023-12-31 23:50:00.000000+00:00' AND "x=y" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."location28" WHERE "x=y" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("family") FROM "tsdb"."public"."location4" WHERE "family" >= '2023-12-31 23:50:00.000+00:00' AND "family" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."location4" WHERE "family" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."now()128" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()128" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("e") FROM "tsdb"."public"."now()56" WHERE "e" >= '2023-12-31 23:50:00.000000000+00:00' AND "e" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()56" WHERE "e" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("group") FROM "tsdb"."public"."now()58" WHERE "group" >= '2023-12-31 23:50:00.000000000+00:00' AND "group" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()58" WHERE "group" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("@at") FROM "tsdb"."public"."now()59" WHERE "@at" >= '2023-12-31 23:50:00.000000000+00:00' AND "@at" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."now()59" WHERE "@at" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("|") FROM "tsdb"."public"."null55" WHERE "|" >= '2023-12-31 23:50:00.000000000+00:00' AND "|" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."null55" WHERE "|" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."null90" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."null90" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."order108" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order108" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."order135" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."order135" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("/*comment*/") FROM "tsdb"."public"."order15" WHERE "/*comment*/" >= '2023-12-31 23:50:00.000+00:00' AND "/*comment*/" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order15" WHERE "/*comment*/" < '2023-12-31 23:50:00.000+00:00'
SELECT min("(paren)") FROM "tsdb"."public"."order19" WHERE "(paren)" >= '2023-12-31 23:50:00.000+00:00' AND "(paren)" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order19" WHERE "(paren)" < '2023-12-31 23:50:00.000+00:00'
SELECT min("$dollar") FROM "tsdb"."public"."order26" WHERE "$dollar" >= '2023-12-31 23:50:00.000000+00:00' AND "$dollar" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."order26" WHERE "$dollar" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("quote""d") FROM "tsdb"."public"."order29" WHERE "quote""d" >= '2023-12-31 23:50:00.000000+00:00' AND "quote""d" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."order29" WHERE "quote""d" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."order82" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."order82" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."per%cent73" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."per%cent73" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("b") FROM "tsdb"."public"."per%cent9" WHERE "b" >= '2023-12-31 23:50:00.000+00:00' AND "b" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."per%cent9" WHERE "b" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."quote""d122" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."quote""d122" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("b") FROM "tsdb"."public"."select18" WHERE "b" >= '2023-12-31 23:50:00.000+00:00' AND "b" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."select18" WHERE "b" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."select94" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."select94" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."semi;colon112" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."semi;colon112" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("/*comment*/") FROM "tsdb"."public"."semi;colon63" WHERE "/*comment*/" >= '2023-12-31 23:50:00.000000000+00:00' AND "/*comment*/" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."semi;colon63" WHERE "/*comment*/" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("apo'strophe") FROM "tsdb"."public"."table47" WHERE "apo'strophe" >= '2023-12-31 23:50:00.000000000+00:00' AND "apo'strophe" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."table47" WHERE "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."tag102" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag102" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."tag132" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag132" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."tag145" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag145" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."tag148" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag148" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("temp") FROM "tsdb"."public"."tag37" WHERE "temp" >= '2023-12-31 23:50:00.000000+00:00' AND "temp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."tag37" WHERE "temp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."tags144" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."tags144" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("apo'strophe") FROM "tsdb"."public"."tags65" WHERE "apo'strophe" >= '2023-12-31 23:50:00.000000000+00:00' AND "apo'strophe" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."tags65" WHERE "apo'strophe" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("location") FROM "tsdb"."public"."temp52" WHERE "location" >= '2023-12-31 23:50:00.000000000+00:00' AND "location" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."temp52" WHERE "location" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."temp81" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."temp81" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."temp97" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."temp97" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."true84" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."true84" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."true89" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."true89" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."ts137" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."ts137" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("semi;colon") FROM "tsdb"."public"."ts8" WHERE "semi;colon" >= '2023-12-31 23:50:00.000+00:00' AND "semi;colon" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."ts8" WHERE "semi;colon" < '2023-12-31 23:50:00.000+00:00'
SELECT min("!") FROM "tsdb"."public"."user12" WHERE "!" >= '2023-12-31 23:50:00.000+00:00' AND "!" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."user12" WHERE "!" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."user130" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."user130" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."value124" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."value124" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."value138" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."value138" WHERE "k_timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("#hash") FROM "tsdb"."public"."value69" WHERE "#hash" >= '2023-12-31 23:50:00.000000000+00:00' AND "#hash" < '2024-01-01 00:00:00.000000000+00:00'
SELECT count(*) FROM "tsdb"."public"."value69" WHERE "#hash" < '2023-12-31 23:50:00.000000000+00:00'
SELECT min("!") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" WHERE "!" >= '2023-12-31 23:50:00.000+00:00' AND "!" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_10" WHERE "!" < '2023-12-31 23:50:00.000+00:00'
SELECT min("k_timestamp") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" WHERE "k_timestamp" >= '2023-12-31 23:50:00.000000+00:00' AND "k_timestamp" < '2024-01-01 00:00:00.000000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_127" WHERE "k_timestamp" < '2023-12-31 23:50:00.000000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_76" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("timestamp") FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" WHERE "timestamp" >= '2023-12-31 23:50:00.000+00:00' AND "timestamp" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_name_very_long_88" WHERE "timestamp" < '2023-12-31 23:50:00.000+00:00'
SELECT min("e") FROM "tsdb"."public"."x11" WHERE "e" >= '2023-12-31 23:50:00.000+00:00' AND "e" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."x11" WHERE "e" < '2023-12-31 23:50:00.000+00:00'
SELECT min("&") FROM "tsdb"."public"."x13" WHERE "&" >= '2023-12-31 23:50:00.000+00:00' AND "&" < '2024-01-01 00:00:00.000+00:00'
SELECT count(*) FROM "tsdb"."public"."x13" WHERE "&" < '2023-12-31 23:50:00.000+00:00'
