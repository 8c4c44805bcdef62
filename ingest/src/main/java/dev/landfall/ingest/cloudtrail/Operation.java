package dev.landfall.ingest.cloudtrail;

import org.jspecify.annotations.Nullable;

/**
 * What a Bedrock operation is to us, by its CloudTrail name.
 *
 * <p>Source: the Bedrock user guide's "logging-using-cloudtrail" and "logging-cloudtrail-mantle",
 * and the operation lists of the service models. Names that are not listed are control-plane unless
 * they ran on the runtime host with a model: AWS adds inference APIs whose event names it has not
 * documented.
 */
final class Operation {
  static final String INVOKE_STREAM = "InvokeModelWithResponseStream";
  static final String CONVERSE_STREAM = "ConverseStream";
  static final String CREATE_GUARDRAIL = "CreateGuardrail";
  static final String UPDATE_GUARDRAIL = "UpdateGuardrail";

  private static final String RUNTIME_HOST = "bedrock-runtime";

  private Operation() {}

  static boolean isInference(String name) {
    return switch (name) {
      case "InvokeModel", INVOKE_STREAM, "Converse", CONVERSE_STREAM -> true;
      default -> false;
    };
  }

  static boolean isStreaming(String name) {
    return name.equals(INVOKE_STREAM) || name.equals(CONVERSE_STREAM);
  }

  static boolean isGuardrailCheck(String name) {
    return name.equals("ApplyGuardrail") || name.equals("InvokeGuardrailChecks");
  }

  /** Runtime operations that run no model although they may name one. */
  static boolean runsNoModel(String name) {
    return switch (name) {
      case "CountTokens", "GetAsyncInvoke", "ListAsyncInvokes" -> true;
      default -> false;
    };
  }

  static boolean isRuntimeHost(@Nullable String host) {
    return host != null && host.startsWith(RUNTIME_HOST);
  }

  /**
   * Which kind of use this is that no log attributes to a Region call by call; null: none. For
   * guardrails the caller checks that the configuration crosses Regions.
   */
  static @Nullable String surface(String source, String name) {
    // the registry's operations are not documented by name; AgentCore is its service
    if (source.startsWith("bedrock-agentcore")) {
      return name.contains("Registry") ? "registry" : null;
    }
    return switch (name) {
      case "CreateModelInvocationJob" -> "batch";
      case "CreateEvaluationJob" -> "evaluation";
      case "StartAsyncInvoke", "StartAsyncInvokes" -> "async";
      case "InvokeModelWithBidirectionalStream" -> "bidirectional";
      case "InvokeAgent", "InvokeInlineAgent" -> "agent";
      case "InvokeFlow" -> "flow";
      case "Retrieve", "RetrieveAndGenerate", "RetrieveAndGenerateStream" -> "knowledge-base";
      case "RenderPrompt" -> "prompt";
      case "InvokeDataAutomation", "InvokeDataAutomationAsync" -> "data-automation";
      case CREATE_GUARDRAIL, UPDATE_GUARDRAIL -> "guardrail";
      default -> null;
    };
  }

  /** Which change of logging or profiles this is, for {@code changes}; null: none. */
  static @Nullable String change(String name) {
    return switch (name) {
      case "DeleteModelInvocationLoggingConfiguration" -> "logging-off";
      case "PutModelInvocationLoggingConfiguration" -> "logging-changed";
      case "CreateInferenceProfile" -> "profile-created";
      case "DeleteInferenceProfile" -> "profile-deleted";
      default -> null;
    };
  }

  /** The same for CloudTrail's own operations. */
  static @Nullable String trailChange(String name) {
    return switch (name) {
      case "StopLogging", "DeleteTrail" -> "trail-off";
      case "StartLogging", "UpdateTrail" -> "trail-changed";
      case "PutEventSelectors" -> "selectors-changed";
      default -> null;
    };
  }
}
