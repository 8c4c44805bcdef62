package dev.landfall.core.alert;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import dev.landfall.core.detect.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One alert: a finding and what has been told of it. Its fingerprint is the finding's id.
 *
 * <p>Shape: an episode lasts from opening to ending; a finding that comes again opens the next one.
 * Units: epoch milliseconds UTC of arrival, as opposed to the finding's own times.
 *
 * @param notices notices made of it so far, over all episodes: part of each notice's key
 * @param endedAt when the episode before this ended; 0: there was none
 * @param told what the sinks were last told; null: nothing in this episode
 * @param digested its telling was left to a digest
 * @param acknowledgedAt the acknowledgement that was told; 0: none in this episode
 * @param mutedBy silence, window or alert that keeps it from being told; null: nothing does
 */
public record Alert(
    FindingRevision finding,
    AlertState state,
    long episode,
    long notices,
    long openedAt,
    long changedAt,
    long endedAt,
    @Nullable Told told,
    boolean digested,
    long acknowledgedAt,
    @Nullable String mutedBy) {
  private static final int VERSION = 2;

  /**
   * What was told last, and when.
   *
   * @param sinks every sink that was told in this episode, by whatever route then led there; in a
   *     digest only: none
   */
  public record Told(long at, long occurrences, Severity severity, List<String> sinks) {
    public Told {
      sinks = List.copyOf(sinks);
    }

    private void write(ByteWriter out) {
      out.writeLong(at);
      out.writeLong(occurrences);
      out.writeByte(severity.ordinal());
      out.writeLong(sinks.size());
      sinks.forEach(out::writeString);
    }

    private static Told read(ByteReader in, int version, TextPool texts) {
      long at = in.readLong();
      long occurrences = in.readLong();
      Severity severity = Severity.values()[in.readByte()];
      List<String> sinks = new ArrayList<>();
      // Version 1 did not keep them.
      for (long n = version == 1 ? 0 : in.readLong(); n > 0; n--) {
        sinks.add(texts.shared(in.readString()));
      }
      return new Told(at, occurrences, severity, sinks);
    }
  }

  /** The alert as told, its newest notice to these sinks too. */
  Alert toldTo(List<String> more) {
    if (told == null) {
      return this;
    }
    Set<String> sinks = new LinkedHashSet<>(told.sinks);
    sinks.addAll(more);
    return new Alert(
        finding,
        state,
        episode,
        notices,
        openedAt,
        changedAt,
        endedAt,
        new Told(told.at, told.occurrences, told.severity, List.copyOf(sinks)),
        digested,
        acknowledgedAt,
        mutedBy);
  }

  public String id() {
    return finding.findingId();
  }

  /**
   * Alerts of one group are told together where a sink can: one account's workload. A canary waits
   * for no other.
   */
  public String group() {
    if (Canary.isRule(finding.rule())) {
      return id();
    }
    return String.valueOf(finding.account()) + '|' + finding.workload();
  }

  void write(ByteWriter out) {
    out.writeByte(VERSION);
    finding.write(out);
    out.writeByte(state.ordinal());
    out.writeLong(episode);
    out.writeLong(notices);
    out.writeLong(openedAt);
    out.writeLong(changedAt);
    out.writeLong(endedAt);
    out.writeByte(told == null ? 0 : 1);
    if (told != null) {
      told.write(out);
    }
    out.writeByte(digested ? 1 : 0);
    out.writeLong(acknowledgedAt);
    out.writeNullable(mutedBy);
  }

  static Alert read(ByteReader in, TextPool texts) {
    int version = in.readByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "a stored alert has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    return new Alert(
        FindingRevision.read(in, texts),
        AlertState.values()[in.readByte()],
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readByte() == 0 ? null : Told.read(in, version, texts),
        in.readByte() == 1,
        in.readLong(),
        in.readNullableString());
  }
}
