package dev.landfall.jobs.operator;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeFinding;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Episodes;
import dev.landfall.core.detect.episode.Told;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.state.EpisodeTableSerializer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The keyed state of one finding with episodes, and its telling: rows from settled minutes, the
 * live page and alerts from all.
 *
 * <p>State: both tables of minutes, what was told last, and whether all of the settled ones has
 * been looked at since it changed, for words on a long episode are dear. A minute is settled when
 * the marks have passed it by the settle window and the longest call; in a replay when all input
 * has ended, and then everything is silent: an episode that goes on where the input ends has ended
 * there. Minutes that nothing can change any more are forgotten.
 */
final class EpisodeStates {
  private static final long MINUTE = 60_000;

  /** A call's minute may lie this far before its last event, by which it settles. */
  private static final long LONGEST_CALL_MILLIS = 60 * MINUTE;

  /** A call is dated by its start, which may lie this far before its last event. */
  private static final long FORGET_MARGIN_MILLIS = 86_400_000;

  /** CloudTrail brings most records within five minutes; silence is not believed before that. */
  private static final long DELIVERY_MILLIS = 10 * MINUTE;

  private final ValueState<EpisodeTable> settled;
  private final ValueState<EpisodeTable> early;
  private final ValueState<byte[]> told;
  private final ValueState<Boolean> looked;
  private final long settleMillis;
  private final long rememberMillis;
  private final Mode mode;

  /** Where tellings go. */
  interface Out {
    void row(byte[] row);

    void side(OutputTag<Parcel> tag, Parcel parcel);
  }

  /**
   * What time it is.
   *
   * @param mark complete-to mark, epoch milliseconds; {@code Long.MIN_VALUE}: none is known
   * @param now by the clock
   * @param earlyTo end of the last minute that the early view looks at
   */
  record Times(long mark, long now, long earlyTo) {}

  /**
   * @param name of the states; an operator with several rules has one for each
   */
  EpisodeStates(
      RuntimeContext context, String name, long settleMillis, long rememberMillis, Mode mode) {
    this.settled = context.getState(table(name + "-settled"));
    this.early = context.getState(table(name + "-early"));
    this.looked = context.getState(new ValueStateDescriptor<>(name + "-looked", Types.BOOLEAN));
    this.told = context.getState(new ValueStateDescriptor<byte[]>(name + "-told", EdgeType.BYTES));
    this.settleMillis = settleMillis;
    this.rememberMillis = rememberMillis;
    this.mode = mode;
  }

  private static ValueStateDescriptor<EpisodeTable> table(String name) {
    return new ValueStateDescriptor<>(name, EpisodeTableSerializer.INSTANCE);
  }

  /** A change of a table. */
  interface Change {
    void to(EpisodeTable table);
  }

  void change(boolean ofSettled, Change change) throws Exception {
    ValueState<EpisodeTable> state = ofSettled ? settled : early;
    EpisodeTable there = state.value();
    EpisodeTable table = there == null ? new EpisodeTable() : there;
    change.to(table);
    state.update(table);
    if (ofSettled) {
      looked.clear();
    }
  }

  /**
   * Tells what has changed.
   *
   * @param identity what is wrong; its severity and time are of no account
   * @return whether time alone may change the answer: ask again soon
   */
  boolean look(EpisodeRule rule, Ground identity, Times times, Out out) throws Exception {
    return look(rule, rule, identity, times, out);
  }

  /**
   * The same, where what a rule says comes from more than the table.
   *
   * @param rule on the stored view
   * @param earlyRule the same rule on the early view
   */
  boolean look(EpisodeRule rule, EpisodeRule earlyRule, Ground identity, Times times, Out out)
      throws Exception {
    byte[] known = told.value();
    Told before = known == null ? Told.NOTHING : Told.decode(known);
    long settledTo = settledTo(times.mark, settleMillis, mode);
    Told after = stored(rule, identity, before, settledTo, out);
    if (mode == Mode.LIVE) {
      after = early(earlyRule, identity, after, times, out);
      forget(rule, times.mark);
    }
    if (!after.equals(before)) {
      told.update(after.encode());
    }
    long silentTo = after.early().stands() ? silentTo(times) : times.now - DELIVERY_MILLIS;
    return mode == Mode.LIVE && (waits(settled, rule, settledTo) || waits(early, rule, silentTo));
  }

  /** The last minutes, or the silence after them, are still to be looked at. */
  private static boolean waits(ValueState<EpisodeTable> state, EpisodeRule rule, long lookedTo)
      throws Exception {
    EpisodeTable table = state.value();
    Long last = table == null ? null : table.lastMinute();
    return last != null && last + silence(rule) >= lookedTo;
  }

