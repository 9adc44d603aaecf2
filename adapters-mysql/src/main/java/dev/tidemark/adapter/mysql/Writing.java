package dev.tidemark.adapter.mysql;

/**
 * What all writes to one mirror share.
 *
 * @param bulk remembers how the server lets rows be loaded
 * @param watch ends a call that takes too long
 */
record Writing(MySqlMirrorConfig config, StateTables states, BulkLoad bulk, Watch watch) {

  String mirror() {
    return config.name();
  }
}
