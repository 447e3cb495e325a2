/* What a program in the sandbox might try. "probes NAME [ARGUMENT]" ends with 0 if it got through;
 * with 1 if it was refused; with 3 if there is no such probe here. Bombs are bounded: 200 processes,
 * 512 MiB, 2 s. What is changed is changed back, or changed to what it was. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *argument = "";

/* Through, or refused. */
static int through(int yes) { return yes ? 0 : 1; }
static int ok(long result) { return through(result >= 0); }

static int readable(const char *path) {
  char byte;
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  return through(fd >= 0 && read(fd, &byte, 1) >= 0);
}
static int writable(const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd < 0) return 1;
  int written = write(fd, "x", 1) == 1;
  unlink(path);
  return through(written);
}
static int opens(const char *path, int flags) { return ok(open(path, flags | O_NONBLOCK)); }
static const char *below(const char *folder) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/parley-probe-%d", folder, (int)getpid());
  return path;
}

/* --- files --- */
static int shadow(void) { return readable("/etc/shadow"); }
static int passwd(void) { return readable("/etc/passwd"); }
static int machine_id(void) { return readable("/etc/machine-id"); }
static int host_canary(void) { return readable(argument); }
static int canary_by_dots(void) {
  char path[4096];
  snprintf(path, sizeof path, "../../../../../../../..%s", argument);
  return readable(path);
}
static int canary_by_link(void) {
  char at[4096];
  snprintf(at, sizeof at, "%s", below(access("/scratch", W_OK) ? "/tmp" : "/scratch"));
  if (symlink(argument, at)) return 1;
  int got = readable(at);
  unlink(at);
  return got;
}
static int canary_through_proc_root(void) {
  char path[4096];
  snprintf(path, sizeof path, "/proc/1/root%s", argument);
  return readable(path);
}
static int change_canary(void) {
  int fd = open(argument, O_WRONLY | O_APPEND);
  return through(fd >= 0 && write(fd, "x", 1) == 1);
}
static int write_root(void) { return writable(below("/")); }
static int write_usr(void) { return writable(below("/usr")); }
static int write_usr_bin(void) { return writable(below("/usr/bin")); }
static int write_etc(void) { return writable(below("/etc")); }
static int write_tmp(void) { return writable(below("/tmp")); }
static int write_var_tmp(void) { return writable(below("/var/tmp")); }
static int write_shm(void) { return writable(below("/dev/shm")); }
static int write_dev(void) { return writable(below("/dev")); }
static int chmod_usr(void) {
  struct stat s;
  return through(!stat("/usr", &s) && !chmod("/usr", s.st_mode & 07777));
}
static int rename_out(void) {
  const char *from = below("/usr/local");
  char to[4096];
  int fd = open(from, O_CREAT | O_WRONLY, 0600);
  if (fd < 0) return 1;
  snprintf(to, sizeof to, "%s.moved", from);
  int moved = !rename(from, to);
  unlink(to);
  unlink(from);
  return through(moved);
}
static int home_of_root(void) { return through(opendir("/root") != NULL); }
static int list_tmp(void) {
  DIR *d = opendir("/tmp");
  int names = 0;
  while (d && readdir(d)) names++;
  return through(names > 2);
}
static int host_mounts(void) {
  char line[4096];
  FILE *f = fopen("/proc/self/mountinfo", "r");
  while (f && fgets(line, sizeof line, f))
    if (strstr(line, " / / ") && !strstr(line, "tmpfs")) return 0;
  return 1;
}
static int mknod_disk(void) {
  const char *at = below(access("/scratch", W_OK) ? "/tmp" : "/scratch");
  int made = !mknod(at, S_IFBLK | 0600, makedev(7, 0));
  unlink(at);
  return through(made);
}
static int chown_away(void) {
  const char *at = below(access("/scratch", W_OK) ? "/tmp" : "/scratch");
  int fd = open(at, O_CREAT | O_WRONLY, 0600);
  int given = fd >= 0 && !fchown(fd, 12345, 12345);
  unlink(at);
  return through(given);
}
static int setuid_file(void) { /* a file of root's that others would run as root */
  const char *at = below(access("/scratch", W_OK) ? "/tmp" : "/scratch");
  struct stat s;
  int fd = open(at, O_CREAT | O_WRONLY, 0700);
  int made = fd >= 0 && !fchown(fd, 0, 0) && !fchmod(fd, 04755) && !fstat(fd, &s) && s.st_uid == 0;
  unlink(at);
  return through(made && geteuid() == 0);
}
static int kernel_log(void) { return opens("/dev/kmsg", O_RDONLY); }
static int memory_device(void) { return opens("/dev/mem", O_RDONLY); }
static int sysrq(void) { return opens("/proc/sysrq-trigger", O_WRONLY); }
static int kernel_setting(void) { return opens("/proc/sys/kernel/core_pattern", O_WRONLY); }
static int vm_setting(void) { return opens("/proc/sys/vm/overcommit_memory", O_WRONLY); }
static int oom_score(void) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY);
  return through(fd >= 0 && write(fd, "-500", 4) == 4);
}
static int sysfs_tree(void) { return through(opendir("/sys/kernel") != NULL); }
static int cgroup_tree(void) { return through(opendir("/sys/fs/cgroup") != NULL); }

