package dev.landfall.reports.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Decisions by people below {@code _control} of a lake: one file each, created and never changed.
 *
 * <p>The job reads them within a second and a rebuild keeps them. Errors: what cannot be read as a
 * decision is passed over here; the job names it in its log.
 */
public final class ControlFolder {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ENDING = ".json";
  private static final int LARGEST = 16_384;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;

  public ControlFolder(Path lake) {
    this.folder = lake.resolve("_control");
  }

  /** An id that no other decision has and that sorts by time. */
  public static String newId(Decision.Kind kind, Instant now) {
    return STAMP.format(now) + "-" + kind.id() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Writes it whole or not at all; fails where the id is taken. */
  public void write(Decision decision) throws IOException {
    Files.createDirectories(folder);
    Path whole = folder.resolve(decision.id() + ENDING);
    Path part = folder.resolve("." + decision.id() + ".part");
    Files.write(part, bytes(decision), StandardOpenOption.CREATE_NEW);
    Files.move(part, whole);
  }

  private static byte[] bytes(Decision decision) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(decision.texts());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own decision cannot be written as JSON", e);
    }
  }

  /** Every decision there is, the earliest first. */
  public List<Decision> read() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Decision> decisions = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(ENDING) && Files.size(file) <= LARGEST) {
          read(file, name.substring(0, name.length() - ENDING.length()), decisions);
        }
      }
    }
    decisions.sort(Comparator.comparingLong(Decision::at).thenComparing(Decision::id));
    return decisions;
  }

  private static void read(Path file, String id, List<Decision> decisions) throws IOException {
    try {
      Map<String, String> texts =
          MAPPER.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {});
      decisions.add(Decision.of(id, texts));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return; // no decision
    }
  }

  /** Silences and windows that act at that time or will. */
  public List<Decision> silences(long now) throws IOException {
    List<Decision> all = read();
    List<String> ended =
        all.stream()
            .filter(d -> d.kind() == Decision.Kind.UNSILENCE)
            .map(d -> String.valueOf(d.alert()))
            .toList();
    return all.stream()
        .filter(d -> d.kind() == Decision.Kind.SILENCE)
        .filter(d -> d.until() > now && !ended.contains(d.id()))
        .toList();
  }
}
