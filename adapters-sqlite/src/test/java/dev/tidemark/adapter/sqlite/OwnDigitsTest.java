package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.testkit.contract.ApplyContract;
import dev.tidemark.testkit.contract.FencingContract;
import dev.tidemark.testkit.contract.OrphanContract;
import dev.tidemark.testkit.contract.PrecedenceContract;
import dev.tidemark.testkit.contract.ReaderContract;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.contract.Tiers;
import dev.tidemark.testkit.contract.WeakFlushContract;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A country whose digits are its own: SQL has others. */
final class OwnDigitsTest
    implements ApplyContract,
        FencingContract,
        OrphanContract,
        PrecedenceContract,
        ReaderContract,
        WeakFlushContract {

  private final Locale here = Locale.getDefault();
  @TempDir Path directory;

  @BeforeEach
  void goThere() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
  }

  @AfterEach
  void comeBack() {
    Locale.setDefault(here);
  }

  @Override
  public Replica newReplica(Schema schema) {
    return SqliteTestReplica.open(directory.resolve(UUID.randomUUID().toString()), schema);
  }

  @Override
  public Tiers newTiers(StateSchema schema) {
    return SqliteTiers.open(directory.resolve(UUID.randomUUID().toString()), schema);
  }
}