/* --- other processes --- */
static int host_environment(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/environ", argument);
  return readable(path);
}
static int host_root(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/root/", argument);
  return through(opendir(path) != NULL);
}
static int see_process(void) { return through(atoi(argument) > 1 && !kill(atoi(argument), 0)); }
static int stop_process(void) {
  int pid = atoi(argument);
  return through(pid > 1 && !kill(pid, SIGSTOP) && !kill(pid, SIGCONT));
}
static int many_processes_seen(void) {
  DIR *d = opendir("/proc");
  struct dirent *e;
  int seen = 0;
  while (d && (e = readdir(d))) seen += e->d_name[0] >= '1' && e->d_name[0] <= '9';
  return through(seen > 5);
}
static int limit_process(void) {
  struct rlimit old;
  return through(!prlimit(atoi(argument), RLIMIT_NOFILE, NULL, &old));
}
static int pin_process(void) {
  cpu_set_t set;
  return through(!sched_getaffinity(atoi(argument), sizeof set, &set));
}
static int process_priority(void) {
  errno = 0;
  int old = getpriority(PRIO_PROCESS, atoi(argument));
  return through(errno == 0 && !setpriority(PRIO_PROCESS, atoi(argument), old));
}
static int pidfd_of_process(void) { return ok(syscall(SYS_pidfd_open, atoi(argument), 0)); }
static int environment_kept(void) {
  extern char **environ;
  for (char **each = environ; *each; each++)
    if (strncmp(*each, "PATH=", 5) && strncmp(*each, "HOME=", 5) && strncmp(*each, "TMPDIR=", 7)
        && strncmp(*each, "LANG=", 5) && strncmp(*each, "PWD=", 4))
      return 0;
  return 1;
}
static int is_root(void) { return through(geteuid() == 0 && !access("/etc/shadow", R_OK)); }
static int has_capabilities(void) {
  struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct d[2];
  return through(!syscall(SYS_capget, &h, d) && (d[0].effective | d[1].effective));
}
static int more_privileges(void) { return through(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0); }
static int become_another(void) { return through(!setresuid(12345, 12345, 12345)); }
static int other_groups(void) {
  gid_t g = 0;
  return through(!setgroups(1, &g));
}

/* --- tracing and other people's memory --- */
static int trace_me(void) { return ok(ptrace(PTRACE_TRACEME, 0, 0, 0)); }
static pid_t child_that_waits(void) {
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pause();
    _exit(0);
  }
  return child;
}
static int with_child(int (*try)(pid_t)) {
  pid_t child = child_that_waits();
  if (child < 0) return 1;
  int got = try(child);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  return got;
}
static int seize(pid_t child) { return ok(ptrace(PTRACE_SEIZE, child, 0, 0)); }
static int trace_child(void) { return with_child(seize); }
static char secret[8] = "secret";
static int peek(pid_t child) {
  char copy[8];
  struct iovec here = {copy, 8}, there = {secret, 8};
  return through(syscall(SYS_process_vm_readv, child, &here, 1, &there, 1, 0) == 8);
}
static int read_child(void) { return with_child(peek); }
static int poke(pid_t child) {
  struct iovec here = {secret, 8}, there = {secret, 8};
  return through(syscall(SYS_process_vm_writev, child, &here, 1, &there, 1, 0) == 8);
}
static int write_child(void) { return with_child(poke); }
static int take(pid_t child) {
  int fd = syscall(SYS_pidfd_open, child, 0);
  return ok(syscall(SYS_pidfd_getfd, fd, 0, 0));
}
static int steal_descriptor(void) { return with_child(take); }
static int compare(pid_t child) { return ok(syscall(SYS_kcmp, getpid(), child, 1, 0, 0)); }
static int compare_processes(void) { return with_child(compare); }
static int watch_faults(void) { return ok(syscall(SYS_userfaultfd, O_CLOEXEC)); }
static int watch_performance(void) {
  char attributes[128] = {1, 0, 0, 0, 128}; /* PERF_TYPE_SOFTWARE, its size */
  return ok(syscall(SYS_perf_event_open, attributes, 0, -1, -1, 0));
}
static int watch_files(void) { return ok(syscall(SYS_fanotify_init, 0, 0)); }