  /**
   * The next mark that changes the stored view where nothing else comes, for who will not wait till
   * asked again; null: none does.
   */
  @Nullable Long nextMark(EpisodeRule rule, long mark) throws Exception {
    EpisodeTable table = settled.value();
    Long last = table == null ? null : table.lastMinute();
    if (last == null || mode == Mode.REPLAY) {
      return null;
    }
    long lag = settleMillis + LONGEST_CALL_MILLIS;
    for (long looked : new long[] {last + MINUTE, last + silence(rule)}) {
      if (looked + lag > mark) {
        return looked + lag;
      }
    }
    return null;
  }

  private static long silence(EpisodeRule rule) {
    return (rule.silentMinutes() + 1) * MINUTE;
  }

  /** The mark by which the second after a time has settled. */
  static long settledAt(long millis, long settleMillis) {
    return millis + 1_000 + settleMillis + LONGEST_CALL_MILLIS;
  }

  /** Up to when nothing new can come; {@code Long.MIN_VALUE}: no mark is known. */
  static long settledTo(long mark, long settleMillis, Mode mode) {
    if (mode == Mode.REPLAY) {
      return Long.MAX_VALUE;
    }
    return mark == Long.MIN_VALUE ? mark : mark - settleMillis - LONGEST_CALL_MILLIS;
  }

  private Told stored(EpisodeRule rule, Ground identity, Told before, long settledTo, Out out)
      throws Exception {
    EpisodeTable table = settled.value();
    if (table == null || settledTo == Long.MIN_VALUE) {
      return before;
    }
    Episodes now = table.episodes(rule, settledTo);
    boolean same = now.equals(before.stored());
    if (same && looked.value() != null) {
      return before;
    }
    looked.update(true);
    Episode latest = now.latest();
    if (same && (latest == null || !rule.remembers(latest))) {
      return before;
    }
    EpisodeFinding finding = EpisodeFinding.of(identity, rule, now, before.stored(), before.said());
    boolean write = !same || !before.says(finding.telling());
    Told after = before.withStored(now, write, finding.telling());
    if (write) {
      out.row(finding.row(after.revision()).encode());
    }
    return after;
  }

  /** What never stood need not be told: it was over before it was known. */
  private Told early(EpisodeRule rule, Ground identity, Told before, Times times, Out out)
      throws Exception {
    EpisodeTable table = early.value();
    if (table == null) {
      return before;
    }
    Episodes now = seen(table, rule, times, before.early().stands());
    if (now.equals(before.early())) {
      return before;
    }
    boolean tell = now.stands() || before.early().stands();
    if (!tell) {
      return before.withEarly(now, null);
    }
    EpisodeFinding finding =
        EpisodeFinding.of(identity, rule, now, before.early(), before.earlySaid());
    Told after = before.withEarly(now, finding.telling());
    out.side(Tags.REVISIONS, Parcel.of(FindingRevision.of(finding, after.earlyRevision())));
    byte[] shown = now.stands() ? LiveCodec.encode(finding.open()) : new byte[0];
    out.side(Tags.LIVE, new Parcel(Parcel.FINDING, identity.findingId(), 0, shown));
    return after;
  }

  /**
   * What stood is over only when all sources have been read past its silence: where one is behind,
   * it may go on there. What did not stand is silent by the clock, or a backlog would tell of
   * everything that has long been over.
   */
  private static Episodes seen(EpisodeTable table, EpisodeRule rule, Times times, boolean stood) {
    Episodes byClock = table.episodes(rule, times.earlyTo, times.now - DELIVERY_MILLIS);
    return stood && !byClock.stands()
        ? table.episodes(rule, times.earlyTo, silentTo(times))
        : byClock;
  }

  /** Up to when what has not come will not come any more; 0: no source has been read. */
  private static long silentTo(Times times) {
    return times.mark == Long.MIN_VALUE ? 0 : Math.min(times.now - DELIVERY_MILLIS, times.mark);
  }

  private void forget(EpisodeRule rule, long mark) throws Exception {
    if (mark == Long.MIN_VALUE) {
      return;
    }
    forget(settled, rule, mark - rememberMillis - FORGET_MARGIN_MILLIS);
    forget(early, rule, mark - rememberMillis - FORGET_MARGIN_MILLIS);
  }

  private static void forget(ValueState<EpisodeTable> state, EpisodeRule rule, long before)
      throws Exception {
    @Nullable EpisodeTable table = state.value();
    if (table != null) {
      table.forget(rule, before);
      state.update(table);
    }
  }
}
