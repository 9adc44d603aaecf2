package dev.tidemark.core.planted;

final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
