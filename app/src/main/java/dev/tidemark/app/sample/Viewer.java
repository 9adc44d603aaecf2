package dev.tidemark.app.sample;

/**
 * Who asks: with a key, contacts and member lists for users are shown, without one they are not.
 */
enum Viewer {
  ANONYMOUS,
  MEMBER
}
