package dev.tidemark.adapter.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets a client prove that it can be reached at the address that it sends from, before anything is
 * remembered of it: it must bring back what was sent there. The proof is an HMAC with a key of this
 * process over the address and the connection's first name, which follows it.
 */
final class AddressTokens implements QuicTokenHandler {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;

  private final SecretKeySpec key;

  AddressTokens() {
    byte[] random = new byte[LENGTH];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connection, InetSocketAddress address) {
    byte[] name = ByteBufUtil.getBytes(connection);
    out.writeBytes(proof(name, address)).writeBytes(name);
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    byte[] bytes = ByteBufUtil.getBytes(token);
    if (bytes.length < LENGTH) {
      return -1;
    }
    byte[] name = Arrays.copyOfRange(bytes, LENGTH, bytes.length);
    boolean proved = MessageDigest.isEqual(Arrays.copyOf(bytes, LENGTH), proof(name, address));
    return proved ? LENGTH : -1;
  }

  @Override
  public int maxTokenLength() {
    return LENGTH + Quic.MAX_CONN_ID_LEN;
  }

  private byte[] proof(byte[] name, InetSocketAddress address) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(address.getAddress().getAddress());
      mac.update((byte) (address.getPort() >> 8));
      mac.update((byte) address.getPort());
      return mac.doFinal(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