/* --- namespaces and mounts --- */
static int new_user_namespace(void) { return ok(unshare(CLONE_NEWUSER)); }
static int new_mount_namespace(void) { return ok(unshare(CLONE_NEWNS)); }
static int new_network_namespace(void) { return ok(unshare(CLONE_NEWNET)); }
static int new_pid_namespace(void) { return ok(unshare(CLONE_NEWPID)); }
static int new_name_namespace(void) { return ok(unshare(CLONE_NEWUTS)); }
static int new_ipc_namespace(void) { return ok(unshare(CLONE_NEWIPC)); }
static int new_cgroup_namespace(void) { return ok(unshare(CLONE_NEWCGROUP)); }
static int cloned(unsigned long flags) {
#ifdef __aarch64__
  long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
#else
  long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
#endif
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, NULL, 0);
  return ok(child);
}
static int clone_user_namespace(void) { return cloned(CLONE_NEWUSER); }
static int clone_pid_namespace(void) { return cloned(CLONE_NEWPID); }
static int clone_network_namespace(void) { return cloned(CLONE_NEWNET); }
static int clone3_user_namespace(void) {
  uint64_t arguments[8] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
  long child = syscall(SYS_clone3, arguments, sizeof arguments);
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, NULL, 0);
  return ok(child);
}
static int join_namespace(void) {
  int fd = open("/proc/self/ns/uts", O_RDONLY);
  return ok(setns(fd, CLONE_NEWUTS));
}
static int mount_tmpfs(void) {
  if (mount("none", "/mnt", "tmpfs", 0, "size=4k")) return 1;
  umount2("/mnt", MNT_DETACH);
  return 0;
}
static int mount_bind(void) {
  if (mount("/usr", "/mnt", NULL, MS_BIND, NULL)) return 1;
  umount2("/mnt", MNT_DETACH);
  return 0;
}
static int remount(void) {
  if (mount("/usr", "/mnt", NULL, MS_BIND, NULL)) return 1;
  int done = mount(NULL, "/mnt", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL);
  umount2("/mnt", MNT_DETACH);
  return ok(done);
}
static int new_mount_api(void) { return ok(syscall(SYS_fsopen, "tmpfs", 0)); }
static int mount_by_tree(void) { return ok(syscall(SYS_open_tree, AT_FDCWD, "/usr", 1 /* CLONE */)); }
static int change_root(void) { return ok(chroot("/usr")); }
static int file_handle(void) {
  struct {
    struct file_handle head;
    char rest[128];
  } h;
  int mount;
  h.head.handle_bytes = 128;
  if (name_to_handle_at(AT_FDCWD, "/usr", &h.head, &mount, 0)) return 1;
  return ok(open_by_handle_at(open("/usr", O_RDONLY), &h.head, O_RDONLY));
}
static int rename_host(void) {
  char name[256];
  return through(!gethostname(name, sizeof name) && !sethostname(name, strlen(name)));
}
static int rename_domain(void) { return through(!setdomainname("(none)", 6)); }

