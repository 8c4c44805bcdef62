package dev.landfall.jobs.alert;

import dev.landfall.core.alert.Alert;
import dev.landfall.core.alert.AlertBook;
import dev.landfall.core.alert.AlertNews;
import dev.landfall.core.alert.Attempt;
import dev.landfall.core.alert.Decision;
import dev.landfall.core.alert.Digests;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import dev.landfall.core.alert.Outbox;
import dev.landfall.core.alert.Reply;
import dev.landfall.core.alert.SinkTerms;
import dev.landfall.core.canary.Planting;
import dev.landfall.core.codec.TextPool;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.ingest.sink.Sinks;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.lake.LakeConnections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Revisions of findings in; rows of {@code alerts} and {@code deliveries} out; messages to the
 * sinks beside. Parallelism 1: groups, digests and what mutes what concern all alerts.
 *
 * <p>Sent before the checkpoint, not after, for a message must not wait for one. What has no
 * receipt in the restored checkpoint is sent again under the same key: at least once, and once for
 * a sink that knows the key. State: every alert and what sinks have not taken. When all input has
 * ended it stays until the sinks have taken everything, two minutes at most.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class AlertDesk extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Parcel, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  /** How soon an answer makes room for the next request; bounds the rate with the concurrency. */
  private static final long LOOK_MILLIS = 20;

  private static final long TICK_MILLIS = 1_000;
  private static final long LAST_PATIENCE_MILLIS = 120_000;

  private final DeskSettings settings;
  private transient AlertBook book;
  private transient Outbox outbox;
  private transient Sinks sinks;
  private transient ControlPoll control;
  private transient Backlog backlog;
  private transient TextPool texts;
  private transient ListState<byte[]> savedBook;
  private transient ListState<byte[]> savedOutbox;
  private transient ListState<byte[]> savedCanaries;
  private transient CanaryDesk canaries;
  private transient Map<String, FindingRevision> fresh;
  private transient Queue<Answer> answers;
  private transient @Nullable ScheduledFuture<?> timer;
  private transient List<Attempt> lost;
  private transient long tickedAt;
  private transient long refreshedAt;

  private record Answer(Outbox.Send send, Reply reply) {}

  public AlertDesk(DeskSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    savedBook = state(context, "alerts");
    savedOutbox = state(context, "outbox");
    savedCanaries = state(context, "canaries");
    canaries = new CanaryDesk(settings.terms().maxAge().toMillis());
    for (byte[] bytes : savedCanaries.get()) {
      canaries.restore(bytes);
    }
    long now = settings.clock().millis();
    lost = new ArrayList<>();
    book = new AlertBook(settings.terms(), settings.routing(), now);
    outbox =
        new Outbox(
            settings.sinkTerms(),
            settings.backoff(),
            settings.terms().groupInterval().toMillis(),
            settings.terms().mostWaiting(),
            now);
    for (byte[] bytes : savedBook.get()) {
      book = AlertBook.decode(settings.terms(), settings.routing(), bytes);
    }
    for (byte[] bytes : savedOutbox.get()) {
      lost.addAll(outbox.restore(bytes, now));
    }
  }

  private static ListState<byte[]> state(StateInitializationContext context, String name)
      throws Exception {
    return context
        .getOperatorStateStore()
        .getListState(new ListStateDescriptor<>(name, BytePrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public void open() throws Exception {
    super.open();
    fresh = new LinkedHashMap<>();
    texts = new TextPool();
    answers = new ConcurrentLinkedQueue<>();
    LakeConnections.endWith(getRuntimeContext());
    sinks = settings.open();
    control = new ControlPoll(settings.lake(), settings.clock());
    control.start();
    backlog = new Backlog(outbox, settings.sinkTerms(), getMetricGroup(), LOG);
    wake();
  }

  @Override
  public void processElement(StreamRecord<Parcel> element) {
    Parcel parcel = element.getValue();
    fresh.put(parcel.key(), FindingRevision.decode(parcel.payload(), texts));
  }

  private void wake() {
    long next = getProcessingTimeService().getCurrentProcessingTime() + LOOK_MILLIS;
    timer =
        getProcessingTimeService()
            .registerTimer(
                next,
                at -> {
                  look();
                  wake();
                });
  }

  private void look() {
    long now = settings.clock().millis();
    record(lost);
    takeAnswers(now);
    takeDecisions(now);
    takeFindings(now);
    if (now - tickedAt >= TICK_MILLIS || now < tickedAt) {
      tickedAt = now;
      spread(book.tick(now), now);
      canaries.overdue(book, now);
      canaries.rows().forEach(this::collect);
      for (FindingRevision missed : canaries.news()) {
        spread(book.take(missed, now), now);
      }
    }
    if (now - refreshedAt >= Sinks.again().toMillis() || now < refreshedAt) {
      refreshedAt = now;
      refresh(now);
    }
    send(now);
  }

  /** What waited for a sink that is configured no more, and that no other can tell. */
  private void record(List<Attempt> gone) {
    for (Attempt attempt : gone) {
      LOG.warn(
          "{} of alert {} is given up: the sink {} is not configured any more, nor is another of its"
              + " route",
          attempt.notice().kind().id(),
          attempt.notice().alertId(),
          attempt.sink());
      collect(AlertRows.of(attempt));
    }
    gone.clear();
  }

  private void takeAnswers(long now) {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      for (Attempt attempt : outbox.done(answer.send, answer.reply, now)) {
        boolean nothingNew =
            attempt.notice().kind() == NoticeKind.REFRESH && attempt.outcome().equals("accepted");
        if (!nothingNew) {
          collect(AlertRows.of(attempt));
        }
        canaries.answered(attempt);
      }
    }
    backlog.rows(now).forEach(this::collect);
    spread(canaries.close(book, outbox, now), now);
    canaries.rows().forEach(this::collect);
  }

  private void takeDecisions(long now) {
    for (Decision next = control.next(); next != null; next = control.next()) {
      spread(book.take(next, now), now);
    }
    for (Planting next = control.nextPlanting(); next != null; next = control.nextPlanting()) {
      canaries.planted(next, now);
      canaries.rows().forEach(this::collect);
    }
  }

  private void takeFindings(long now) {
    if (fresh.isEmpty()) {
      return;
    }
    for (FindingRevision revision : List.copyOf(fresh.values())) {
      if (canaries.concerns(revision, now)) {
        spread(book.take(revision, now), now);
      }
    }
    fresh.clear();
  }

  private void spread(AlertNews news, long now) {
    news.records().forEach(each -> collect(AlertRows.of(each)));
    for (Notice notice : news.notices()) {
      outbox.add(notice, news.sinks(notice), now);
    }
    for (AlertNews.Digest digest : news.digests()) {
      Map<String, List<Alert>> bySink = new LinkedHashMap<>();
      for (Alert alert : digest.alerts()) {
        for (String sink : settings.routing().ofDigest(alert.finding())) {
          bySink.computeIfAbsent(sink, s -> new ArrayList<>()).add(alert);
        }
      }
      bySink.forEach(
          (sink, alerts) ->
              outbox.add(
                  Digests.notice(digest.burst(), alerts, settings.terms(), now),
                  List.of(sink),
                  now));
    }
    backlog.rows(now).forEach(this::collect);
  }

  /** Only sinks that forget are told again, each of the alerts on its routes. */
  private void refresh(long now) {
    List<String> forgetting =
        settings.sinkTerms().stream().filter(SinkTerms::forgets).map(SinkTerms::id).toList();
    if (forgetting.isEmpty()) {
      return;
    }
    for (Notice notice : book.standing(now)) {
      for (String sink : settings.routing().of(notice.finding())) {
        if (forgetting.contains(sink)) {
          outbox.add(notice, List.of(sink), now);
        }
      }
    }
  }

  private void send(long now) {
    for (Outbox.Send send : outbox.due(now)) {
      sinks.send(send, (sent, reply) -> answers.add(new Answer(sent, reply)));
    }
  }

  private void collect(LakeRow row) {
    output.collect(new StreamRecord<>(row.encode()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    long now = settings.clock().millis();
    record(lost);
    takeAnswers(now);
    takeFindings(now);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    savedBook.update(List.of(book.encode()));
    savedOutbox.update(List.of(outbox.encode()));
    savedCanaries.update(List.of(canaries.encode()));
  }

  @Override
  public void endInput() throws Exception {
    long now = settings.clock().millis();
    record(lost);
    takeDecisions(now);
    takeFindings(now);
    spread(book.end(now), now);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_PATIENCE_MILLIS);
    while (!outbox.isEmpty() && System.nanoTime() < deadline) {
      send(settings.clock().millis());
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      takeAnswers(settings.clock().millis());
    }
    if (!outbox.isEmpty()) {
      LOG.warn("not every alert could be delivered before the end; 'deliveries' says which could");
    }
  }

  @Override
  public void close() throws Exception {
    if (timer != null) {
      timer.cancel(false);
    }
    if (control != null) {
      control.close();
    }
    if (sinks != null) {
      sinks.close();
    }
    super.close();
  }
}
