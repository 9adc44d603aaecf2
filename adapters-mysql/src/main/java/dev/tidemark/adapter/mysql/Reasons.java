package dev.tidemark.adapter.mysql;

import java.util.Map;

/** What the numbers of errors mean that servers give, in words that a person can do with. */
final class Reasons {

  static final int DENIED = 1044;
  static final int UNKNOWN_DATABASE = 1049;
  static final int DUPLICATE = 1062;
  static final int SYNTAX = 1064;
  static final int UNKNOWN_TABLE = 1146;
  static final int LONGER_THAN_A_PACKET = 1153;
  static final int TOO_BIG_FOR_A_PACKET = 1301;
  static final int SIGNALLED = 1644;

  static final String FULL = "its disk is full; make room";

  /** Why a row is not taken. */
  static final Map<Integer, String> ROWS =
      Map.ofEntries(
          Map.entry(1048, "null where a value is needed"),
          Map.entry(DUPLICATE, "another row has the same key in a unique index"),
          Map.entry(1118, "a row is longer than the server takes"),
          Map.entry(LONGER_THAN_A_PACKET, "a row is longer than max_allowed_packet; raise it"),
          Map.entry(TOO_BIG_FOR_A_PACKET, "a row is longer than max_allowed_packet; raise it"),
          Map.entry(1264, "a number out of range"),
          Map.entry(1292, "a value that is none of the column's type"),
          Map.entry(1366, "a value that is none of the column's type"),
          Map.entry(1406, "a value longer than the column"),
          Map.entry(1451, "rows of another table refer to it"),
          Map.entry(1452, "it refers to no row of another table"),
          Map.entry(1265, "a value that is cut"),
          Map.entry(SIGNALLED, "a trigger refuses it"),
          Map.entry(3819, "a check refuses it"),
          Map.entry(4025, "a check refuses it"));

  /** What one may do about it. */
  static final Map<Integer, String> SETUP =
      Map.ofEntries(
          Map.entry(
              DENIED, "the user may not use this database, or it is not there; make and grant it"),
          Map.entry(1045, "the server refuses the user or the password; check both"),
          Map.entry(UNKNOWN_DATABASE, "the database is not there; make it"),
          Map.entry(1054, "a column is missing; it is made when the mirror is set up"),
          Map.entry(SYNTAX, "the server does not know the statement; it may be too old"),
          Map.entry(1069, "the schema asks for more indexes than a table can have"),
          Map.entry(1071, "a key is longer than the server takes; its pages may be below 16 KB"),
          Map.entry(1117, "the schema asks for more columns than a table can have"),
          Map.entry(1130, "the server lets nobody in from this host; grant it"),
          Map.entry(1136, "a table is not as it was made; it is mended when the mirror is set up"),
          Map.entry(
              1142,
              "the user may not do that; grant SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP and CREATE TEMPORARY TABLES on the database, and TRIGGER for rollups"),
          Map.entry(1143, "the user may not do that with a column; grant it"),
          Map.entry(UNKNOWN_TABLE, "a table is missing; it is made when the mirror is set up"),
          Map.entry(1227, "the user lacks a privilege; grant it"),
          Map.entry(1251, "the driver cannot log in the way the server wants for this user"),
          Map.entry(1290, "the server takes no writes, as a read-only one; name one that does"),
          Map.entry(1364, "a column of somebody else has no default; give it one"),
          Map.entry(
              1419,
              "its binary log lets only some users make triggers; set log_bin_trust_function_creators to 1"),
          Map.entry(
              1449,
              "the user who made a trigger is not there any more; drop the trigger, and set the rollups of the table up again"),
          Map.entry(1665, "its binary log cannot take this; set binlog_format to ROW or MIXED"),
          Map.entry(1698, "the server refuses the user; check how it may log in"),
          Map.entry(1792, "the server takes no writes in this transaction"),
          Map.entry(1820, "the password has expired; set a new one"),
          Map.entry(1836, "the server takes no writes; name one that does"),
          Map.entry(1862, "the password has expired; set a new one"),
          Map.entry(2061, "the server wants TLS for this user's password; choose a TLS mode"),
          Map.entry(3118, "the account is locked"),
          Map.entry(3159, "the server wants TLS; choose a TLS mode"));

  static final Map<Integer, String> UNAVAILABLE =
      Map.ofEntries(
          Map.entry(20, FULL),
          Map.entry(28, FULL),
          Map.entry(1021, FULL),
          Map.entry(1114, "a table or the disk is full; make room"),
          Map.entry(1878, "a temporary file cannot grow: its disk may be full; make room"),
          Map.entry(3675, FULL),
          Map.entry(1030, "its storage engine failed"),
          Map.entry(1040, "it has too many connections"),
          Map.entry(1053, "it is shutting down"),
          Map.entry(1203, "this user has too many connections"),
          Map.entry(1226, "this user has used up a limit"),
          Map.entry(1317, "the statement was ended by somebody"),
          Map.entry(1927, "the connection was ended by somebody"));

  private Reasons() {}
}
