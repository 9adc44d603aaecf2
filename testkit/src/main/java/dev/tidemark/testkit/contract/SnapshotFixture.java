package dev.tidemark.testkit.contract;

/** How a contract gets at the snapshots that it tests. */
@FunctionalInterface
public interface SnapshotFixture {

  /**
   * An empty store that keeps three generations, with an empty source. The contract closes it; it
   * may ask for several in one test, which have nothing in common.
   */
  Snapshots newSnapshots();
}
