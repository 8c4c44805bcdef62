package dev.landfall.ingest.cloudtrail;

import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.Items;
import dev.landfall.ingest.scan.Metadata;
import dev.landfall.ingest.scan.Origin;
import dev.landfall.ingest.scan.Shape;
import dev.landfall.ingest.scan.Stop;
import dev.landfall.ingest.scan.StringCache;
import dev.landfall.ingest.scan.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one CloudTrail record is: a witness of a call, a change, a surface, or none of our business.
 *
 * <p>Shape: exactly one call of the sink for each record, or {@link Stop}. Source: "logging Amazon
 * Bedrock API calls using CloudTrail", also for mantle, and CloudTrail's record contents, whose
 * {@code addendum} with {@code UPDATED_DATA} corrects a record delivered before. Threads: one.
 */
public final class TrailReader {
  public static final String NOT_BEDROCK = "not-bedrock";
  public static final String CONTROL_PLANE = "control-plane";
  public static final String GUARDRAIL_CHECK = "guardrail-check";

  private static final String MANTLE_SOURCE = "bedrock-mantle.amazonaws.com";
  private static final String TRAIL_SOURCE = "cloudtrail.amazonaws.com";
  private static final String MODEL_TYPE = "AWS::Bedrock::Model";
  private static final int TYPE = 0;
  private static final int ARN = 1;

  private static final Field[] ACCOUNTS = {Field.RECIPIENT_ACCOUNT, Field.USER_ACCOUNT};
  private static final Field[] REQUEST_IDS = {Field.TRAIL_REQUEST_ID, Field.EVENT_ID};
  private static final Field[] COMMON = {
    Field.EVENT_ID, Field.AWS_REGION, Field.USER_ARN, Field.ERROR_CODE
  };
  private static final Field[] REQUEST = {Field.PARAM_MODEL_ID, Field.ADDITIONAL_REGION};
  private static final Field[][] REQUEST_TOKENS = {
    {Field.ADDITIONAL_INPUT}, {Field.ADDITIONAL_OUTPUT}
  };
  private static final Field[] COMPLETION = {Field.SERVICE_REGION};
  private static final Field[][] COMPLETION_TOKENS = {
    {Field.SERVICE_INPUT}, {Field.SERVICE_OUTPUT}
  };

  private final @Nullable String[] said = new @Nullable String[2];
  private final @Nullable String[] common = new @Nullable String[COMMON.length];
  private final @Nullable Long[] tokens = new @Nullable Long[2];
  private final TrailRows rows;
  private final Metadata metadata;
  private final Fields resource;
  private final Items resources;
  private final Statement.Draft draft = new Statement.Draft();

  public TrailReader(int maxDepth, StringCache strings, Metadata metadata) {
    this.rows = new TrailRows(maxDepth, strings);
    this.metadata = metadata;
    this.resource = new Fields(2, strings);
    this.resources = new Items(maxDepth, Shape.ofKeys(List.of("type", "ARN")), resource);
  }

  public void read(Fields f, Origin origin, RecordSink sink) {
    String source = Wanted.present(f, Field.EVENT_SOURCE);
    String name = Wanted.present(f, Field.EVENT_NAME);
    if (source.startsWith("bedrock")) {
      ofBedrock(f, origin, sink, source, name);
      return;
    }
    String change = source.equals(TRAIL_SOURCE) ? Operation.trailChange(name) : null;
    if (change == null) {
      sink.ignored(NOT_BEDROCK);
    } else {
      sink.change(rows.change(f, origin, change, name));
    }
  }

  private void ofBedrock(Fields f, Origin origin, RecordSink sink, String source, String name) {
    boolean mantle = source.equals(MANTLE_SOURCE);
    if (f.is(Field.EVENT_TYPE.slot(), "AwsServiceEvent")) {
      if (f.has(Field.PARENT_REQUEST_ID.slot()) || Operation.isStreaming(name)) {
        sink.witness(completion(f, origin, name));
      } else {
        sink.ignored(CONTROL_PLANE);
      }
    } else if (mantle ? name.equals("CreateInference") : runsModel(f, name)) {
      sink.witness(request(f, origin, name, mantle));
    } else if (Operation.isGuardrailCheck(name)) {
      sink.ignored(GUARDRAIL_CHECK);
    } else {
      other(f, origin, sink, source, name);
    }
  }

  private void other(Fields f, Origin origin, RecordSink sink, String source, String name) {
    String surface = Operation.surface(source, name);
    if ("guardrail".equals(surface) && f.kind(Field.PARAM_CROSS_REGION.slot()) != Fields.OBJECT) {
      surface = null;
    }
    String change = Operation.change(name);
    if (surface != null) {
      sink.surface(rows.surface(f, origin, surface, name));
    } else if (change != null) {
      sink.change(rows.change(f, origin, change, name));
    } else {
      sink.ignored(CONTROL_PLANE);
    }
  }

