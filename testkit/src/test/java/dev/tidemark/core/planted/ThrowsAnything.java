package dev.tidemark.core.planted;

final class ThrowsAnything {
  void fail() {
    throw new RuntimeException();
  }
}
