package dev.landfall.reports.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.Decision;
import dev.landfall.core.canary.Planting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

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

  private static final String FOLDER = "_control/";

  private final Store store;

  /** The few things that decisions need of the place of the lake; paths are relative to it. */
  public interface Store {
    /** Creates a whole file; false, and nothing changed, if the path is taken. */
    boolean createExclusive(String path, byte[] content) throws IOException;

    /** Every file below a folder; empty if the folder is not there. */
    List<String> list(String folder) throws IOException;

    byte[] read(String path) throws IOException;
  }

  public ControlFolder(Store store) {
    this.store = store;
  }

  /** In a lake that is a folder. */
  public static ControlFolder in(Path lake) {
    return new ControlFolder(new LocalStore(lake));
  }

  /** An id that no other decision has and that sorts by time. */
  public static String newId(Decision.Kind kind, Instant now) {
    return STAMP.format(now) + "-" + kind.id() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Writes it whole or not at all; fails where the id is taken. */
  public void write(Decision decision) throws IOException {
    if (!store.createExclusive(FOLDER + decision.id() + ENDING, json(decision.texts()))) {
      throw new FileAlreadyExistsException(decision.id());
    }
  }

  private static byte[] json(Map<String, String> texts) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own decision cannot be written as JSON", e);
    }
  }

  /** Writes that a canary was planted, or could not be. */
  public void write(Planting planting) throws IOException {
    if (!store.createExclusive(FOLDER + planting.file() + ENDING, json(planting.texts()))) {
      throw new FileAlreadyExistsException(planting.file());
    }
  }

  /** Names of the files that tell of canaries, without their ending; the earliest first. */
  public List<String> plantings() throws IOException {
    return store.list("_control").stream()
        .map(ControlFolder::name)
        .filter(name -> name.startsWith(Planting.FILE) && name.endsWith(ENDING))
        .map(name -> name.substring(0, name.length() - ENDING.length()))
        .sorted()
        .toList();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Every decision there is, the earliest first. */
  public List<Decision> read() throws IOException {
    List<Decision> decisions = new ArrayList<>();
    for (String path : store.list("_control")) {
      String name = name(path);
      if (name.endsWith(ENDING) && !name.startsWith(Planting.FILE)) {
        read(store.read(path), name.substring(0, name.length() - ENDING.length()), decisions);
      }
    }
    decisions.sort(Comparator.comparingLong(Decision::at).thenComparing(Decision::id));
    return decisions;
  }

  private static void read(byte[] bytes, String id, List<Decision> decisions) throws IOException {
    try {
      if (bytes.length <= LARGEST) {
        Map<String, String> texts =
            MAPPER.readValue(bytes, new TypeReference<Map<String, String>>() {});
        decisions.add(Decision.of(id, texts));
      }
    } catch (JsonProcessingException | RuntimeException e) {
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
