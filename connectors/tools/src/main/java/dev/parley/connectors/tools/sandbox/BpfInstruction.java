package dev.parley.connectors.tools.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An instruction of classic BPF, as the kernel reads it: {@code struct sock_filter} of
 * include/uapi/linux/filter.h.
 *
 * @param code what is done
 * @param ifTrue instructions skipped where a comparison holds, 0 to 255
 * @param ifFalse instructions skipped where it doesn't
 * @param operand an unsigned 32-bit number
 */
record BpfInstruction(int code, int ifTrue, int ifFalse, int operand) {
    static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    static final int JUMP_IF_GREATER = 0x25; // BPF_JMP | BPF_JGT | BPF_K
    static final int JUMP_IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    static final int JUMP_IF_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    static final int RETURN = 0x06; // BPF_RET | BPF_K

    private static final int BYTES = 8;

    BpfInstruction {
        if ((ifTrue | ifFalse) >> 8 != 0) {
            throw new IllegalArgumentException("a jump goes 0 to 255 instructions ahead");
        }
    }

    /** In the bytes of both architectures, which are little-endian. */
    static byte[] bytes(List<BpfInstruction> program) {
        ByteBuffer bytes =
                ByteBuffer.allocate(program.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (BpfInstruction each : program) {
            bytes.putShort((short) each.code)
                    .put((byte) each.ifTrue)
                    .put((byte) each.ifFalse)
                    .putInt(each.operand);
        }
        return bytes.array();
    }
}
