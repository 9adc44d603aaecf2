package dev.tidemark.app.cli;

import com.google.inject.Module;
import dev.tidemark.app.config.Configuration;
import java.nio.file.Path;

/** The adapters that a command works with, chosen and set up by the configuration. */
public interface Adapters {

  /** The ports of the replica, for the one who writes, and of the state beside it. */
  Module replica(Configuration configuration);

  /**
   * The ports of the replica, for one of several processes that share it, who of them leads, and
   * the ports of the state beside it.
   */
  Module sharedReplica(Configuration configuration);

  /** The ports of the replica and of the state, for those who look; creates nothing. */
  Module replicaToRead(Configuration configuration);

  /**
   * The ports of the state alone, in a data directory, for one of several processes that write to
   * it.
   */
  Module state(Path data);

  /** The ports of the state alone, in a data directory, for those who look; creates nothing. */
  Module stateToRead(Path data);

  Module upstream(Configuration configuration);
}
