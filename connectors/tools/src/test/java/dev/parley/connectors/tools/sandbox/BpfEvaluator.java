package dev.parley.connectors.tools.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Runs a filter as the kernel would: classic BPF over {@code struct seccomp_data} (seccomp(2)). It
 * knows the instructions a filter here may use and refuses any other.
 */
final class BpfEvaluator {
    private static final int SECCOMP_DATA = 64;

    private BpfEvaluator() {}

    /**
     * @return what the kernel would do, a {@code SECCOMP_RET_*}
     */
    static int answer(
            List<BpfInstruction> program, int architecture, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(SECCOMP_DATA).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(architecture).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        int accumulator = 0;
        int at = 0;
        while (true) {
            BpfInstruction each = program.get(at);
            int operand = each.operand();
            at++;
            switch (each.code()) {
                case BpfInstruction.LOAD -> accumulator = data.getInt(operand);
                case BpfInstruction.RETURN -> {
                    return operand;
                }
                default ->
                        at +=
                                holds(each.code(), accumulator, operand)
                                        ? each.ifTrue()
                                        : each.ifFalse();
            }
        }
    }

    private static boolean holds(int code, int accumulator, int operand) {
        return switch (code) {
            case BpfInstruction.JUMP_IF_EQUAL -> accumulator == operand;
            case BpfInstruction.JUMP_IF_GREATER ->
                    Integer.compareUnsigned(accumulator, operand) > 0;
            case BpfInstruction.JUMP_IF_AT_LEAST ->
                    Integer.compareUnsigned(accumulator, operand) >= 0;
            case BpfInstruction.JUMP_IF_ANY_BIT -> (accumulator & operand) != 0;
            default -> throw new IllegalArgumentException("unknown instruction " + code);
        };
    }
}
