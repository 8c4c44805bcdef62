package dev.landfall.core.alert;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.episode.EpisodeFinding;
import dev.landfall.core.detect.episode.Telling;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it stands now: all that a detector must emit to be alerted about.
 *
 * <p>Shape: {@code findingId} is what is wrong and is the alert's fingerprint; {@code revision}
 * rises with every change of one finding, so that one met twice says nothing new. Units: times are
 * epoch milliseconds UTC, of the calls or events, not of their arrival. Missing: null where the
 * finding has none.
 *
 * @param standing false: its last ground is gone, or its pressure has passed
 * @param occurrences calls or events that are its ground now
 * @param sample request id of one call that is its ground
 * @param value what was measured, in words, where the rule measures
 * @param limit what it is held against, in words, where the rule measures
 * @param cause the likeliest cause, where the rule knows a better one than its runbook
 */
public record FindingRevision(
    String findingId,
    long revision,
    boolean standing,
    String rule,
    Severity severity,
    @Nullable String account,
    @Nullable String workload,
    @Nullable String profile,
    @Nullable String region,
    @Nullable String subject,
    long occurrences,
    long firstSeenAt,
    long lastSeenAt,
    String headline,
    @Nullable String sample,
    @Nullable String value,
    @Nullable String limit,
    @Nullable String cause) {
  private static final int VERSION = 1;

  /** From the early view of a finding. */
  public static FindingRevision of(
      OpenFinding f, long revision, boolean standing, @Nullable String sample) {
    return new FindingRevision(
        f.findingId(),
        revision,
        standing,
        f.rule(),
        Severity.valueOf(f.severity().toUpperCase(Locale.ROOT)),
        f.account(),
        f.workload(),
        f.profile(),
        f.region(),
        f.subject(),
        f.occurrences(),
        f.firstSeenAt(),
        f.lastSeenAt(),
        f.headline(),
        sample,
        null,
        null,
        null);
  }

  /** From a finding with a beginning and an end; it stands while an episode is open. */
  public static FindingRevision of(EpisodeFinding finding, long revision) {
    OpenFinding f = finding.open();
    Telling words = finding.telling();
    return new FindingRevision(
        f.findingId(),
        revision,
        finding.stands(),
        f.rule(),
        Severity.valueOf(f.severity().toUpperCase(Locale.ROOT)),
        f.account(),
        f.workload(),
        f.profile(),
        f.region(),
        f.subject(),
        f.occurrences(),
        f.firstSeenAt(),
        f.lastSeenAt(),
        f.headline(),
        null,
        words.value(),
        words.limit(),
        words.cause());
  }

  /** The same, with the sample of an earlier revision where this one has none. */
  FindingRevision withSample(@Nullable String earlier) {
    return sample != null || earlier == null
        ? this
        : new FindingRevision(
            findingId,
            revision,
            standing,
            rule,
            severity,
            account,
            workload,
            profile,
            region,
            subject,
            occurrences,
            firstSeenAt,
            lastSeenAt,
            headline,
            earlier,
            value,
            limit,
            cause);
  }

  /** Its next revision, in which it stands no longer. */
  public FindingRevision ended() {
    return new FindingRevision(
        findingId,
        revision + 1,
        false,
        rule,
        severity,
        account,
        workload,
        profile,
        region,
        subject,
        occurrences,
        firstSeenAt,
        lastSeenAt,
        headline,
        sample,
        value,
        limit,
        cause);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    write(out);
    return out.toByteArray();
  }

  public static FindingRevision decode(byte[] bytes) {
    return decode(bytes, new TextPool());
  }

  /** The same; texts that many findings have in common become one object of the pool. */
  public static FindingRevision decode(byte[] bytes, TextPool texts) {
    return read(new ByteReader(bytes), texts);
  }

  void write(ByteWriter out) {
    out.writeByte(VERSION);
    out.writeString(findingId);
    out.writeLong(revision);
    out.writeByte(standing ? 1 : 0);
    out.writeString(rule);
    out.writeByte(severity.ordinal());
    out.writeNullable(account);
    out.writeNullable(workload);
    out.writeNullable(profile);
    out.writeNullable(region);
    out.writeNullable(subject);
    out.writeLong(occurrences);
    out.writeLong(firstSeenAt);
    out.writeLong(lastSeenAt);
    out.writeString(headline);
    out.writeNullable(sample);
    out.writeNullable(value);
    out.writeNullable(limit);
    out.writeNullable(cause);
  }

  static FindingRevision read(ByteReader in, TextPool texts) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a finding's revision has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    return new FindingRevision(
        in.readString(),
        in.readLong(),
        in.readByte() == 1,
        texts.shared(in.readString()),
        Severity.values()[in.readByte()],
        shared(in, texts),
        shared(in, texts),
        shared(in, texts),
        shared(in, texts),
        in.readNullableString(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString());
  }

  private static @Nullable String shared(ByteReader in, TextPool texts) {
    String text = in.readNullableString();
    return text == null ? null : texts.shared(text);
  }
}
