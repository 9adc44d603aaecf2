package dev.tidemark.app.cli;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TidemarkException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What came of each mirror, or of each of other things, that a command worked on. */
record Results<T>(List<Of<T>> all) {

  Results {
    all = List.copyOf(all);
  }

  /**
   * What one of them is called.
   *
   * @param json for machines, with what it is: {@code mirror}
   */
  record Name(String text, Map<String, @Nullable Object> json) {

    static Name ofMirror(String mirror) {
      return new Name(mirror, Json.object("mirror", mirror));
    }

    static Name ofSnapshot(String snapshot) {
      return new Name(snapshot, Json.object("snapshot", snapshot));
    }
  }

  /** One of them: what was done, or why it was not. */
  record Of<T>(Name name, Optional<T> result, Optional<TidemarkException> failure) {

    static <T> Of<T> done(Name name, T result) {
      return new Of<>(name, Optional.of(result), Optional.empty());
    }

    static <T> Of<T> failed(Name name, TidemarkException failure) {
      return new Of<>(name, Optional.empty(), Optional.of(failure));
    }
  }

  /**
   * Does it to each of these; where one fails, the others are still seen to.
   *
   * @throws TidemarkException what went wrong, if this is about one alone
   */
  static <E, T> Results<T> each(List<E> these, Function<E, Name> name, Function<E, T> job) {
    List<Of<T>> results = new ArrayList<>();
    for (E each : these) {
      results.add(attempt(each, name.apply(each), job, these.size() == 1));
    }
    return new Results<>(results);
  }

  private static <E, T> Of<T> attempt(E each, Name name, Function<E, T> job, boolean alone) {
    try {
      return Of.done(name, job.apply(each));
    } catch (CancelledException stopped) {
      throw stopped;
    } catch (TidemarkException failure) {
      if (alone) {
        throw failure;
      }
      return Of.failed(name, failure);
    }
  }

  /** As a JSON array with an object for each, or for people. */
  void show(
      boolean asJson, Function<T, ?> json, BiConsumer<T, PrintWriter> print, CommandLine command) {
    if (asJson) {
      Json.print(all.stream().map(each -> json(each, json)).toList(), command.getOut());
    } else {
      print(print, command);
    }
  }

  private static <T> Object json(Of<T> one, Function<T, ?> json) {
    return one.result().<Object>map(json).orElseGet(() -> failure(one));
  }

  private static <T> Map<String, @Nullable Object> failure(Of<T> one) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>(one.name().json());
    object.putAll(
        Json.object(
            "error", one.failure().map(TidemarkException::getMessage),
            "code", one.failure().map(TidemarkException::code)));
    return object;
  }

  /** With a blank line between two. */
  private void print(BiConsumer<T, PrintWriter> print, CommandLine command) {
    boolean first = true;
    for (Of<T> each : all) {
      if (each.result().isPresent()) {
        if (!first) {
          command.getOut().println();
        }
        print.accept(each.result().get(), command.getOut());
        first = false;
      }
      each.failure().ifPresent(why -> tell(each.name(), why, command.getErr()));
    }
  }

  /** A message that says what it is about needs no name before it. */
  private static void tell(Name name, TidemarkException why, PrintWriter err) {
    String message = String.valueOf(why.getMessage());
    String about = name.text() + ":";
    err.println("error: " + (message.contains(about) ? message : about + " " + message));
  }

  /** That of a failure, or else the worst of the others: 1, then 4. */
  int exitCode(ToIntFunction<T> code) {
    List<Integer> codes =
        all.stream()
            .map(each -> each.result().map(code::applyAsInt).orElse(Failures.FAILED))
            .toList();
    if (codes.contains(Failures.FAILED)) {
      return Failures.FAILED;
    }
    return codes.contains(Failures.DRIFT) ? Failures.DRIFT : 0;
  }
}
