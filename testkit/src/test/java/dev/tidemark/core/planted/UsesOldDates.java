package dev.tidemark.core.planted;

import java.util.Date;

final class UsesOldDates {
  final Date date = new Date(0);
}
