package dev.tidemark.app.cli;

import com.google.inject.Module;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.core.mirror.MirrorPolicy;
import java.nio.file.Path;
import java.util.function.Function;

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
   * The ports of the replica, for those who look, and of the state, for one of several processes
   * that write to it: for whoever works on mirrors, also while another one keeps them.
   */
  Module replicaToMirror(Configuration configuration);

  /**
   * The mirrors of the configuration that are enabled. Asks none of them anything.
   *
   * @param policy how the one of this name is kept; asked anew whenever something is decided
   */
  Module mirrors(Configuration configuration, Function<String, MirrorPolicy> policy);

  /**
   * Where rollups can be kept: in the replica, in the state, and in the mirrors that are enabled,
   * but for one that is called like another place. Opens nothing.
   */
  Module rollupStores(Configuration configuration);

  /**
   * The ports of the state alone, in a data directory, for one of several processes that write to
   * it.
   */
  Module state(Path data);

  /** The ports of the state alone, in a data directory, for those who look; creates nothing. */
  Module stateToRead(Path data);

  Module upstream(Configuration configuration);

  /**
   * Where snapshots are kept, for the one who builds them from the replica: nobody else can as long
   * as the application is open.
   */
  Module snapshots(Configuration configuration);

  /**
   * Where snapshots are kept, for one of several processes that may build them: the first of them
   * that does, and nobody else, as long as its application is open.
   */
  Module sharedSnapshots(Configuration configuration);

  /**
   * Where snapshots are kept, for those who look, also while another one builds; creates nothing.
   */
  Module snapshotsToRead(Configuration configuration);

  /** What looks at snapshot files that lie anywhere; needs nothing. */
  Module snapshotFiles();

  /** What carries snapshots to targets. Nothing is loaded, and nobody asked, before a push. */
  Module snapshotTransport(Configuration configuration);
}
