package dev.tidemark.core.planted;

final class Counts {
  int count;
}
