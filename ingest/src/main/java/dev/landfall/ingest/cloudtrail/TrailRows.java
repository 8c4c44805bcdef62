package dev.landfall.ingest.cloudtrail;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.Origin;
import dev.landfall.ingest.scan.StringCache;
import dev.landfall.ingest.scan.Wanted;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Rows of {@code surfaces} and {@code changes} from CloudTrail events; ids and names only. */
final class TrailRows {
  private static final Field[] SURFACE_DETAIL = {
    Field.RESPONSE_JOB_ARN,
    Field.RESPONSE_INVOCATION_ARN,
    Field.PARAM_JOB_NAME,
    Field.PARAM_AGENT_ID,
    Field.PARAM_KNOWLEDGE_BASE_ID,
    Field.PARAM_FLOW_ID,
    Field.PARAM_PROMPT_ID,
    Field.PARAM_GUARDRAIL_ID,
    Field.RESPONSE_GUARDRAIL_ID,
    Field.PARAM_NAME
  };
  private static final Field[] SURFACE_MODEL = {
    Field.PARAM_MODEL_ID, Field.PARAM_GUARDRAIL_PROFILE, Field.PARAM_AUTOMATION_PROFILE
  };
  private static final Field[] TRAIL = {Field.PARAM_TRAIL_NAME, Field.PARAM_NAME};
  private static final Field[] PROFILE = {
    Field.RESPONSE_PROFILE_ARN, Field.PARAM_PROFILE_ID, Field.PARAM_PROFILE_NAME
  };

  private final Selectors selectors;

  TrailRows(int maxDepth, StringCache strings) {
    selectors = new Selectors(maxDepth, strings);
  }

  LakeRow surface(Fields f, Origin origin, String surface, String operation) {
    LakeRow row = common(LakeTable.SURFACES, f, origin, operation);
    return row.set("surface", surface)
        .set("model_id", first(f, SURFACE_MODEL))
        .set("detail", first(f, SURFACE_DETAIL))
        .setMillis("seen_at", Wanted.time(f, Field.EVENT_TIME, origin));
  }

  LakeRow change(Fields f, Origin origin, String change, String operation) {
    LakeRow row = common(LakeTable.CHANGES, f, origin, operation);
    return row.set("change", change)
        .set("subject", subject(f, change))
        .set("detail", detail(f, change))
        .setMillis("changed_at", Wanted.time(f, Field.EVENT_TIME, origin));
  }

  private static LakeRow common(LakeTable table, Fields f, Origin origin, String operation) {
    String arn = Wanted.text(f, Field.USER_ARN);
    String region = Wanted.text(f, Field.AWS_REGION);
    String eventId = Wanted.text(f, Field.EVENT_ID);
    return new LakeRow(table)
        .set("partition", Wanted.partition(arn, region))
        .set("account", TrailReader.account(f))
        .set("region", Wanted.present(region, Field.AWS_REGION))
        .set("event_id", Wanted.present(eventId, Field.EVENT_ID))
        .set("operation", operation)
        .set("principal", arn)
        .set("error_code", Wanted.text(f, Field.ERROR_CODE))
        .set("uri", origin.uri())
        .set("offset_bytes", origin.offset());
  }

  private static @Nullable String subject(Fields f, String change) {
    if (change.startsWith("profile-")) {
      return first(f, PROFILE);
    }
    return change.startsWith("logging-") ? null : first(f, TRAIL);
  }

  private @Nullable String detail(Fields f, String change) {
    return switch (change) {
      case "selectors-changed" -> selectors.describe(f);
      case "profile-created" -> f.text(Field.PARAM_COPY_FROM.slot());
      case "logging-changed" -> logging(f);
      case "trail-changed" ->
          Boolean.FALSE.equals(f.flag(Field.PARAM_MULTI_REGION.slot())) ? "single-region" : null;
      default -> null;
    };
  }

  private static @Nullable String logging(Fields f) {
    StringJoiner said = new StringJoiner(",");
    String bucket = f.text(Field.LOGGING_BUCKET.slot());
    String group = f.text(Field.LOGGING_GROUP.slot());
    if (bucket != null) {
      said.add("s3=" + bucket);
    }
    if (group != null) {
      said.add("cloudwatch=" + group);
    }
    if (Boolean.FALSE.equals(f.flag(Field.LOGGING_TEXT.slot()))) {
      said.add("without-text");
    }
    return said.length() == 0 ? null : said.toString();
  }

  private static @Nullable String first(Fields f, Field[] fields) {
    for (Field field : fields) {
      String text = f.text(field.slot());
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
