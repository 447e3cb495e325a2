package dev.parley.connectors.tools.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A program that makes one system call and ends with its error number, or 0 if there was none. It
 * needs no library, no compiler and no interpreter on the machine.
 *
 * <p>An ELF file with one segment (elf(5)); the instructions are those of the Intel 64 and the Arm
 * A64 instruction set manuals.
 */
final class SystemCallProgram {
    private static final int HEADER_BYTES = 64 + 56;
    private static final long LOADED_AT = 0x40_0000;
    private static final int PAGE = 0x1000;
    private static final int MOST_ARGUMENTS = 6;

    private SystemCallProgram() {}

    /**
     * @param call by its name in {@link SystemCalls}
     * @param arguments up to six
     */
    static byte[] making(Architecture architecture, String call, long... arguments) {
        if (arguments.length > MOST_ARGUMENTS) {
            throw new IllegalArgumentException("a system call has at most six arguments");
        }
        int number = SystemCalls.number(architecture, call);
        int exit = SystemCalls.number(architecture, "exit_group");
        byte[] code =
                switch (architecture) {
                    case X86_64 -> intel(number, exit, arguments);
                    case AARCH64 -> arm(number, exit, arguments);
                };
        return elf(architecture, code);
    }

    private static byte[] intel(int number, int exit, long[] arguments) {
        // movabs to rdi, rsi, rdx, r10, r8, r9
        int[][] movabs = {
            {0x48, 0xBF}, {0x48, 0xBE}, {0x48, 0xBA}, {0x49, 0xBA}, {0x49, 0xB8}, {0x49, 0xB9}
        };
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int i = 0; i < arguments.length; i++) {
            bytes(code, movabs[i]);
            code.writeBytes(little(8).putLong(arguments[i]).array());
        }
        bytes(code, 0xB8); // mov eax, number
        code.writeBytes(little(4).putInt(number).array());
        bytes(code, 0x0F, 0x05); // syscall
        bytes(code, 0x48, 0x85, 0xC0); // test rax, rax
        bytes(code, 0x78, 0x02); // js over the next
        bytes(code, 0x31, 0xC0); // xor eax, eax
        bytes(code, 0xF7, 0xD8); // neg eax
        bytes(code, 0x89, 0xC7); // mov edi, eax
        bytes(code, 0xB8); // mov eax, exit
        code.writeBytes(little(4).putInt(exit).array());
        bytes(code, 0x0F, 0x05); // syscall
        return code.toByteArray();
    }

    private static byte[] arm(int number, int exit, long[] arguments) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int i = 0; i < arguments.length; i++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                int part = (int) (arguments[i] >>> (16 * quarter)) & 0xFFFF;
                // movz xI, #part; movk xI, #part, lsl #16 * quarter
                int base = quarter == 0 ? 0xD280_0000 : 0xF280_0000 | quarter << 21;
                word(code, base | part << 5 | i);
            }
        }
        word(code, 0xD280_0000 | number << 5 | 8); // movz x8, #number
        word(code, 0xD400_0001); // svc #0
        word(code, 0xF100_001F); // cmp x0, #0
        word(code, 0x9A9F_B000); // csel x0, x0, xzr, lt
        word(code, 0xCB00_03E0); // neg x0, x0
        word(code, 0xD280_0000 | exit << 5 | 8); // movz x8, #exit
        word(code, 0xD400_0001); // svc #0
        return code.toByteArray();
    }

    private static byte[] elf(Architecture architecture, byte[] code) {
        int length = HEADER_BYTES + code.length;
        ByteBuffer file = little(length);
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        short executable = 2;
        short machine = (short) (architecture == Architecture.X86_64 ? 62 : 183);
        file.putShort(executable).putShort(machine).putInt(1);
        file.putLong(LOADED_AT + HEADER_BYTES).putLong(64).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        int load = 1;
        int readAndExecute = 5;
        file.putInt(load).putInt(readAndExecute).putLong(0);
        file.putLong(LOADED_AT).putLong(LOADED_AT);
        file.putLong(length).putLong(length).putLong(PAGE);
        return file.put(code).array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void bytes(ByteArrayOutputStream code, int... bytes) {
        for (int each : bytes) {
            code.write(each);
        }
    }

    private static void word(ByteArrayOutputStream code, int instruction) {
        code.writeBytes(little(4).putInt(instruction).array());
    }
}
