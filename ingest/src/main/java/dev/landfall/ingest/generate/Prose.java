package dev.landfall.ingest.generate;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Text for prompts and completions: plain words in a natural mix, so that gzip shrinks whole
 * records to about a quarter, as it does real ones.
 *
 * <p>Now and then the text holds what must not mislead a reader: names of fields, braces, quotes,
 * letters beyond ASCII. All of it is escaped JSON string content. Threads: read only.
 */
final class Prose {
  private static final int SIZE = 1 << 20;
  private static final int RARE = 20_000;
  private static final String WORDS =
      "the of and to a in is for that on with as it be by this are or from at we you have not your"
          + " an will can our if was has but all more one they which please about when would there"
          + " their been time who may some order account customer payment letter claim policy"
          + " harbour weather record number service support report invoice refund delivery address"
          + " contract renewal change reading meter doctor clinic visit school garden window street"
          + " quarter balance transfer interest deposit balance statement summary answer question"
          + " question reason because before after until during between without within against"
          + " morning evening Monday Tuesday Wednesday Thursday Friday weekend holiday January"
          + " March June August October November Auckland Wellington Sydney Melbourne Frankfurt"
          + " Dublin Paris London Christchurch Hamilton rate value total amount limit option choice"
          + " process system network device phone message email notice update review approval"
          + " request response manager engineer teacher driver family children parent friend"
          + " neighbour city country region border coast river mountain forest island bridge road"
          + " station platform ticket journey flight luggage hotel breakfast dinner coffee water"
          + " light heavy early late quick slow open closed left right north south east west first"
          + " second third last next previous current former likely certain possible necessary"
          + " available different similar several another every either neither whole half double"
          + " single small large long short high low deep clear calm warm cold dry wet bright dark"
          + " find keep give take make bring send write read call ask tell show move turn start"
          + " stop begin finish wait stay leave return arrive follow lead build repair clean check"
          + " confirm cancel extend reduce increase compare measure explain describe suggest agree"
          + " decide remember forget believe expect prepare protect provide receive remain replace";

  private static final List<String> TRAPS =
      List.of(
          "the log said \\\"inferenceRegion\\\":\\\"ap-northeast-2\\\",\\\"inputTokenCount\\\":987654321,"
              + "\\\"outputTokenCount\\\":987654321 which is only a quotation. ",
          "Kia ora koutou, ko T\u0101maki Makaurau t\u0113nei \u2014 na\u00efve caf\u00e9 \ud83c\udf0f. ",
          "{\\\"usage\\\":{\\\"inputTokens\\\":1},\\\"metrics\\\":{\\\"latencyMs\\\":1}} }]}\\n\\t\\\\ \\u0041 ",
          "\\\"errorCode\\\":\\\"ThrottlingException\\\",\\\"requestId\\\":\\\"none\\\"}\\n{\\\"Records\\\":[");

  private final byte[] text;
  private final byte[][] traps;

  /**
   * @param recordBytes aimed size of a record: the longer the text, the more it is made of common
   *     words, or gzip would shrink records of long text less than short ones
   */
  Prose(long seed, int recordBytes) {
    Dice dice = new Dice(Dice.mix(seed ^ 0x70726f7365L));
    String[] common = WORDS.split(" ");
    String[] rare = rareWords(dice);
    int rareShare = Math.max(0, Math.min(350, 350 - (recordBytes - 4_000) / 30));
    StringBuilder all = new StringBuilder(SIZE + 32);
    int sentence = 0;
    while (all.length() < SIZE) {
      if (dice.perMille(rareShare / 12)) {
        all.append(1_000 + dice.below(9_999_000));
      } else if (dice.perMille(rareShare)) {
        all.append(rare[dice.below(rare.length)]);
      } else {
        double u = dice.unit();
        all.append(common[(int) (u * u * common.length)]); // the head of the list, as in speech
      }
      if (++sentence > 6 && dice.perMille(110)) {
        all.append('.');
        sentence = 0;
      }
      all.append(' ');
    }
    text = all.toString().getBytes(StandardCharsets.US_ASCII);
    traps = TRAPS.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  /** Names and the like: what makes real text shrink less than a list of common words does. */
  private static String[] rareWords(Dice dice) {
    String[] rare = new String[RARE];
    for (int i = 0; i < RARE; i++) {
      StringBuilder word = new StringBuilder();
      int syllables = 2 + dice.below(3);
      for (int j = 0; j < syllables; j++) {
        word.append("bcdfghjklmnprstvwz".charAt(dice.below(18)));
        word.append("aeiouy".charAt(dice.below(6)));
        if (dice.perMille(300)) {
          word.append("nrstl".charAt(dice.below(5)));
        }
      }
      rare[i] = word.toString();
    }
    return rare;
  }

  /** About {@code size} bytes of text, the same for the same seed. */
  void write(JsonBytes out, long seed, int size) {
    long at = Dice.mix(seed);
    int wanted = Math.max(8, size);
    if ((at & 31) == 0) {
      byte[] trap = traps[(int) (at >>> 5 & 3)];
      out.raw(trap);
      wanted = Math.max(8, wanted - trap.length);
    }
    int from = (int) ((at >>> 16 & 0x7fffffff) % (text.length - Math.min(wanted, SIZE / 2)));
    out.raw(text, from, Math.min(wanted, SIZE / 2));
  }
}