/* --- the kernel --- */
static int load_bpf(void) {
  char attributes[72] = {0};
  *(uint32_t *)attributes = 2; /* an array: key 4, value 4, one entry */
  *(uint32_t *)(attributes + 4) = 4;
  *(uint32_t *)(attributes + 8) = 4;
  *(uint32_t *)(attributes + 12) = 1;
  return ok(syscall(SYS_bpf, 0, attributes, sizeof attributes));
}
static int key_ring(void) { return ok(syscall(SYS_keyctl, 0 /* GET_KEYRING_ID */, -3, 1)); }
static int add_key(void) { return ok(syscall(SYS_add_key, "user", "parley-probe", "x", 1, -2)); }
static int io_uring(void) {
  char parameters[120] = {0};
  return ok(syscall(SYS_io_uring_setup, 1, parameters));
}
static int read_kernel_log(void) { return ok(syscall(SYS_syslog, 10 /* SIZE_BUFFER */, NULL, 0)); }
static int set_clock(void) {
  struct timespec now;
  return through(!clock_gettime(CLOCK_REALTIME, &now) && !clock_settime(CLOCK_REALTIME, &now));
}
static int tune_clock(void) {
  struct timex t;
  memset(&t, 0, sizeof t);
  t.modes = ADJ_OFFSET_SINGLESHOT;
  return ok(adjtimex(&t));
}
static int change_personality(void) {
  return through(personality(ADDR_NO_RANDOMIZE) != -1 && (personality(-1) & ADDR_NO_RANDOMIZE));
}
static int account(void) { return ok(acct(NULL)); }
static int real_time(void) {
  struct sched_param p = {1};
  return ok(sched_setscheduler(0, SCHED_FIFO, &p));
}
static int be_nicer_to_oneself(void) { return ok(setpriority(PRIO_PROCESS, 0, -5)); }
static int lock_memory(void) {
  size_t size = 64 << 20;
  void *all = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return through(all != MAP_FAILED && !mlock(all, size));
}
static int raise_limits(void) {
  struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
  return through(!setrlimit(RLIMIT_NPROC, &all) && !setrlimit(RLIMIT_FSIZE, &all));
}
static int move_pages_of_memory(void) { return ok(syscall(SYS_migrate_pages, 0, 0, NULL, NULL)); }
static int file_systems(void) {
#ifdef SYS_sysfs
  return ok(syscall(SYS_sysfs, 3));
#else
  return 3;
#endif
}
static int old_interface(void) { /* 32-bit: getpid by int 0x80 */
#ifdef __x86_64__
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
  return through(result > 0);
#else
  return 3;
#endif
}
static int x32_interface(void) {
#ifdef __x86_64__
  return ok(syscall(0x40000000 + SYS_getpid));
#else
  return 3;
#endif
}
static int io_ports(void) {
#ifdef __x86_64__
  return ok(syscall(SYS_iopl, 3));
#else
  return 3;
#endif
}
static int segment_table(void) {
#ifdef __x86_64__
  char table[64];
  return ok(syscall(SYS_modify_ldt, 0, table, sizeof table));
#else
  return 3;
#endif
}
static int old_async_io(void) {
  unsigned long context = 0;
  return ok(syscall(SYS_io_setup, 1, &context));
}
static int mount_list(void) {
  uint64_t request[3] = {24, ~0ULL /* the root */, 0}, ids[64];
  return ok(syscall(458, request, ids, 64, 0));
}
static int security_modules(void) {
  uint64_t ids[32];
  uint32_t size = sizeof ids;
  return ok(syscall(461, ids, &size, 0));
}
static int type_for_user(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) || unlockpt(master)) return 1;
  int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
  setsid();
  ioctl(terminal, TIOCSCTTY, 0);
  return ok(ioctl(terminal, TIOCSTI, "x"));
}

