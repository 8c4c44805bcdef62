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
  private static final Field[] MAX_TOKENS = {
    Field.BODY_CONVERSE_MAX,
    Field.BODY_MAX_TOKENS,
    Field.BODY_MAX_TO_SAMPLE,
    Field.BODY_MAX_GEN_LEN,
    Field.BODY_TITAN_MAX,
    Field.BODY_MAX_COMPLETION,
    Field.BODY_NOVA_MAX
  };

  private final Metadata metadata;
  private final Statement.Draft draft = new Statement.Draft();

  public LogReader(Metadata metadata) {
    this.metadata = metadata;
  }

  public void read(Fields f, Origin origin, RecordSink sink) {
    draft.clear();
    Wanted.object(f, Field.IDENTITY);
    Wanted.object(f, Field.INPUT);
    Wanted.object(f, Field.OUTPUT);
    draft.eventAt = Wanted.time(f, Field.TIMESTAMP, origin);
    String account = Wanted.shared(f, Field.ACCOUNT_ID);
    String requestId = Wanted.text(f, Field.LOG_REQUEST_ID);
    draft.sourceRegion = Wanted.shared(f, Field.REGION);
    draft.operation = Wanted.shared(f, Field.OPERATION);
    draft.modelId = Wanted.shared(f, Field.MODEL_ID);
    draft.principal = Wanted.shared(f, Field.IDENTITY_ARN);
    draft.errorCode = Wanted.shared(f, Field.ERROR_CODE);
    draft.inferenceRegion = Wanted.shared(f, Field.INFERENCE_REGION);
    tokens(f);
    body(f);
    metadata.read(f, Field.REQUEST_METADATA, draft.metadata);
    sink.witness(
        new Witness(
            new CallKey(
                Wanted.partition(draft.principal, draft.sourceRegion),
                Wanted.present(account, Field.ACCOUNT_ID),
                Wanted.present(requestId, Field.LOG_REQUEST_ID)),
            WitnessKind.LOG,
            draft.build(),
            false,
            origin.place(),
            origin.arrivedAt()));
  }

  private void tokens(Fields f) {
    draft.inputTokens =
        first(
            f,
            Wanted.count(f, Field.INPUT_TOKENS),
            Field.CONVERSE_INPUT,
            Field.ANTHROPIC_INPUT,
            Field.METRICS_INPUT);
    draft.outputTokens =
        first(
            f,
            Wanted.count(f, Field.OUTPUT_TOKENS),
            Field.CONVERSE_OUTPUT,
            Field.ANTHROPIC_OUTPUT,
            Field.METRICS_OUTPUT);
    draft.cacheReadTokens =
        first(
            f,
            Wanted.count(f, Field.CACHE_READ_TOKENS),
            Field.CONVERSE_CACHE_READ,
            Field.ANTHROPIC_CACHE_READ);
    draft.cacheWriteTokens =
        first(
            f,
            Wanted.count(f, Field.CACHE_WRITE_TOKENS),
            Field.CONVERSE_CACHE_WRITE,
            Field.ANTHROPIC_CACHE_WRITE);
  }

  private void body(Fields f) {
    draft.bodyRead = f.kind(Field.INPUT_BODY.slot()) == Fields.OBJECT;
    draft.maxTokens = first(f, null, MAX_TOKENS);
    Long latency = f.rounded(Field.LATENCY_MS.slot());
    draft.latencyMs = latency == null ? f.rounded(Field.METRICS_LATENCY.slot()) : latency;
    draft.firstTokenMs = f.rounded(Field.METRICS_FIRST_BYTE.slot());
    draft.guardrailBlocked =
        "INTERVENED".equals(f.shared(Field.GUARDRAIL_ACTION.slot()))
            || "guardrail_intervened".equals(f.shared(Field.STOP_REASON.slot()));
  }

  private static @Nullable Long first(Fields f, @Nullable Long said, Field... fallbacks) {
    Long found = said;
    for (int i = 0; i < fallbacks.length && found == null; i++) {
      found = f.count(fallbacks[i].slot());
    }
    return found;
  }
}
