package dev.tidemark.app.cli;

import com.google.inject.Module;
import dev.tidemark.app.config.Configuration;

/** The adapters that a command works with, chosen and set up by the configuration. */
public interface Adapters {

  /** The ports of the replica, for the one who writes. */
  Module replica(Configuration configuration);

  /**
   * The ports of the replica, for one of several processes that share it, and who of them leads.
   */
  Module sharedReplica(Configuration configuration);

  /** The ports of the replica, for those who look; creates nothing. */
  Module replicaToRead(Configuration configuration);

  Module upstream(Configuration configuration);
}
