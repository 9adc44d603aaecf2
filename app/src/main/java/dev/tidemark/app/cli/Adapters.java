package dev.tidemark.app.cli;

import com.google.inject.Module;
import dev.tidemark.app.config.Configuration;
import java.nio.file.Path;

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

  /** The ports of the state in a data directory, for one of several processes that write to it. */
  Module state(Path data);

  /** The ports of the state in a data directory, for those who look; creates nothing. */
  Module stateToRead(Path data);

  Module upstream(Configuration configuration);
}
