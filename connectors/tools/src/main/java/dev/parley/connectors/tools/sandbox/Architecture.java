package dev.parley.connectors.tools.sandbox;

import java.util.Optional;

/** A processor's instruction set, as the kernel tells a filter of system calls. */
enum Architecture {
    X86_64(0xC000_003E, 1),
    AARCH64(0xC000_00B7, 2);

    /** {@code AUDIT_ARCH_*} of include/uapi/linux/audit.h. */
    final int audit;

    /** Where its numbers stand in the table of system calls. */
    final int column;

    Architecture(int audit, int column) {
        this.audit = audit;
        this.column = column;
    }

    /** This machine's, if a filter can be made for it. */
    static Optional<Architecture> ofThisMachine() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
