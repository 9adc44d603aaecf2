package dev.tidemark.core.planted;

final class Prints {
  void print() {
    System.out.println();
  }
}
