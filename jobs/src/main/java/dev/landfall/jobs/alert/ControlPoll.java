package dev.landfall.jobs.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.Decision;
import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.IOException;
import java.util.HashSet;
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
 * <p>Each start reads every file again; who takes them drops what it knows. Threads: one of its
 * own; {@link #next} may be called from another. Errors: a file that is no decision is named once
 * in the log and left alone; a folder or file that cannot be had is tried again.
 */
final class ControlPoll implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPoll.class);
  private static final String FOLDER = "_control";
  private static final String ENDING = ".json";
  private static final int LARGEST = 16_384;
  private static final long EVERY_MILLIS = 500;

  /** A file younger than this may still be on its way. */
  private static final long WHOLE_AFTER_MILLIS = 10_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final LakeFiles files;
  private final String lake;
  private final Set<String> read = new HashSet<>();
  private final Queue<Decision> found = new ConcurrentLinkedQueue<>();
  private final Queue<Planting> plantings = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService thread;
  private boolean failing;

  ControlPoll(LakePlace lake) {
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
      for (LakeFiles.Entry each : files.list(FOLDER)) {
        try {
          take(each);
        } catch (IOException e) {
          unread = e; // one file that cannot be had holds up no other
        }
      }
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

  private void take(LakeFiles.Entry file) throws IOException {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    if (!name.endsWith(ENDING) || name.startsWith(".") || read.contains(name)) {
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
      boolean young = System.currentTimeMillis() - file.modifiedAt() < WHOLE_AFTER_MILLIS;
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
