package dev.parley.connectors.tools.sandbox;

import static dev.parley.connectors.tools.sandbox.BpfInstruction.JUMP_IF_ANY_BIT;
import static dev.parley.connectors.tools.sandbox.BpfInstruction.JUMP_IF_AT_LEAST;
import static dev.parley.connectors.tools.sandbox.BpfInstruction.JUMP_IF_EQUAL;
import static dev.parley.connectors.tools.sandbox.BpfInstruction.JUMP_IF_GREATER;
import static dev.parley.connectors.tools.sandbox.BpfInstruction.LOAD;
import static dev.parley.connectors.tools.sandbox.BpfInstruction.RETURN;

import dev.parley.connectors.tools.sandbox.SystemCalls.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * The program by which the kernel answers a sandboxed program's system calls (seccomp(2), {@code
 * SECCOMP_MODE_FILTER}): what {@link SystemCalls} doesn't list as allowed is refused.
 *
 * <p>It looks at the low words of arguments only, as the kernel does for each of those it checks:
 * flags of clone, the domain of socket, the request of ioctl, the persona of personality.
 */
final class SeccompFilter {
    static final int ALLOW = 0x7FFF_0000; // SECCOMP_RET_ALLOW
    static final int KILL = 0x8000_0000; // SECCOMP_RET_KILL_PROCESS
    static final int EPERM = 0x0005_0001; // SECCOMP_RET_ERRNO | EPERM
    static final int ENOSYS = 0x0005_0026; // SECCOMP_RET_ERRNO | ENOSYS

    /** CLONE_NEWNS, -CGROUP, -UTS, -IPC, -USER, -PID, -NET of include/uapi/linux/sched.h. */
    static final int NEW_NAMESPACES = 0x7E02_0000;

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** Put input into a terminal: TIOCSTI, TIOCLINUX of include/uapi/asm-generic/ioctls.h. */
    static final int TIOCSTI = 0x5412;

    static final int TIOCLINUX = 0x541C;

    /** Asks which personality there is, without changing it. */
    static final int WHICH_PERSONALITY = 0xFFFF_FFFF;

    /** What marks a call of the x32 interface on x86-64. */
    static final int X32 = 0x4000_0000;

    // struct seccomp_data: int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6];
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;

    private final Architecture architecture;
    private final boolean network;
    private final List<BpfInstruction> program = new ArrayList<>();

    private SeccompFilter(Architecture architecture, boolean network) {
        this.architecture = architecture;
        this.network = network;
    }

    /**
     * @param network whether internet sockets may be made
     */
    static List<BpfInstruction> assemble(Architecture architecture, boolean network) {
        SeccompFilter filter = new SeccompFilter(architecture, network);
        filter.refuseOtherArchitectures();
        filter.check();
        filter.answer(Answer.ALLOW, ALLOW);
        if (network) {
            filter.answer(Answer.NETWORK, ALLOW);
        }
        filter.answer(Answer.EPERM, EPERM);
        filter.answer(Answer.ENOSYS, ENOSYS);
        filter.refuseWhatIsNewer();
        filter.give(KILL);
        return List.copyOf(filter.program);
    }

    private void refuseOtherArchitectures() {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(JUMP_IF_EQUAL, 1, 0, architecture.audit);
        give(KILL);
        add(LOAD, 0, 0, NUMBER);
        if (architecture == Architecture.X86_64) {
            add(JUMP_IF_AT_LEAST, 0, 1, X32);
            give(KILL);
        }
    }

    private void check() {
        add(JUMP_IF_EQUAL, 0, 4, number("clone"));
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(JUMP_IF_ANY_BIT, 1, 0, NEW_NAMESPACES);
        give(ALLOW);
        give(EPERM);

        if (network) {
            add(JUMP_IF_EQUAL, 0, 5, number("socket"));
            add(LOAD, 0, 0, FIRST_ARGUMENT);
            add(JUMP_IF_EQUAL, 1, 0, AF_INET);
            add(JUMP_IF_EQUAL, 0, 1, AF_INET6);
            give(ALLOW);
            give(EPERM);
        } else {
            add(JUMP_IF_EQUAL, 0, 1, number("socket"));
            give(EPERM);
        }

        add(JUMP_IF_EQUAL, 0, 5, number("ioctl"));
        add(LOAD, 0, 0, SECOND_ARGUMENT);
        add(JUMP_IF_EQUAL, 2, 0, TIOCSTI);
        add(JUMP_IF_EQUAL, 1, 0, TIOCLINUX);
        give(ALLOW);
        give(EPERM);

        add(JUMP_IF_EQUAL, 0, 5, number("personality"));
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(JUMP_IF_EQUAL, 1, 0, 0);
        add(JUMP_IF_EQUAL, 0, 1, WHICH_PERSONALITY);
        give(ALLOW);
        give(EPERM);
    }

    /** Calls whose numbers follow one another are compared as one range. */
    private void answer(Answer listed, int action) {
        int[] numbers =
                SystemCalls.entries().stream()
                        .filter(entry -> entry.answer() == listed)
                        .flatMapToInt(entry -> entry.number(architecture).stream())
                        .sorted()
                        .toArray();
        int first = 0;
        for (int i = 0; i < numbers.length; i++) {
            boolean last = i + 1 == numbers.length || numbers[i + 1] != numbers[i] + 1;
            if (last) {
                add(JUMP_IF_AT_LEAST, 0, 2, numbers[first]);
                add(JUMP_IF_GREATER, 1, 0, numbers[i]);
                give(action);
                first = i + 1;
            }
        }
    }

    private void refuseWhatIsNewer() {
        add(JUMP_IF_GREATER, 0, 1, SystemCalls.newest(architecture));
        give(ENOSYS);
    }

    private void give(int action) {
        add(RETURN, 0, 0, action);
    }

    private void add(int code, int ifTrue, int ifFalse, int operand) {
        program.add(new BpfInstruction(code, ifTrue, ifFalse, operand));
    }

    private int number(String name) {
        return SystemCalls.number(architecture, name);
    }
}
