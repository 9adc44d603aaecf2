package dev.tidemark.core.planted;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

final class Borrows {
  final Executor pool = ForkJoinPool.commonPool();
}
