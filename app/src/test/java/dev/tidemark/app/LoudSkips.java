package dev.tidemark.app;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Says of every test that does not run that it did not, and why: nothing is skipped silently. */
public final class LoudSkips implements TestExecutionListener {

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    System.err.println("DID NOT RUN: " + test.getDisplayName() + ": " + reason);
  }
}