  private static boolean runsModel(Fields f, String name) {
    return Operation.isInference(name)
        || f.has(Field.PARAM_MODEL_ID.slot())
            && Operation.isRuntimeHost(f.shared(Field.HOST.slot()))
            && !Operation.isGuardrailCheck(name)
            && !Operation.runsNoModel(name)
            && Operation.surface("", name) == null;
  }

  private Witness request(Fields f, Origin origin, String name, boolean mantle) {
    common(f, origin, name);
    Wanted.object(f, Field.PARAMETERS);
    Wanted.object(f, Field.ADDITIONAL);
    if (mantle) {
      draft.endpoint = Endpoint.MANTLE;
      draft.modelId = Wanted.text(f, Field.PARAM_MODEL);
      draft.maxTokens = Wanted.credible(f.count(Field.PARAM_MAX_TOKENS.slot()));
      draft.tier = f.shared(Field.PARAM_TIER.slot());
      draft.bearerToken = f.flag(Field.PARAM_BEARER.slot());
      metadata.read(f, Field.PARAM_METADATA, draft.metadata);
    } else {
      Wanted.texts(f, REQUEST, said);
      Wanted.counts(f, REQUEST_TOKENS, tokens);
      draft.modelId = said[0];
      draft.maxTokens = Wanted.credible(f.count(Field.PARAM_INFERENCE_MAX_TOKENS.slot()));
      draft.inferenceRegion = said[1];
      draft.inputTokens = tokens[0];
      draft.outputTokens = tokens[1];
      draft.bearerToken = f.flag(Field.ADDITIONAL_BEARER.slot());
      // mantle events exist as data events only: there they are no copies
      draft.dataEvent = isDataEvent(f);
    }
    boolean addendum = isCorrection(f);
    String original = addendum ? Wanted.text(f, Field.ADDENDUM_REQUEST_ID) : null;
    return witness(f, origin, WitnessKind.API, original == null ? requestId(f) : original);
  }

  private Witness completion(Fields f, Origin origin, String name) {
    common(f, origin, name);
    Wanted.object(f, Field.SERVICE_DETAILS);
    draft.modelId = model(f);
    Wanted.texts(f, COMPLETION, said);
    Wanted.counts(f, COMPLETION_TOKENS, tokens);
    draft.inferenceRegion = said[0];
    draft.inputTokens = tokens[0];
    draft.outputTokens = tokens[1];
    draft.dataEvent = isDataEvent(f);
    String parent = Wanted.text(f, Field.PARENT_REQUEST_ID);
    return witness(
        f, origin, WitnessKind.COMPLETION, Wanted.present(parent, Field.PARENT_REQUEST_ID));
  }

  private void common(Fields f, Origin origin, String name) {
    draft.clear();
    Wanted.object(f, Field.USER_IDENTITY);
    draft.eventAt = Wanted.time(f, Field.EVENT_TIME, origin);
    Wanted.texts(f, COMMON, common);
    draft.recordId = common[0];
    draft.sourceRegion = common[1];
    draft.operation = name;
    draft.principal = common[2];
    draft.errorCode = common[3];
    draft.vpcEndpoint = f.has(Field.VPC_ENDPOINT.slot()) ? Boolean.TRUE : null;
  }

  private Witness witness(Fields f, Origin origin, WitnessKind kind, String requestId) {
    String partition = Wanted.partition(draft.principal, draft.sourceRegion);
    return new Witness(
        new CallKey(partition, account(f), requestId),
        kind,
        draft.build(),
        isCorrection(f),
        origin.place(),
        origin.arrivedAt());
  }

  static String account(Fields f) {
    return Wanted.present(Wanted.first(f, ACCOUNTS), Field.RECIPIENT_ACCOUNT);
  }

  private static String requestId(Fields f) {
    return Wanted.present(Wanted.first(f, REQUEST_IDS), Field.TRAIL_REQUEST_ID);
  }

  private static boolean isCorrection(Fields f) {
    return f.is(Field.ADDENDUM_REASON.slot(), "UPDATED_DATA");
  }

  private static boolean isDataEvent(Fields f) {
    return f.is(Field.EVENT_CATEGORY.slot(), "Data")
        || Boolean.FALSE.equals(f.flag(Field.MANAGEMENT_EVENT.slot()));
  }

  /** The model among a completion's resources; it has no request parameters. */
  private @Nullable String model(Fields f) {
    String found = null;
    resources.open(f, Field.RESOURCES.slot());
    while (resources.next()) {
      String arn = resource.shared(ARN);
      if (arn != null && (found == null || MODEL_TYPE.equals(resource.shared(TYPE)))) {
        found = arn;
      }
    }
    return found;
  }
}
