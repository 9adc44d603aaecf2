package dev.tidemark.testkit.fake;

import java.time.Instant;
import java.util.List;

/** A row without its parents, and since when. */
record Parked(StagedRow staged, List<String> missing, Instant since) {}
