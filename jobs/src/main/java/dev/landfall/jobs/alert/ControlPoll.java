package dev.landfall.jobs.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.Decision;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People's decisions and the canaries that were planted, as files appear below {@code _control} of
 * the lake, wherever the lake is.
 *
 * <p>Each start reads every file again; who takes them drops what it knows. Of canaries only the
 * files of {@link Planting#KEPT} are read, older ones are removed: what came of them is in the
 * lake. Threads: one of its own; {@link #next} may be called from another. Errors: a file that is
 * no decision is named once in the log and left alone; a folder or file that cannot be had is tried
 * again.
 */
final class ControlPoll implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPoll.class);
  private static final String FOLDER = "_control";
  private static final String ENDING = ".json";
  private static final int LARGEST = 16_384;
  private static final long EVERY_MILLIS = 500;

  /** Files removed in one look at most, so that a long past holds up no decision. */
  private static final int REMOVED_AT_ONCE = 100;

  private static final long REMOVE_EVERY_MILLIS = 3_600_000;

  /** A file younger than this may still be on its way. */
  private static final long WHOLE_AFTER_MILLIS = 10_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Clock clock;
  private final LakeFiles files;
  private final String lake;
  private final Set<String> read = new HashSet<>();
  private final Queue<Decision> found = new ConcurrentLinkedQueue<>();
  private final Queue<Planting> plantings = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService thread;
  private boolean failing;
  private long removeAt;

  ControlPoll(LakePlace lake, Clock clock) {
    this.clock = clock;
    this.files = LakeFiles.at(lake);
    this.lake = lake.text();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread t = new Thread(task, "control-poll");
              t.setDaemon(true);
              return t;
            });
  }

  void start() {
    look();
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Nullable Decision next() {
    return found.poll();
  }

  /** What was planted, as its file tells. */
  @Nullable Planting nextPlanting() {
    return plantings.poll();
  }

  private void look() {
    try {
      IOException unread = null;
      List<LakeFiles.Entry> all = files.list(FOLDER);
      for (LakeFiles.Entry each : all) {
        try {
          take(each);
        } catch (IOException e) {
          unread = e; // one file that cannot be had holds up no other
        }
      }
      removeOld(all);
      if (unread != null) {
        throw unread;
      }
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.warn("people's decisions below {} cannot all be read; trying again", lake, e);
      }
      failing = true;
    }
  }

  /** All but the newest planting, by which a schedule knows when the next is due. */
  private void removeOld(List<LakeFiles.Entry> all) {
    if (clock.millis() < removeAt) {
      return;
    }
    List<LakeFiles.Entry> old =
        all.stream()
            .filter(file -> isOld(name(file)))
            .sorted(Comparator.comparing(LakeFiles.Entry::path))
            .toList();
    boolean newerOnes = all.stream().anyMatch(f -> plantedAt(name(f)) != null && !isOld(name(f)));
    int removable = newerOnes ? old.size() : old.size() - 1;
    try {
      for (int i = 0; i < Math.min(removable, REMOVED_AT_ONCE); i++) {
        files.delete(old.get(i).path());
      }
      removeAt = removable > REMOVED_AT_ONCE ? 0 : clock.millis() + REMOVE_EVERY_MILLIS;
    } catch (IOException e) {
      removeAt = clock.millis() + REMOVE_EVERY_MILLIS;
      LOG.warn(
          "old files of canaries below {} cannot be removed; trying again in an hour", lake, e);
    }
  }

  /** When the canary of that file was planted, by its name alone; null: it is no canary's file. */
  private static @Nullable Long plantedAt(String name) {
    return name.startsWith(Planting.FILE) && name.endsWith(ENDING)
        ? CanaryId.timeIn(name.substring(Planting.FILE.length(), name.length() - ENDING.length()))
        : null;
  }

  private boolean isOld(String name) {
    Long at = plantedAt(name);
    return at != null && clock.millis() - at > Planting.KEPT.toMillis();
  }

  private static String name(LakeFiles.Entry file) {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  private void take(LakeFiles.Entry file) throws IOException {
    String name = name(file);
    if (!name.endsWith(ENDING) || name.startsWith(".") || read.contains(name) || isOld(name)) {
      return;
    }
    try {
      String id = name.substring(0, name.length() - ENDING.length());
      if (id.startsWith(Planting.FILE)) {
        plantings.add(Planting.of(id, texts(file)));
      } else {
        found.add(Decision.of(id, texts(file)));
      }
      read.add(name);
    } catch (JsonProcessingException | RuntimeException e) {
      boolean young = clock.millis() - file.modifiedAt() < WHOLE_AFTER_MILLIS;
      if (!young) {
        read.add(name);
        LOG.warn("{} of {} is no decision and is left alone: {}", name, lake, e.getMessage());
      }
    }
  }

  private Map<String, String> texts(LakeFiles.Entry file) throws IOException {
    if (file.bytes() > LARGEST) {
      throw new IllegalArgumentException(
          "it has %d bytes; a decision has %d at most".formatted(file.bytes(), LARGEST));
    }
    Map<String, String> texts =
        MAPPER.readValue(files.read(file.path()), new TypeReference<Map<String, String>>() {});
    if (texts == null) {
      throw new IllegalArgumentException("it holds null");
    }
    return texts;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
