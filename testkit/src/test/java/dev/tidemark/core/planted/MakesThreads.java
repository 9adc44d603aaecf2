package dev.tidemark.core.planted;

final class MakesThreads {
  final Thread thread = new Thread();
}
