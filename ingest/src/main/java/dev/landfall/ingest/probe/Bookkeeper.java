package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbePace.Limit;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.ingest.probe.ProbeOutline.Ask;
import dev.landfall.ingest.probe.SpendLedger.Claim;
import dev.landfall.ingest.probe.SpendLedger.Outcome;
import dev.landfall.ingest.probe.SpendLedger.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reserves a little ahead of the sends, settles after them, and puts samples in place.
 *
 * <p>The disk is slow and due times are not, so no send waits for the journal: what falls due soon
 * is reserved beforehand, and what was reserved and never sent is given back. Threads: one calls
 * {@link #reserve} and {@link #tick}; any may call {@link #unsent} and {@link #ended}.
 */
final class Bookkeeper {
  private static final long FLUSH_NANOS = 2_000_000_000L;

  private final SpendLedger ledger;
  private final SampleFiles files;
  private final SpendCaps caps;
  private final Map<String, Limit> limits;
  private final String runId;
  private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final HeldBack heldBack = new HeldBack();
  private long flushedAt = System.nanoTime();

  Bookkeeper(
      SpendLedger ledger,
      SampleFiles files,
      SpendCaps caps,
      Map<String, Limit> limits,
      String runId) {
    this.ledger = ledger;
    this.files = files;
    this.caps = caps;
    this.limits = limits;
    this.runId = runId;
  }

  HeldBack heldBack() {
    return heldBack;
  }

  /** The asks that may be sent. {@code zeroMillis}: epoch milliseconds of due time 0. */
  List<Ask> reserve(List<Ask> asks, long zeroMillis) throws IOException, ProbeProblem {
    List<Claim> claims = new ArrayList<>();
    for (Ask ask : asks) {
      claims.add(
          new Claim(
              id(ask),
              runId,
              zeroMillis + ask.dueNanos() / 1_000_000,
              ask.quota(),
              ask.quotaTokens(),
              ask.worstTokens(),
              ask.worstNanoUsd()));
    }
    List<Verdict> verdicts = ledger.reserve(claims, caps, limits);
    List<Ask> granted = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      switch (verdict.kind()) {
        case GRANTED -> {
          granted.add(asks.get(i));
          open.incrementAndGet();
        }
        case PACE -> heldBack.byPace(verdict.why());
        case CAP -> heldBack.byCap(verdict.why(), open.get() == 0);
      }
    }
    return granted;
  }

  String id(Ask ask) {
    return runId + '-' + ask.number();
  }

  void ended(Ask ask, ProbeSample sample) {
    files.add(sample);
    outcomes.add(Settlement.of(sample, ask.worstTokens(), ask.worstNanoUsd()));
    open.decrementAndGet();
  }

  /** It was reserved and will not be sent. */
  void unsent(Ask ask) {
    outcomes.add(new Outcome(id(ask), null, null));
    open.decrementAndGet();
  }

  /** Writes down what has come in. */
  void tick(long nowMillis, boolean last) throws IOException, ProbeProblem {
    List<Outcome> batch = new ArrayList<>();
    for (Outcome o = outcomes.poll(); o != null; o = outcomes.poll()) {
      batch.add(o);
    }
    ledger.settle(batch, nowMillis);
    if (last || System.nanoTime() - flushedAt > FLUSH_NANOS) {
      files.flush();
      flushedAt = System.nanoTime();
    }
  }

  /** Requests that were due and not sent, by reason. */
  static final class HeldBack {
    private int pace;
    private int cap;
    private int stop;
    private @Nullable String why;
    private boolean end;

    private synchronized void byPace(String reason) {
      pace++;
      why = why == null ? reason : why;
    }

    private synchronized void byCap(String reason, boolean nothingOpen) {
      cap++;
      why = reason;
      // Tokens and money come back when open requests settle below their worst; requests do not.
      end |= nothingOpen || reason.contains(".requests:");
    }

    synchronized void byStop(int requests) {
      stop += requests;
    }

    /** No later request can be sent under the caps either. */
    synchronized boolean end() {
      return end;
    }

    synchronized void rest(int requests) {
      cap += requests;
    }

    synchronized int pace() {
      return pace;
    }

    synchronized int cap() {
      return cap;
    }

    synchronized int stop() {
      return stop;
    }

    synchronized @Nullable String why() {
      return why;
    }
  }
}
