package dev.landfall.ingest.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Slack's incoming webhook: blocks, with {@code text} for notifications.
 *
 * <p>Limits: 50 blocks, 150 characters of a header, 2,000 of a field, 3,000 of a section, 75 of a
 * button; about 13,000 in all, which Slack does not write down, so we stay below 10,000. Names from
 * logs stand in {@code plain_text} only, and the three characters that Slack reads are escaped
 * everywhere, so that no name can call a channel or make a link.
 */
final class SlackSink implements Sink {
  static final int BATCH = 8;
  private static final int SENTENCE = 600;
  private static final int FIELD = 240;
  private static final int FIELDS = 10;
  private static final int LINES = 12;

  private final URI address;
  private final Wording wording;

  SlackSink(URI address, Wording wording) {
    this.address = address;
    this.wording = wording;
  }

  @Override
  public Payload payload(List<Notice> notices, long now) {
    List<Message> messages = notices.stream().map(wording::of).toList();
    ArrayNode blocks = JsonBody.array();
    if (messages.size() == 1) {
      whole(messages.get(0), blocks);
    } else {
      messages.forEach(message -> brief(message, blocks));
    }
    ObjectNode root = JsonBody.object();
    root.put("text", fallback(messages));
    // The fallback is shown as it stands, without bold, lists or links.
    root.put("mrkdwn", false);
    root.set("blocks", blocks);
    return new Payload(address, Map.of(), JsonBody.bytes(root));
  }

  private static String fallback(List<Message> messages) {
    String first = heading(messages.get(0)) + ": " + messages.get(0).sentence();
    String more = messages.size() == 1 ? "" : " (and " + (messages.size() - 1) + " more)";
    return escaped(first, SENTENCE) + more;
  }

  private static void whole(Message message, ArrayNode blocks) {
    blocks.add(header(message));
    blocks.add(section(message.sentence()));
    ArrayNode fields = JsonBody.array();
    ArrayNode wide = JsonBody.array();
    for (Message.Fact fact : message.facts()) {
      if (fact.value().length() > 60 || fields.size() == FIELDS) {
        if (wide.size() < LINES) {
          wide.add(section(fact.heading() + ": " + Plain.line(fact.value(), FIELD)));
        }
      } else {
        fields.add(field(fact));
      }
    }
    if (!fields.isEmpty()) {
      ObjectNode block = JsonBody.object().put("type", "section");
      block.set("fields", fields);
      blocks.add(block);
    }
    blocks.addAll(wide);
    links(message, blocks);
  }

  private static void brief(Message message, ArrayNode blocks) {
    blocks.add(section(heading(message) + ": " + message.sentence()));
    links(message, blocks);
  }

  private static ObjectNode header(Message message) {
    ObjectNode block = JsonBody.object().put("type", "header");
    block.set("text", plain(heading(message), 150));
    return block;
  }

  private static ObjectNode section(String text) {
    ObjectNode block = JsonBody.object().put("type", "section");
    block.set("text", plain(text, SENTENCE));
    return block;
  }

  private static void links(Message message, ArrayNode blocks) {
    String page = message.page();
    if (page == null) {
      blocks.add(section("Runbook: " + message.runbook()));
      return;
    }
    ArrayNode buttons = JsonBody.array();
    buttons.add(button("Open the page", page));
    if (message.notice().kind() != NoticeKind.DIGEST) {
      buttons.add(button("Runbook", message.runbook()));
    }
    ObjectNode block = JsonBody.object().put("type", "actions");
    block.set("elements", buttons);
    blocks.add(block);
  }

  private static ObjectNode button(String text, String url) {
    ObjectNode button = JsonBody.object().put("type", "button");
    button.set("text", plain(text, 75));
    return button.put("url", url);
  }

  /** Heading and value, with the one line break of a message. */
  private static ObjectNode field(Message.Fact fact) {
    return text(escaped(fact.heading(), FIELD) + "\n" + escaped(fact.value(), FIELD));
  }

  private static ObjectNode plain(String text, int most) {
    return text(escaped(text, most));
  }

  private static ObjectNode text(String text) {
    return JsonBody.object().put("type", "plain_text").put("text", text).put("emoji", false);
  }

  private static String heading(Message message) {
    String mark =
        switch (message.notice().kind()) {
          case RESOLVE -> "ended";
          case DIGEST -> "digest";
          case UNDELIVERED -> "not delivered";
          default ->
              Wording.canary(message.notice().finding())
                  ? "canary"
                  : message.notice().finding().severity().id();
        };
    return "[" + mark.toUpperCase(Locale.ROOT) + "] " + message.title();
  }

  /** Escapes what Slack reads; the length is that of the escaped text. */
  static String escaped(String text, int most) {
    String plain = Plain.line(text, most);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      String piece =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(c);
          };
      if (out.length() + piece.length() > most - (i < plain.length() ? 1 : 0)) {
        return out.append('\u2026').toString();
      }
      out.append(piece);
    }
    return out.toString();
  }
}
