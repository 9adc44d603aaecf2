package dev.tidemark.adapter.quic;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is done to a conversation that was right. */
enum Harm {
  NONE,
  FLIP_A_BIT,
  FLIP_MANY,
  FLIP_IN_HEADS,
  CUT_OFF,
  LENGTHEN,
  SHUFFLE,
  REPEAT,
  LEAVE_OUT,
  INSERT_NOISE,
  GIVE_UP;

  byte[] to(List<byte[]> frames, Random random) {
    int one = random.nextInt(frames.size());
    switch (this) {
      case FLIP_IN_HEADS -> frames.get(one)[random.nextInt(Frame.HEAD)] ^= bit(random);
      case SHUFFLE -> Collections.shuffle(frames, random);
      case REPEAT -> frames.add(random.nextInt(frames.size()), frames.get(one));
      case LEAVE_OUT -> frames.remove(one);
      case INSERT_NOISE -> frames.add(one, noise(random));
      default -> {}
    }
    byte[] said = Wire.all(frames);
    switch (this) {
      case FLIP_A_BIT -> said[random.nextInt(said.length)] ^= bit(random);
      case FLIP_MANY -> {
        for (int i = 0; i < 50; i++) {
          said[random.nextInt(said.length)] ^= bit(random);
        }
      }
      case CUT_OFF, GIVE_UP -> said = Arrays.copyOf(said, random.nextInt(said.length));
      case LENGTHEN -> said = Wire.all(said, noise(random));
      default -> {}
    }
    return said;
  }

  private static byte bit(Random random) {
    return (byte) (1 << random.nextInt(8));
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[1 + random.nextInt(2_000)];
    random.nextBytes(noise);
    return noise;
  }
}
