package dev.tidemark.app.cli;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.TidemarkException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** What came of each mirror that a command worked on. */
record MirrorResults<T>(List<Of<T>> mirrors) {

  MirrorResults {
    mirrors = List.copyOf(mirrors);
  }

  /** One mirror's: what was done, or why it was not. */
  record Of<T>(String mirror, Optional<T> result, Optional<TidemarkException> failure) {

    static <T> Of<T> done(String mirror, T result) {
      return new Of<>(mirror, Optional.of(result), Optional.empty());
    }

    static <T> Of<T> failed(String mirror, TidemarkException failure) {
      return new Of<>(mirror, Optional.empty(), Optional.of(failure));
    }
  }

  /** As a JSON array with an object for each mirror, or for people. */
  void show(
      boolean asJson, Function<T, ?> json, BiConsumer<T, PrintWriter> print, CommandLine command) {
    if (asJson) {
      Json.print(mirrors.stream().map(each -> json(each, json)).toList(), command.getOut());
    } else {
      print(print, command);
    }
  }

  private static <T> Object json(Of<T> mirror, Function<T, ?> json) {
    return mirror
        .result()
        .<Object>map(json)
        .orElseGet(
            () ->
                Json.object(
                    "mirror", mirror.mirror(),
                    "error", mirror.failure().map(TidemarkException::getMessage),
                    "code", mirror.failure().map(TidemarkException::code)));
  }

  /** With a blank line between two mirrors. */
  private void print(BiConsumer<T, PrintWriter> print, CommandLine command) {
    boolean first = true;
    for (Of<T> each : mirrors) {
      if (each.result().isPresent()) {
        if (!first) {
          command.getOut().println();
        }
        print.accept(each.result().get(), command.getOut());
        first = false;
      }
      each.failure().ifPresent(why -> tell(each.mirror(), why, command.getErr()));
    }
  }

  private static void tell(String mirror, TidemarkException why, PrintWriter err) {
    err.println("error: %s: %s".formatted(mirror, why.getMessage()));
  }

  /** That of a failure, or else the worst of the others: 1, then 4. */
  int exitCode(ToIntFunction<T> code) {
    List<Integer> codes =
        mirrors.stream()
            .map(each -> each.result().map(code::applyAsInt).orElse(Failures.FAILED))
            .toList();
    if (codes.contains(Failures.FAILED)) {
      return Failures.FAILED;
    }
    return codes.contains(Failures.DRIFT) ? Failures.DRIFT : 0;
  }
}
