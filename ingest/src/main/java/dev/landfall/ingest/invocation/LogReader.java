package dev.landfall.ingest.invocation;

import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.Metadata;
import dev.landfall.ingest.scan.Origin;
import dev.landfall.ingest.scan.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * One record of Bedrock's model invocation log as a witness.
 *
 * <p>Fields that AWS writes are wanted in their type; what stands inside a body was written by the
 * caller or the model, so there a wrong type is only "not said": no caller can make a record of his
 * call unreadable. Missing: guardrail-blocked and media calls lack token counts; some records lack
 * {@code inferenceRegion}, which proves nothing. Source: "model-invocation-logging", schemaVersion
 * 1.0, and delivered logs, which add {@code inferenceRegion} and the cache counts. Threads: one.
 */
public final class LogReader {
  private static final Field[] TEXTS = {
    Field.ACCOUNT_ID,
    Field.LOG_REQUEST_ID,
    Field.REGION,
    Field.OPERATION,
    Field.MODEL_ID,
    Field.IDENTITY_ARN,
    Field.ERROR_CODE,
    Field.INFERENCE_REGION
  };
  private static final Field[][] TOKENS = {
    {Field.INPUT_TOKENS, Field.CONVERSE_INPUT, Field.ANTHROPIC_INPUT, Field.METRICS_INPUT},
    {Field.OUTPUT_TOKENS, Field.CONVERSE_OUTPUT, Field.ANTHROPIC_OUTPUT, Field.METRICS_OUTPUT},
    {Field.CACHE_READ_TOKENS, Field.CONVERSE_CACHE_READ, Field.ANTHROPIC_CACHE_READ},
    {Field.CACHE_WRITE_TOKENS, Field.CONVERSE_CACHE_WRITE, Field.ANTHROPIC_CACHE_WRITE}
  };
  private static final Field[] MAX_TOKENS = {
    Field.BODY_CONVERSE_MAX,
    Field.BODY_MAX_TOKENS,
    Field.BODY_MAX_TO_SAMPLE,
    Field.BODY_MAX_GEN_LEN,
    Field.BODY_TITAN_MAX,
    Field.BODY_MAX_COMPLETION,
    Field.BODY_NOVA_MAX
  };
  private static final String INTERVENED = "INTERVENED";
  private static final String BLOCKED = "guardrail_intervened";
  private static final Field[] LATENCY = {Field.LATENCY_MS, Field.METRICS_LATENCY};
  private static final Field[] FIRST_TOKEN = {Field.METRICS_FIRST_BYTE};

  private final Metadata metadata;
  private final Statement.Draft draft = new Statement.Draft();
  private final @Nullable String[] texts = new @Nullable String[TEXTS.length];
  private final @Nullable Long[] tokens = new @Nullable Long[TOKENS.length];

  public LogReader(Metadata metadata) {
    this.metadata = metadata;
  }

  public void read(Fields f, Origin origin, RecordSink sink) {
    draft.clear();
    Wanted.object(f, Field.IDENTITY);
    Wanted.object(f, Field.INPUT);
    Wanted.object(f, Field.OUTPUT);
    draft.eventAt = Wanted.time(f, Field.TIMESTAMP, origin);
    Wanted.texts(f, TEXTS, texts);
    draft.sourceRegion = texts[2];
    draft.operation = texts[3];
    draft.modelId = texts[4];
    draft.principal = texts[5];
    draft.errorCode = texts[6];
    draft.inferenceRegion = texts[7];
    tokens(f);
    body(f);
    metadata.read(f, Field.REQUEST_METADATA, draft.metadata);
    sink.witness(
        new Witness(
            new CallKey(
                Wanted.partition(draft.principal, draft.sourceRegion),
                Wanted.present(texts[0], Field.ACCOUNT_ID),
                Wanted.present(texts[1], Field.LOG_REQUEST_ID)),
            WitnessKind.LOG,
            draft.build(),
            false,
            origin.place(),
            origin.arrivedAt()));
  }

  private void tokens(Fields f) {
    Wanted.counts(f, TOKENS, tokens);
    draft.inputTokens = tokens[0];
    draft.outputTokens = tokens[1];
    draft.cacheReadTokens = tokens[2];
    draft.cacheWriteTokens = tokens[3];
  }

  private void body(Fields f) {
    Long limit = null;
    for (int i = 0; i < MAX_TOKENS.length && limit == null; i++) {
      limit = f.count(MAX_TOKENS[i].slot());
    }
    draft.maxTokens = Wanted.credible(limit);
    // a limit that nobody can mean is not one left unset: it is not known what was reserved
    boolean understood = limit == null || draft.maxTokens != null;
    draft.bodyRead = understood && f.kind(Field.INPUT_BODY.slot()) == Fields.OBJECT;
    draft.latencyMs = rounded(f, LATENCY);
    draft.firstTokenMs = rounded(f, FIRST_TOKEN);
    draft.guardrailBlocked =
        f.is(Field.GUARDRAIL_ACTION.slot(), INTERVENED) || f.is(Field.STOP_REASON.slot(), BLOCKED);
  }

  private static @Nullable Long rounded(Fields f, Field[] places) {
    Long found = null;
    for (int i = 0; i < places.length && found == null; i++) {
      found = f.rounded(places[i].slot());
    }
    return found;
  }
}