/* --- the network and other ways to talk --- */
static int connect_to_host(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argument))};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  return through(s >= 0 && !connect(s, (struct sockaddr *)&to, sizeof to));
}
static int send_datagram(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  return through(s >= 0 && sendto(s, "x", 1, 0, (struct sockaddr *)&to, sizeof to) == 1);
}
static int listen_on_port(void) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  int s = socket(AF_INET, SOCK_STREAM, 0);
  return through(s >= 0 && !bind(s, (struct sockaddr *)&at, sizeof at) && !listen(s, 1));
}
static int socket6(void) { return ok(socket(AF_INET6, SOCK_STREAM, 0)); }
static int unix_socket(void) { return ok(socket(AF_UNIX, SOCK_STREAM, 0)); }
static int abstract_socket(void) {
  struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "\0parley-probe"};
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  return through(s >= 0 && !bind(s, (struct sockaddr *)&at, sizeof at));
}
static int netlink(void) { return ok(socket(AF_NETLINK, SOCK_RAW, 0)); }
static int packets(void) { return ok(socket(AF_PACKET, SOCK_RAW, htons(3))); }
static int raw_socket(void) { return ok(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)); }
static int crypto_socket(void) { return ok(socket(38 /* AF_ALG */, SOCK_SEQPACKET, 0)); }
static int machine_socket(void) { return ok(socket(40 /* AF_VSOCK */, SOCK_STREAM, 0)); }
static int network_devices(void) {
  char line[512];
  int devices = 0;
  FILE *f = fopen("/proc/net/dev", "r");
  while (f && fgets(line, sizeof line, f)) devices += strchr(line, ':') && !strstr(line, "lo:");
  return through(devices > 0);
}
static int shared_memory(void) {
  int id = shmget(IPC_PRIVATE, 1 << 20, IPC_CREAT | 0600);
  if (id >= 0) shmctl(id, IPC_RMID, NULL);
  return ok(id);
}
static int semaphores(void) {
  int id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
  if (id >= 0) semctl(id, 0, IPC_RMID);
  return ok(id);
}
static int messages(void) {
  int id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  if (id >= 0) msgctl(id, IPC_RMID, NULL);
  return ok(id);
}
static int memory_file(void) { return ok(syscall(SYS_memfd_create, "probe", 0)); }

/* --- bombs --- */
static int fork_bomb(void) {
  pid_t children[200];
  int had = 0;
  while (had < 200 && (children[had] = child_that_waits()) > 0) had++;
  for (int i = 0; i < had; i++) kill(children[i], SIGKILL);
  while (wait(NULL) > 0) {
  }
  return through(had == 200);
}
static void *idle(void *nothing) {
  sleep(1);
  return nothing;
}
static int thread_bomb(void) {
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  int had = 0;
  while (had < 200 && !pthread_create(&thread, &small, idle, NULL)) had++;
  return through(had == 200);
}
static int memory_bomb(void) {
  size_t size = 512u << 20;
  char *all = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) return 1;
  for (size_t i = 0; i < size; i += 4096) all[i] = 1;
  return 0;
}
static int heap_bomb(void) {
  int had = 0;
  while (had < 128) {
    char *some = malloc(4 << 20);
    if (!some) break;
    some[0] = 1;
    had++;
  }
  return through(had == 128);
}
static int written(int files, int mebibytes) {
  static char piece[1 << 20];
  char name[4096];
  int full = 1;
  const char *folder = access("/scratch", W_OK) ? "/tmp" : "/scratch";
  for (int f = 0; f < files && full; f++) {
    snprintf(name, sizeof name, "%s.%d", below(folder), f);
    int fd = open(name, O_CREAT | O_WRONLY, 0600);
    for (int i = 0; i < mebibytes && full; i++) full = write(fd, piece, sizeof piece) == sizeof piece;
    close(fd);
  }
  for (int f = 0; f < files; f++) {
    snprintf(name, sizeof name, "%s.%d", below(folder), f);
    unlink(name);
  }
  return through(full);
}
static int file_bomb(void) { return written(1, 64); }
static int disk_bomb(void) { return written(64, 1); }
static int descriptor_bomb(void) {
  struct rlimit most;
  getrlimit(RLIMIT_NOFILE, &most);
  most.rlim_cur = most.rlim_max;
  setrlimit(RLIMIT_NOFILE, &most);
  int had = 0;
  while (had < 2000 && dup(0) >= 0) had++;
  return through(had == 2000);
}
static int output_bomb(void) {
  static char piece[1 << 16];
  memset(piece, 'x', sizeof piece);
  for (int i = 0; i < 128; i++)
    if (write(1, piece, sizeof piece) != sizeof piece) return 1;
  return 0;
}
static int complaint_bomb(void) {
  dup2(2, 1);
  return output_bomb();
}
static int spin(void) {
  time_t end = time(NULL) + 2;
  while (time(NULL) < end) {
  }
  return 0;
}
static int outlast(void) {
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  sleep(2);
  return 0;
}

