package dev.parley.connectors.tools.sandbox;

import static dev.parley.connectors.tools.sandbox.SeccompFilter.ALLOW;
import static dev.parley.connectors.tools.sandbox.SeccompFilter.ENOSYS;
import static dev.parley.connectors.tools.sandbox.SeccompFilter.EPERM;
import static dev.parley.connectors.tools.sandbox.SeccompFilter.KILL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.tools.sandbox.SystemCalls.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompFilterTest {
    private static final int MOST_INSTRUCTIONS = 4_096; // BPF_MAXINSNS

    @Property(tries = 20_000)
    void whateverIsNotListedIsRefused(
            @ForAll Architecture architecture,
            @ForAll boolean network,
            @ForAll int number,
            @ForAll @Size(6) List<Long> arguments) {
        // Given
        assumeNotListed(architecture, network, number);

        // When
        int answer = answer(architecture, network, number, arguments);

        // Then
        assertThat(answer).isIn(KILL, EPERM, ENOSYS);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void everyNumberUpToAThousandGetsTheAnswerOfTheTable(Architecture architecture) {
        for (boolean network : new boolean[] {true, false}) {
            for (int number = 0; number < 1_000; number++) {
                // When
                int answer = answer(architecture, network, number, List.of(0L, 0L, 0L));

                // Then
                assertThat(answer)
                        .as("%s %d, network %s", architecture, number, network)
                        .isIn(expected(architecture, network, number));
            }
        }
    }

    @Property(tries = 5_000)
    void anotherArchitectureIsRefusedWhateverItAsks(
            @ForAll Architecture architecture, @ForAll int other, @ForAll int number) {
        // Given
        int audit = other == architecture.audit ? other + 1 : other;

        // When
        int answer =
                BpfEvaluator.answer(
                        SeccompFilter.assemble(architecture, true), audit, number, 0, 0, 0);

        // Then
        assertThat(answer).isEqualTo(KILL);
    }

    @Property(tries = 5_000)
    void noCallOfTheX32InterfaceIsAnswered(@ForAll int number, @ForAll boolean network) {
        // When
        int answer =
                answer(
                        Architecture.X86_64,
                        network,
                        number | SeccompFilter.X32,
                        List.of(0L, 0L, 0L));

        // Then
        assertThat(answer).isEqualTo(KILL);
    }

    @Property(tries = 5_000)
    void aCloneThatAsksForAnyNamespaceIsRefused(
            @ForAll Architecture architecture, @ForAll long flags) {
        // Given
        int clone = SystemCalls.number(architecture, "clone");

        // When
        int answer = answer(architecture, false, clone, List.of(flags, 0L));

        // Then
        boolean namespace = (flags & SeccompFilter.NEW_NAMESPACES) != 0;
        assertThat(answer).isEqualTo(namespace ? EPERM : ALLOW);
    }

    @ParameterizedTest
    @CsvSource({
        // NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
        "0x20000",
        "0x2000000",
        "0x4000000",
        "0x8000000",
        "0x10000000",
        "0x20000000",
        "0x40000000"
    })
    void eachNamespaceIsRefusedToAClone(String flag) {
        for (Architecture architecture : Architecture.values()) {
            // When
            int clone = SystemCalls.number(architecture, "clone");
            int answer = answer(architecture, true, clone, List.of(Long.decode(flag) | 17));

            // Then
            assertThat(answer).isEqualTo(EPERM);
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theCloneThatMakesAThreadOrAProcessIsAllowed(Architecture architecture) {
        // Given
        int clone = SystemCalls.number(architecture, "clone");
        long thread = 0x3D0F00; // what glibc's pthread_create asks for
        long process = 0x1200011; // what its fork asks for

        // When, Then
        assertThat(answer(architecture, false, clone, List.of(thread))).isEqualTo(ALLOW);
        assertThat(answer(architecture, false, clone, List.of(process))).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void clone3LooksAbsentSoThatLibrariesFallBackToClone(Architecture architecture) {
        int clone3 = SystemCalls.number(architecture, "clone3");
        assertThat(answer(architecture, true, clone3, List.of(0L))).isEqualTo(ENOSYS);
    }

    @Property(tries = 5_000)
    void onlyInternetSocketsAreMadeAndOnlyWithANetwork(
            @ForAll Architecture architecture, @ForAll boolean network, @ForAll int domain) {
        // Given
        int socket = SystemCalls.number(architecture, "socket");

        // When
        int answer = answer(architecture, network, socket, List.of((long) domain, 1L, 0L));

        // Then
        assertThat(answer).isEqualTo(network && (domain == 2 || domain == 10) ? ALLOW : EPERM);
    }

    @ParameterizedTest
    @CsvSource({"0,EPERM", "1,EPERM", "2,ALLOW", "3,EPERM", "10,ALLOW", "16,EPERM", "17,EPERM"})
    void aSocketWithANetworkIsDecidedByItsDomain(int domain, String answer) {
        for (Architecture architecture : Architecture.values()) {
            int socket = SystemCalls.number(architecture, "socket");
            assertThat(answer(architecture, true, socket, List.of((long) domain)))
                    .isEqualTo(answer.equals("ALLOW") ? ALLOW : EPERM);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x5412", "0x541C", "0x7700005412", "0xFFFFFFFF0000541C"})
    void inputIsNotPutIntoATerminalWhateverTheHighBits(String request) {
        for (Architecture architecture : Architecture.values()) {
            int ioctl = SystemCalls.number(architecture, "ioctl");
            long bits = Long.parseUnsignedLong(request.substring(2), 16);
            assertThat(answer(architecture, false, ioctl, List.of(0L, bits))).isEqualTo(EPERM);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "0xFFFFFFFF,true", "0x40000,false", "8,false", "1,false"})
    void thePersonalityIsAskedForButNotChanged(String persona, boolean allowed) {
        for (Architecture architecture : Architecture.values()) {
            int personality = SystemCalls.number(architecture, "personality");
            assertThat(answer(architecture, false, personality, List.of(Long.decode(persona))))
                    .isEqualTo(allowed ? ALLOW : EPERM);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ptrace",
        "mount",
        "umount2",
        "pivot_root",
        "chroot",
        "unshare",
        "setns",
        "bpf",
        "keyctl",
        "add_key",
        "request_key",
        "perf_event_open",
        "userfaultfd",
        "kexec_load",
        "init_module",
        "finit_module",
        "delete_module",
        "reboot",
        "swapon",
        "process_vm_readv",
        "process_vm_writev",
        "pidfd_getfd",
        "open_by_handle_at",
        "open_tree",
        "fsopen",
        "fsmount",
        "move_mount",
        "mount_setattr",
        "kcmp",
        "syslog",
        "acct",
        "quotactl",
        "settimeofday",
        "clock_settime",
        "sethostname",
        "setdomainname"
    })
    void whatNoToolMayAskForEndsIt(String call) {
        for (Architecture architecture : Architecture.values()) {
            int number = SystemCalls.number(architecture, call);
            assertThat(answer(architecture, true, number, List.of(0L))).isEqualTo(KILL);
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theKernelTakesAProgramOfThisShape(Architecture architecture) {
        // When
        List<BpfInstruction> program = SeccompFilter.assemble(architecture, true);

        // Then
        assertThat(program).hasSizeLessThanOrEqualTo(MOST_INSTRUCTIONS);
        assertThat(program.getLast().code()).isEqualTo(BpfInstruction.RETURN);
        for (int i = 0; i < program.size(); i++) {
            BpfInstruction each = program.get(i);
            assertThat(i + 1 + Math.max(each.ifTrue(), each.ifFalse()))
                    .isLessThanOrEqualTo(program.size());
            if (each.code() == BpfInstruction.LOAD) {
                assertThat(each.operand() % 4).isZero();
                assertThat(each.operand()).isBetween(0, 60);
            }
        }
        assertThat(BpfInstruction.bytes(program)).hasSize(program.size() * 8);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void noNumberIsListedTwice(Architecture architecture) {
        List<Integer> numbers =
                SystemCalls.entries().stream()
                        .flatMap(entry -> entry.number(architecture).stream().boxed())
                        .toList();
        assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(300);
    }

    private static int answer(
            Architecture architecture, boolean network, int number, List<Long> arguments) {
        return BpfEvaluator.answer(
                SeccompFilter.assemble(architecture, network),
                architecture.audit,
                number,
                arguments.stream().mapToLong(Long::longValue).toArray());
    }

    private static void assumeNotListed(Architecture architecture, boolean network, int number) {
        Assume.that(!listed(architecture, network).contains(number));
    }

    private static Set<Integer> listed(Architecture architecture, boolean network) {
        Set<Integer> listed = new HashSet<>();
        for (SystemCalls.Entry entry : SystemCalls.entries()) {
            if (entry.answer() == Answer.ALLOW
                    || entry.answer() == Answer.CHECKED
                    || (network && entry.answer() == Answer.NETWORK)) {
                entry.number(architecture).ifPresent(listed::add);
            }
        }
        return listed;
    }

    private static List<Integer> expected(Architecture architecture, boolean network, int number) {
        return SystemCalls.entries().stream()
                .filter(entry -> entry.number(architecture).orElse(-1) == number)
                .map(
                        entry ->
                                switch (entry.answer()) {
                                    case ALLOW -> List.of(ALLOW);
                                    case NETWORK -> List.of(network ? ALLOW : KILL);
                                    case EPERM -> List.of(EPERM);
                                    case ENOSYS -> List.of(ENOSYS);
                                    case CHECKED -> List.of(ALLOW, EPERM);
                                    case KILL -> List.of(KILL);
                                })
                .findFirst()
                .orElse(List.of(number > SystemCalls.newest(architecture) ? ENOSYS : KILL));
    }
}
