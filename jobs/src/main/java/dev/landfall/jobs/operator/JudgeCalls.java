package dev.landfall.jobs.operator;

import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.metrics.Metric;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.jobs.edge.JudgedCall;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.metrics.DelayHistogram;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Revisions in; judged calls for the lake out, and to the sides what each judgement does to
 * findings, quota and the live page, and rows of planted calls.
 *
 * <p>The live view follows every revision; the stored one follows settled revisions: a first {@code
 * FINAL} gives, a {@code CORRECTED} takes back and gives. What goes to the sides is gathered for a
 * tenth of a second at most and always sent before a checkpoint's barrier and before a mark, so
 * nothing is kept in state and nothing settled arrives behind its mark.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class JudgeCalls extends AbstractStreamOperator<JudgedCall>
    implements OneInputStreamOperator<Revision, JudgedCall> {
  private static final long serialVersionUID = 1;

  /** Between two sendings; with the next, part of the delay from a record to its alert. */
  private static final long GATHER_MILLIS = 100;

  /** After a rest what comes together is sent this soon. */
  private static final long FIRST_MILLIS = 20;

  private static final int GATHER_MOST = 20_000;

  /** A replay's calls come in the order of time: few minutes of a quota row are sent twice. */
  private static final int GATHER_MOST_OF_REPLAY = 250_000;

  /** As many as a judge remembers: with more, each call would hold one of its own. */
  private static final int GATHER_MOST_DECISIONS = 1 << 13;

  private final PolicyHistory policy;
  private final Catalogue catalogue;
  private final Mode mode;
  private transient Judge judge;
  private transient Consequences gathered;
  private transient DelayHistogram decision;
  private transient @Nullable ScheduledFuture<?> timer;
  private transient long sentAt;

  public JudgeCalls(PolicyHistory policy, Catalogue catalogue, Mode mode) {
    this.policy = policy;
    this.catalogue = catalogue;
    this.mode = mode;
  }

  @Override
  public void open() throws Exception {
    super.open();
    judge = new Judge(policy, catalogue);
    gathered = new Consequences();
    decision = new DelayHistogram(getMetricGroup(), Metric.DECISION_DELAY);
  }

  @Override
  public void processElement(StreamRecord<Revision> element) {
    Revision revision = element.getValue();
    Judgement after = judge.judge(revision.after());
    Judgement before = before(revision, after);
    if (after.canary()) {
      canary(revision, before, after);
      gatherOn();
      return;
    }
    if (revision.label().written()) {
      output.collect(new StreamRecord<>(new JudgedCall(after, revision.label())));
    }
    if (revision.label() == RevisionLabel.FINAL) {
      gathered.replace(true, null, after);
    } else if (revision.label() == RevisionLabel.CORRECTED) {
      gathered.replace(true, before, after);
    }
    if (mode == Mode.LIVE) {
      early(revision, before, after);
    }
    gatherOn();
  }

  /** Kept apart: no call, no quota, no settled finding; only its alert goes the usual way. */
  private void canary(Revision revision, @Nullable Judgement before, Judgement after) {
    if (revision.label().written()) {
      boolean breach = !after.grounds().isEmpty();
      byte[] row = CanaryRows.read(after.call(), breach).encode();
      output.collect(Tags.ROWS, new StreamRecord<>(row));
    }
    if (mode == Mode.LIVE && !revision.after().equals(revision.before())) {
      gathered.replacePlanted(before, after);
      gathered.counts().canary(revision.before(), revision.after());
    }
  }

  private void gatherOn() {
    if (gathered.size() >= (mode == Mode.LIVE ? GATHER_MOST : GATHER_MOST_OF_REPLAY)
        || gathered.decisions() >= GATHER_MOST_DECISIONS) {
      send();
    } else if (mode == Mode.LIVE && timer == null && gathered.size() > 0) {
      long now = getProcessingTimeService().getCurrentProcessingTime();
      long next = Math.max(now + FIRST_MILLIS, sentAt + GATHER_MILLIS);
      timer = getProcessingTimeService().registerTimer(next, at -> sendByTimer());
    }
  }

  private void early(Revision revision, @Nullable Judgement before, Judgement after) {
    if (revision.after().equals(revision.before())) {
      return;
    }
    long now = getProcessingTimeService().getCurrentProcessingTime();
    decision.observe(now - revision.after().lastArrivedAt());
    gathered.replace(false, before, after);
    if (before != null) {
      gathered.counts().call(before, -1);
    }
    gathered.counts().call(after, 1);
    gathered.counts().seen(revision.before(), revision.after());
  }

  /** The judgement taken back; null where nothing is. */
  private @Nullable Judgement before(Revision revision, Judgement after) {
    Call call = revision.before();
    if (call == null || mode == Mode.REPLAY && revision.label() != RevisionLabel.CORRECTED) {
      return null;
    }
    return call.equals(revision.after()) ? after : judge.judge(call);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    send();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    send();
    super.processWatermark(mark);
  }

  @Override
  public void finish() throws Exception {
    send();
    super.finish();
  }

  private void sendByTimer() {
    timer = null;
    sentAt = getProcessingTimeService().getCurrentProcessingTime();
    send();
  }

  private void send() {
    gathered.sendRates(parcel -> side(Tags.RATES, parcel), parcel -> side(Tags.CALLERS, parcel));
    gathered.send(
        parcel -> side(Tags.GROUNDS, parcel),
        parcel -> side(Tags.USES, parcel),
        parcel -> side(Tags.LIVE, parcel));
  }

  private void side(OutputTag<Parcel> tag, Parcel parcel) {
    output.collect(tag, new StreamRecord<>(parcel));
  }
}
