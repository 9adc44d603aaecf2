package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import dev.tidemark.core.snapshot.spi.WhereParser;

/** Reads conditions of snapshots: binds the {@link WhereParser}. */
public final class WhereParserModule extends AbstractModule {

  /** The same parser, for where a configuration is checked before anything is put together. */
  public static WhereParser parser() {
    return new JooqWhereParser();
  }

  @Override
  protected void configure() {
    bind(WhereParser.class).toInstance(parser());
  }
}