static const struct {
  const char *name;
  int (*run)(void);
} probes[] = {
#define PROBE(name) {#name, name}
    PROBE(shadow), PROBE(passwd), PROBE(machine_id), PROBE(host_canary), PROBE(canary_by_dots),
    PROBE(canary_by_link), PROBE(canary_through_proc_root), PROBE(change_canary), PROBE(write_root),
    PROBE(write_usr), PROBE(write_usr_bin), PROBE(write_etc), PROBE(write_tmp), PROBE(write_var_tmp),
    PROBE(write_shm), PROBE(write_dev), PROBE(chmod_usr), PROBE(rename_out), PROBE(home_of_root),
    PROBE(list_tmp), PROBE(host_mounts), PROBE(mknod_disk), PROBE(chown_away), PROBE(setuid_file),
    PROBE(kernel_log), PROBE(memory_device), PROBE(sysrq), PROBE(kernel_setting), PROBE(vm_setting),
    PROBE(oom_score), PROBE(sysfs_tree), PROBE(cgroup_tree), PROBE(host_environment),
    PROBE(host_root), PROBE(see_process), PROBE(stop_process), PROBE(many_processes_seen),
    PROBE(limit_process), PROBE(pin_process), PROBE(process_priority), PROBE(pidfd_of_process),
    PROBE(environment_kept), PROBE(is_root), PROBE(has_capabilities), PROBE(more_privileges),
    PROBE(become_another), PROBE(other_groups), PROBE(trace_me), PROBE(trace_child),
    PROBE(read_child), PROBE(write_child), PROBE(steal_descriptor), PROBE(compare_processes),
    PROBE(watch_faults), PROBE(watch_performance), PROBE(watch_files), PROBE(new_user_namespace),
    PROBE(new_mount_namespace), PROBE(new_network_namespace), PROBE(new_pid_namespace),
    PROBE(new_name_namespace), PROBE(new_ipc_namespace), PROBE(new_cgroup_namespace),
    PROBE(clone_user_namespace), PROBE(clone_pid_namespace), PROBE(clone_network_namespace),
    PROBE(clone3_user_namespace), PROBE(join_namespace), PROBE(mount_tmpfs), PROBE(mount_bind),
    PROBE(remount), PROBE(new_mount_api), PROBE(mount_by_tree), PROBE(change_root),
    PROBE(file_handle), PROBE(rename_host), PROBE(rename_domain), PROBE(load_bpf), PROBE(key_ring),
    PROBE(add_key), PROBE(io_uring), PROBE(read_kernel_log), PROBE(set_clock), PROBE(tune_clock),
    PROBE(change_personality), PROBE(account), PROBE(real_time), PROBE(be_nicer_to_oneself),
    PROBE(lock_memory), PROBE(raise_limits), PROBE(move_pages_of_memory), PROBE(file_systems),
    PROBE(old_interface), PROBE(x32_interface), PROBE(io_ports), PROBE(segment_table),
    PROBE(old_async_io), PROBE(mount_list), PROBE(security_modules), PROBE(type_for_user),
    PROBE(connect_to_host), PROBE(send_datagram), PROBE(listen_on_port), PROBE(socket6),
    PROBE(unix_socket), PROBE(abstract_socket), PROBE(netlink), PROBE(packets), PROBE(raw_socket),
    PROBE(crypto_socket), PROBE(machine_socket), PROBE(network_devices), PROBE(shared_memory),
    PROBE(semaphores), PROBE(messages), PROBE(memory_file), PROBE(fork_bomb), PROBE(thread_bomb),
    PROBE(memory_bomb), PROBE(heap_bomb), PROBE(file_bomb), PROBE(disk_bomb),
    PROBE(descriptor_bomb), PROBE(output_bomb), PROBE(complaint_bomb), PROBE(spin), PROBE(outlast)};

int main(int count, char **arguments) {
  if (count > 2) argument = arguments[2];
  alarm(20); /* whatever happens */
  for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
    if (count > 1 && !strcmp(arguments[1], probes[i].name)) return probes[i].run();
    if (count > 1 && !strcmp(arguments[1], "list")) puts(probes[i].name);
  }
  return count > 1 && !strcmp(arguments[1], "list") ? 0 : 3;
}
