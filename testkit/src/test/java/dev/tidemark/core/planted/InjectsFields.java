package dev.tidemark.core.planted;

import com.google.inject.Inject;

final class InjectsFields {
  @Inject String field = "";
}
