package dev.landfall.ingest.scan;

import java.util.List;

/**
 * Every value that is ever looked at in a record: nothing else leaves the scanner.
 *
 * <p>Shape: the exact JSON paths, from the record's top level; text inside strings cannot match
 * one, and prompts, completions, error messages and guardrail assessments have no path. Several
 * paths of one field are places where AWS writes the same thing; {@code []} stands for each element
 * of an array, of which the last one that has the value fills it. Sources: CloudTrail record
 * contents and "logging-using-cloudtrail" of the Bedrock user guide; "model-invocation-logging" and
 * delivered logs; API shapes of Converse and of Anthropic's and Amazon's model bodies.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists of paths refuse change
public enum Field {
  // CloudTrail record
  EVENT_VERSION("eventVersion"),
  EVENT_TIME("eventTime"),
  EVENT_SOURCE("eventSource"),
  EVENT_NAME("eventName"),
  EVENT_TYPE("eventType"),
  EVENT_CATEGORY("eventCategory"),
  EVENT_ID("eventID", true),
  MANAGEMENT_EVENT("managementEvent"),
  AWS_REGION("awsRegion"),
  TRAIL_REQUEST_ID("requestID", true),
  RECIPIENT_ACCOUNT("recipientAccountId"),
  VPC_ENDPOINT("vpcEndpointId"),
  USER_IDENTITY("userIdentity"),
  USER_ARN("userIdentity.arn"),
  USER_ACCOUNT("userIdentity.accountId"),
  HOST("tlsDetails.clientProvidedHostHeader"),
  RESOURCES("resources"),
  ADDENDUM_REASON("addendum.reason"),
  ADDENDUM_REQUEST_ID("addendum.originalRequestID", true),
  ADDITIONAL("additionalEventData"),
  ADDITIONAL_REGION("additionalEventData.inferenceRegion"),
  ADDITIONAL_INPUT("additionalEventData.inputTokens"),
  ADDITIONAL_OUTPUT("additionalEventData.outputTokens"),
  ADDITIONAL_BEARER("additionalEventData.callWithBearerToken"),
  SERVICE_DETAILS("serviceEventDetails"),
  PARENT_REQUEST_ID("serviceEventDetails.parentRequestId", true),
  SERVICE_REGION("serviceEventDetails.AdditionalEventData.additionalEntries.inferenceRegion"),
  SERVICE_INPUT("serviceEventDetails.AdditionalEventData.additionalEntries.inputTokens"),
  SERVICE_OUTPUT("serviceEventDetails.AdditionalEventData.additionalEntries.outputTokens"),

  // CloudTrail request and response of the operations we know
  PARAMETERS("requestParameters"),
  PARAM_MODEL_ID("requestParameters.modelId"),
  PARAM_MODEL("requestParameters.model"),
  PARAM_MAX_TOKENS("requestParameters.max_tokens"),
  PARAM_INFERENCE_MAX_TOKENS("requestParameters.inferenceConfig.maxTokens"),
  PARAM_TIER("requestParameters.service_tier"),
  PARAM_BEARER("requestParameters.callWithBearerToken"),
  PARAM_METADATA("requestParameters.metadata"),
  PARAM_CROSS_REGION("requestParameters.crossRegionConfig"),
  PARAM_GUARDRAIL_PROFILE("requestParameters.crossRegionConfig.guardrailProfileIdentifier"),
  PARAM_COPY_FROM("requestParameters.modelSource.copyFrom"),
  PARAM_PROFILE_ID("requestParameters.inferenceProfileIdentifier"),
  PARAM_PROFILE_NAME("requestParameters.inferenceProfileName"),
  PARAM_NAME("requestParameters.name"),
  PARAM_TRAIL_NAME("requestParameters.trailName"),
  PARAM_MULTI_REGION("requestParameters.isMultiRegionTrail"),
  PARAM_SELECTORS("requestParameters.eventSelectors"),
  PARAM_ADVANCED_SELECTORS("requestParameters.advancedEventSelectors"),
  PARAM_JOB_NAME("requestParameters.jobName"),
  PARAM_AGENT_ID("requestParameters.agentId"),
  PARAM_KNOWLEDGE_BASE_ID("requestParameters.knowledgeBaseId"),
  PARAM_FLOW_ID("requestParameters.flowIdentifier"),
  PARAM_PROMPT_ID("requestParameters.promptIdentifier"),
  PARAM_GUARDRAIL_ID("requestParameters.guardrailIdentifier"),
  PARAM_AUTOMATION_PROFILE("requestParameters.dataAutomationProfileArn"),
  LOGGING_TEXT("requestParameters.loggingConfig.textDataDeliveryEnabled"),
  LOGGING_BUCKET("requestParameters.loggingConfig.s3Config.bucketName"),
  LOGGING_GROUP("requestParameters.loggingConfig.cloudWatchConfig.logGroupName"),
  RESPONSE_PROFILE_ARN("responseElements.inferenceProfileArn"),
  RESPONSE_JOB_ARN("responseElements.jobArn"),
  RESPONSE_INVOCATION_ARN("responseElements.invocationArn"),
  RESPONSE_GUARDRAIL_ID("responseElements.guardrailId"),

  // both kinds
  ERROR_CODE("errorCode"),

  // model invocation log
  SCHEMA_TYPE("schemaType"),
  TIMESTAMP("timestamp"),
  ACCOUNT_ID("accountId"),
  REGION("region"),
  LOG_REQUEST_ID("requestId", true),
  OPERATION("operation"),
  MODEL_ID("modelId"),
  INFERENCE_REGION("inferenceRegion"),
  IDENTITY("identity"),
  IDENTITY_ARN("identity.arn"),
  REQUEST_METADATA("requestMetadata"),
  INPUT("input"),
  INPUT_TOKENS("input.inputTokenCount"),
  CACHE_READ_TOKENS("input.cacheReadInputTokenCount"),
  CACHE_WRITE_TOKENS("input.cacheWriteInputTokenCount"),
  INPUT_BODY("input.inputBodyJson"),
  BODY_CONVERSE_MAX("input.inputBodyJson.inferenceConfig.maxTokens"),
  BODY_MAX_TOKENS("input.inputBodyJson.max_tokens"),
  BODY_MAX_TO_SAMPLE("input.inputBodyJson.max_tokens_to_sample"),
  BODY_MAX_GEN_LEN("input.inputBodyJson.max_gen_len"),
  BODY_TITAN_MAX("input.inputBodyJson.textGenerationConfig.maxTokenCount"),
  BODY_MAX_COMPLETION("input.inputBodyJson.max_completion_tokens"),
  BODY_NOVA_MAX("input.inputBodyJson.inferenceConfig.max_new_tokens"),
  OUTPUT("output"),
  OUTPUT_TOKENS("output.outputTokenCount"),
  LATENCY_MS("output.outputBodyJson.metrics.latencyMs"),
  STOP_REASON("output.outputBodyJson.stopReason"),
  GUARDRAIL_ACTION(chunked("amazon-bedrock-guardrailAction")),
  METRICS_LATENCY(chunked("amazon-bedrock-invocationMetrics.invocationLatency")),
  METRICS_FIRST_BYTE(chunked("amazon-bedrock-invocationMetrics.firstByteLatency")),
  METRICS_INPUT(chunked("amazon-bedrock-invocationMetrics.inputTokenCount")),
  METRICS_OUTPUT(chunked("amazon-bedrock-invocationMetrics.outputTokenCount")),
  CONVERSE_INPUT("output.outputBodyJson.usage.inputTokens"),
  CONVERSE_OUTPUT("output.outputBodyJson.usage.outputTokens"),
  CONVERSE_CACHE_READ("output.outputBodyJson.usage.cacheReadInputTokens"),
  CONVERSE_CACHE_WRITE("output.outputBodyJson.usage.cacheWriteInputTokens"),
  ANTHROPIC_INPUT(usage("input_tokens")),
  ANTHROPIC_OUTPUT(usage("output_tokens")),
  ANTHROPIC_CACHE_READ(usage("cache_read_input_tokens")),
  ANTHROPIC_CACHE_WRITE(usage("cache_creation_input_tokens")),

  // envelopes
  RECORDS("Records"),
  EVENTS("Events"),
  CLOUDTRAIL_EVENT("CloudTrailEvent"),
  DETAIL("detail"),
  DETAIL_TYPE("detail-type"),
  /** Rule tests of log platforms wrap a record so; people keep such files beside real ones. */
  WRAPPED_LOG("log"),
  MESSAGE_TYPE("messageType"),
  LOG_EVENTS("logEvents"),
  DIGEST_END("digestEndTime"),
  DIGEST_FILES("logFiles");

  private static final Shape RECORD = build();

  private final List<String> paths;
  private final boolean unique;

  Field(String path) {
    this(List.of(path), false);
  }

  Field(String path, boolean unique) {
    this(List.of(path), unique);
  }

  Field(List<String> paths) {
    this(paths, false);
  }

  Field(List<String> paths, boolean unique) {
    this.paths = paths;
    this.unique = unique;
  }

  /** The slot of this field in {@link Fields} read with {@link #record()}. */
  public int slot() {
    return ordinal();
  }

  /** Its first path, for a reject's detail. */
  public String path() {
    return paths.get(0);
  }

  /** The shape of a record or envelope of any kind. */
  public static Shape record() {
    return RECORD;
  }

  /** Whether its values differ from record to record, so that keeping them would gain nothing. */
  public boolean unique() {
    return unique;
  }

  public static Fields fields(StringCache strings) {
    return new Fields(values().length, strings);
  }

  private static List<String> chunked(String path) {
    return List.of("output.outputBodyJson." + path, "output.outputBodyJson[]." + path);
  }

  private static List<String> usage(String count) {
    return List.of(
        "output.outputBodyJson.usage." + count,
        "output.outputBodyJson[].usage." + count,
        "output.outputBodyJson[].message.usage." + count);
  }

  private static Shape build() {
    Shape.Builder builder = Shape.builder();
    for (Field field : values()) {
      for (String path : field.paths) {
        builder.add(path, field.ordinal());
      }
    }
    return builder.container(RECORDS.path()).build();
  }
}
