package dev.landfall.ingest.doctor;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;

/**
 * Which events a trail's selectors let in.
 *
 * <p>Source: CloudTrail API reference, {@code EventSelector} (management events are included unless
 * told otherwise) and {@code AdvancedEventSelector}, whose field selectors must all match; one
 * selector that matches suffices. A condition on a field that is not known here may leave events
 * out, so it counts as not matching.
 *
 * @param converse Converse and InvokeModel: management events that only read
 * @param mantle inference at the mantle endpoint: data events
 */
record Selection(boolean converse, boolean mantle) {
  private static final Map<String, String> CONVERSE =
      Map.of(
          "eventCategory", "Management",
          "readOnly", "true",
          "eventSource", "bedrock.amazonaws.com",
          "eventName", "Converse",
          "eventType", "AwsApiCall");
  private static final Map<String, String> MANTLE =
      Map.of(
          "eventCategory", "Data",
          "readOnly", "false",
          "eventSource", "bedrock-mantle.amazonaws.com",
          "eventName", "CreateInference",
          "eventType", "AwsApiCall",
          "resources.type", "AWS::BedrockMantle::Project");

  static Selection of(GetEventSelectorsResponse said) {
    if (said.hasAdvancedEventSelectors() && !said.advancedEventSelectors().isEmpty()) {
      return new Selection(
          any(said.advancedEventSelectors(), CONVERSE), any(said.advancedEventSelectors(), MANTLE));
    }
    // classic selectors know no data events of Bedrock
    return new Selection(said.eventSelectors().stream().anyMatch(Selection::letsReadsIn), false);
  }

  private static boolean letsReadsIn(EventSelector selector) {
    return !Boolean.FALSE.equals(selector.includeManagementEvents())
        && !"WriteOnly".equals(selector.readWriteTypeAsString())
        && !selector.excludeManagementEventSources().contains("bedrock.amazonaws.com");
  }

  private static boolean any(List<AdvancedEventSelector> selectors, Map<String, String> event) {
    return selectors.stream()
        .anyMatch(
            selector -> selector.fieldSelectors().stream().allMatch(field -> admits(field, event)));
  }

  private static boolean admits(AdvancedFieldSelector field, Map<String, String> event) {
    String value = event.get(field.field());
    return value != null
        && (field.equalsValue().isEmpty() || field.equalsValue().contains(value))
        && (field.startsWith().isEmpty() || field.startsWith().stream().anyMatch(value::startsWith))
        && (field.endsWith().isEmpty() || field.endsWith().stream().anyMatch(value::endsWith))
        && !field.notEquals().contains(value)
        && field.notStartsWith().stream().noneMatch(value::startsWith)
        && field.notEndsWith().stream().noneMatch(value::endsWith);
  }
}
