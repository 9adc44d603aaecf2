package dev.tidemark.core.planted;

final class StrangerException extends IllegalStateException {
  private static final long serialVersionUID = 1L;
}
