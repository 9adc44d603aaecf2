package dev.tidemark.app.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;

/** A logger, and what was written to it. */
final class LogLines {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  final Logger logger;

  LogLines(String name) {
    LoggerContext context = new LoggerContext();
    logger = context.getLogger(name);
    logger.setLevel(Level.DEBUG);
    lines.setContext(context);
    lines.start();
    logger.addAppender(lines);
  }

  /** {@code WARN what happened name=value name=value}, each since the last time. */
  List<String> told() {
    List<String> told = lines.list.stream().map(LogLines::text).toList();
    lines.list.clear();
    return told;
  }

  private static String text(ILoggingEvent line) {
    return line.getLevel()
        + " "
        + line.getMessage()
        + line.getKeyValuePairs().stream()
            .map(pair -> " " + pair.key + "=" + pair.value)
            .collect(Collectors.joining());
  }
}
